/** One record, as a message and in its modal. */
import type { AuditRecord } from '../../src/audit/record.ts';
import { NOW, ZONE } from './answers.ts';
import { hostileRecords } from './hostile.ts';
import { COMMAND, USER_ID } from './sample.ts';
import type { RecordSamples, Sample, ScreenSamples } from './sample.ts';

const AT = { resultId: 'gallery-result-0000000001', place: 3 } as const;
const BARE: AuditRecord = { operationDate: '2026-11-20T15:05:12.0589308Z', operationType: 'unheard_of', operationStatus: 'odd', resourceType: 'new_thing' };
const WIDE: AuditRecord = {
  ...BARE, operationType: 'update_subscription', operationStatus: 'succeeded', resourceType: 'subscription',
  resourceNewValue: JSON.stringify(Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`Field ${index}`, `value ${index} ${'v'.repeat(60)}`]))),
};

const records = (story: readonly AuditRecord[]): readonly [Sample<AuditRecord>, ...Sample<AuditRecord>[]] => {
  const find = (fits: (record: AuditRecord) => boolean): AuditRecord => story.find(fits) ?? BARE;
  return [
    { title: 'an order', screen: find(({ operationType, customerName }) => operationType === 'create_order' && customerName !== undefined) },
    { title: 'old and new values', screen: find(({ resourceOldValue, resourceNewValue }) => resourceOldValue !== undefined && resourceNewValue !== undefined) },
    { title: 'failed', screen: find(({ operationStatus }) => operationStatus === 'failed') },
    { title: 'only what is required', screen: BARE },
    { title: '200 values', screen: WIDE },
    ...hostileRecords(NOW).map((record) => ({ title: `hostile ${(record.customerName ?? '').slice(0, 30)}`, screen: record })),
  ];
};

/** Lays the same data under another kind of screen, the list staying as long as it is. */
const mapped = <From, To>([first, ...rest]: readonly [Sample<From>, ...Sample<From>[]], draw: (screen: From) => To): readonly [Sample<To>, ...Sample<To>[]] => {
  const one = ({ title, screen }: Sample<From>): Sample<To> => ({ title, screen: draw(screen) });
  return [one(first), ...rest.map(one)];
};

const known = { zone: ZONE, now: NOW, at: AT } as const;

/** The seats of a subscription as an earlier record left them. */
const EARLIER: AuditRecord = { ...BARE, operationType: 'update_subscription', operationStatus: 'succeeded', resourceType: 'subscription', operationDate: '2026-11-03T09:00:00.0000000Z', resourceNewValue: '{"Id":"c1b7f1e0-0001-4000-8000-000000000001","Quantity":25}', customerId: 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f' };
const LATER: AuditRecord = { ...EARLIER, operationDate: '2026-11-20T15:05:12.0589308Z', customerName: 'Relecloud', userPrincipalName: 'alice@partner.example', resourceNewValue: '{"Id":"c1b7f1e0-0001-4000-8000-000000000001","Quantity":250,"FriendlyName":"Microsoft 365 Business Premium"}' };

/** What was taken out of both looks alike. */
const MASKED: AuditRecord = { ...BARE, operationType: 'update_customer_user', operationStatus: 'succeeded', resourceType: 'customer_user', customerName: 'Relecloud', resourceOldValue: '{"Id":"u1","Password":"[masked]","DisplayName":"Megan Bowen"}', resourceNewValue: '{"Id":"u1","Password":"[masked]","DisplayName":"Megan Bowen"}' };

export const oneRecordSamples = (story: readonly AuditRecord[]): Pick<ScreenSamples, 'one-record' | 'no-record' | 'looking-up'> => ({
  'one-record': [
    ...mapped(records(story), (record) => ({ ...known, kind: 'one-record' as const, record })),
    { title: 'with an earlier one', screen: { ...known, kind: 'one-record', record: LATER, earlier: EARLIER } },
    { title: 'from the copy', screen: { ...known, kind: 'one-record', record: EARLIER, copied: { readAt: '2026-11-21T09:55:00.000Z' } } },
  ],
  'no-record': [
    { title: 'none', screen: { kind: 'no-record', id: 'aaaabbbb-0000_createorder_639308499062007445', now: NOW } },
    { title: 'none in the copy either', screen: { kind: 'no-record', id: 'aaaabbbb-0000_createorder_639308499062007445', now: NOW, held: { first: '2025-10-18', last: '2026-11-21' } } },
    { title: 'hostile', screen: { kind: 'no-record', id: '<!channel>', now: NOW } },
  ],
  'looking-up': [{ title: 'asked', screen: { kind: 'looking-up', id: 'aaaabbbb-0000_createorder_639308499062007445', jobId: `${USER_ID}-${'0'.repeat(32)}` } }],
});

/** All screens that stand in the modal of one record. */
export const recordSamples = (story: readonly AuditRecord[]): RecordSamples => ({
  loading: [{ title: 'loading', screen: { kind: 'loading' } }],
  record: [
    ...mapped(records(story), (record) => ({ ...known, kind: 'record' as const, record })),
    { title: 'with an earlier one', screen: { ...known, kind: 'record', record: LATER, earlier: EARLIER } },
    { title: 'with an earlier one of the answer', screen: { ...known, kind: 'record', record: LATER, earlier: EARLIER, earlierFrom: 'answer' } },
    { title: 'masked on both sides', screen: { ...known, kind: 'record', record: MASKED } },
  ],
  'record-expired': [{ title: 'expired', screen: { kind: 'record-expired', command: COMMAND } }, { title: 'search forgotten', screen: { kind: 'record-expired' } }],
  'record-refused': [{ title: 'refused', screen: { kind: 'record-refused', refusal: 'not-listed', userId: USER_ID } }],
  'record-problem': [{ title: 'problem', screen: { kind: 'record-problem', whatHappened: 'The store of answers does not answer.', whatToDo: 'Try again in a minute.' } }],
});
