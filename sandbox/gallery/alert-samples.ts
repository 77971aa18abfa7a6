/** Alerts, mutes and commitments, ordinary and hostile. */
import type { AlertCard } from '../../src/audit/alert-cards.ts';
import type { AlertEvent } from '../../src/audit/alert-events.ts';
import { advance, freshState } from '../../src/audit/alerts.ts';
import { earlierStates } from '../../src/audit/commitment-seats.ts';
import { openCommitments } from '../../src/audit/commitments.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import type { AlertScreen } from '../../src/features/alert-screens.ts';
import type { AlertRule, MuteRule } from '../../src/features/rule.ts';
import { NOW, ZONE } from './answers.ts';
import { HOSTILE_TEXTS, hostileRecords } from './hostile.ts';
import { USER_ID, type SamplesOf } from './sample.ts';

const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number): string => new Date(NOW.getTime() - hours * HOUR_MS).toISOString();
const facts = (name: string) => ({
  id: '00000000-0000-4000-8000-000000000002', name, place: { kind: 'channel', id: 'C0SECOPS1' } as const, makerId: USER_ID, makerName: 'dana', zone: ZONE,
  madeAt: hoursAgo(80), filter: EVERYTHING,
});

export const alertRule = (name: string): AlertRule => ({
  ...facts(name), kind: 'alert', isPack: true, mention: '<!subteam^S0SECOPS>', quiet: { fromMs: 22 * HOUR_MS, toMs: 7 * HOUR_MS, all: false },
  command: `alert pack in <#C0SECOPS1> quiet 22:00-07:00 name "${name.replace(/["\\]/g, '\\$&')}"`,
});
export const muteRule = (name: string): MuteRule => ({
  ...facts(name), kind: 'mute', until: hoursAgo(-48), because: name, includingHigh: false, command: `mute user svc@partner.example for 2d because "${name.replace(/["\\]/g, '\\$&')}"`,
});

/** What the pack says of these records, all seen at one time. */
function posts(records: readonly AuditRecord[], kind: AlertEvent['kind'] = 'news') {
  const { mention, ...rule } = { ...alertRule('CSP security'), after: 0 };
  const events = records.map((record, index): AlertEvent => ({ number: index + 1, kind, day: '2026-11-21', row: index, record, atMs: Date.parse(`${record.operationDate.slice(0, 23)}Z`), seenAtMs: NOW.getTime(), first: [] }));
  return advance(freshState(0), [{ ...rule, ...(mention !== undefined && { mention }) }], [], events, NOW.getTime() + 48 * HOUR_MS).posts.map(({ message }) => message);
}

const cards = (records: readonly AuditRecord[], kind?: AlertEvent['kind']): readonly AlertCard[] => posts(records, kind).flatMap((message) => (message.kind === 'alert' ? [message] : []));

function first<T>(from: readonly T[], isWanted: (one: T) => boolean = () => true): T {
  const found = from.find(isWanted);
  if (found === undefined) throw new Error('the story holds none');
  return found;
}

const previews = (): Pick<SamplesOf<AlertScreen>, 'alert-preview' | 'mute-preview'> => ({
  'alert-preview': [
    { title: 'of the pack', screen: { kind: 'alert-preview', rule: alertRule('CSP security'), preview: { messages: 12, hourly: 4, operations: 31, most: [['Customer password reset', 21, 7], ['Order placed', 8, 3]], days: 31, daysTouched: 31, daysAsked: 30, firstSeen: { held: 12, judged: 0, isAll: false } }, audience: 'guests' } },
    { title: 'first sightings that cannot be judged yet', screen: { kind: 'alert-preview', rule: { ...alertRule('newcomers'), isPack: false, firstSeen: ['user'], command: 'alert on first-seen user' }, preview: { messages: 0, hourly: 0, operations: 0, most: [], days: 12, daysTouched: 31, daysAsked: 30, firstSeen: { held: 12, judged: 0, isAll: true } } } },
    { title: 'hostile, nothing', screen: { kind: 'alert-preview', rule: alertRule(HOSTILE_TEXTS[1] ?? ''), preview: { messages: 0, hourly: 0, operations: 0, most: [], days: 3, daysTouched: 31, daysAsked: 30 } } },
  ],
  'mute-preview': [
    { title: 'hides some', screen: { kind: 'mute-preview', rule: muteRule('licence sync job'), preview: { hidden: 412, highTold: 3, most: [['Licences assigned or removed', 400]], days: 8, daysTouched: 8, daysAsked: 7 } } },
    { title: 'hostile', screen: { kind: 'mute-preview', rule: muteRule(HOSTILE_TEXTS[0] ?? ''), preview: { hidden: 0, highTold: 0, most: [], days: 2, daysTouched: 8, daysAsked: 7 } } },
  ],
});

export const alertSamples = (story: readonly AuditRecord[]): SamplesOf<AlertScreen> => {
  const hostile = hostileRecords(NOW).map((record) => ({ ...record, operationType: 'reset_customer_user_password' }));
  const [told, hostileTold] = [cards(story), cards(hostile)];
  const many = cards(story.slice(0, 14).map((record, index) => ({ ...record, operationType: 'reset_customer_user_password', userPrincipalName: `person-${index}@partner.example` })));
  const card = first(told, ({ form }) => form === 'one');
  const taken = { by: USER_ID, at: hoursAgo(1) };
  const threads = [...posts(story), ...posts(hostile)].flatMap((message) => (message.kind === 'alert-thread' ? [message] : []));
  const placed = story.map((record, row) => ({ day: record.operationDate.slice(0, 10), row, record }));
  const { open, leftOut, notAdded } = openCommitments(placed, NOW.getTime(), { earlier: earlierStates(story) });
  const hostileBatch = { at: '2026-11-20.1', opened: 'change', until: hoursAgo(-20), operationDate: '2026-11-20T15:05:12.0589308Z', what: HOSTILE_TEXTS.join(' ').slice(0, 200), customer: HOSTILE_TEXTS[0] ?? '', actor: HOSTILE_TEXTS[1] ?? '' } as const;
  return {
    alert: [
      { title: 'one operation', screen: card }, { title: 'taken', screen: { ...card, taken } }, { title: 'a test', screen: { ...card, isTest: true } },
      { title: 'many customers', screen: first(told, ({ form }) => form === 'bulk') }, { title: 'more than 10 an hour', screen: first(many, ({ form }) => form === 'overflow') },
      { title: 'hourly', screen: first(told, ({ form }) => form === 'hourly') }, { title: 'found late', screen: first(cards(story, 'late')) },
      { title: 'held back', screen: { ...first(cards(story, 'late')), form: 'held' } },
      ...hostileTold.slice(0, 5).map((screen, index) => ({ title: `hostile ${index + 1}`, screen: { ...screen, rule: HOSTILE_TEXTS[0] ?? '', mention: '<!channel>' } })),
    ],
    'alert-thread': [{ title: 'more of a group', screen: first(threads) }, { title: 'hostile and many', screen: { ...first(threads.toReversed()), more: 12_000 } }],
    'alert-taken': [{ title: 'taken', screen: { kind: 'alert-taken', card: card.card, zone: ZONE, ...taken } }, { title: 'hostile', screen: { kind: 'alert-taken', card: card.card, zone: ZONE, by: '<!channel>', at: hoursAgo(0) } }],
    ...previews(),
    'open-alerts': [
      { title: 'some', screen: { kind: 'open-alerts', zone: ZONE, cards: [...told.slice(0, 5), ...hostileTold.slice(0, 5)].map((one) => ({ card: one, place: { kind: 'channel', id: 'C0SECOPS1' }, ruleId: 'r' })) } },
      { title: 'none', screen: { kind: 'open-alerts', zone: ZONE, cards: [] } },
    ],
    commitments: [
      { title: 'some', screen: { kind: 'commitments', command: 'commitments', commitments: { open, leftOut, notAdded }, zone: ZONE, daysHeld: 8, daysLooked: 8, daysAsked: 8 } },
      { title: 'none in time', screen: { kind: 'commitments', command: 'commitments customer "Northwind Traders" within 48h', commitments: { open: [], leftOut: { legacy: 2, trials: 1, azure: 1, unclear: 3 }, notAdded: { fewer: 2, same: 1 } }, withinMs: 48 * HOUR_MS, zone: ZONE, daysHeld: 2, daysLooked: 3, daysAsked: 3 } },
      { title: 'not all looked through', screen: { kind: 'commitments', command: 'commitments', commitments: { open: [], leftOut, notAdded }, zone: ZONE, daysHeld: 2, daysLooked: 3, daysAsked: 8 } },
      { title: 'hostile', screen: { kind: 'commitments', command: 'commitments', commitments: { open: [hostileBatch], leftOut, notAdded }, zone: ZONE, daysHeld: 8, daysLooked: 8, daysAsked: 8 } },
    ],
    reminder: [
      { title: 'some, one of them kept', screen: { kind: 'reminder', ruleId: facts('').id, rule: 'reminder-1', zone: ZONE, hours: 48, batches: open.slice(0, 10), more: 2, kept: { [open[0]?.at ?? '']: { by: USER_ID, at: hoursAgo(1) } } } },
      { title: 'the rest, in the thread', screen: { kind: 'reminder', ruleId: facts('').id, rule: 'reminder-1', zone: ZONE, hours: 24, batches: open.slice(0, 2), more: 0, isRest: true } },
      { title: 'hostile', screen: { kind: 'reminder', ruleId: facts('').id, rule: HOSTILE_TEXTS[0] ?? '', zone: ZONE, batches: [hostileBatch], more: 0 } },
    ],
    'batch-kept': [{ title: 'kept', screen: { kind: 'batch-kept', batch: '2026-11-20.1', by: USER_ID, at: hoursAgo(0), zone: ZONE } }],
  };
};
