/** Rules and what they say, ordinary and hostile. */
import { createDigestTally } from '../../src/audit/digest.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { actorIn, type AuditRecord } from '../../src/audit/record.ts';
import type { DigestRow, DigestScreen, ListedRule, RuleScreen } from '../../src/features/rule-screens.ts';
import type { DigestRule, RuleProgress } from '../../src/features/rule.ts';
import { alertRule, muteRule } from './alert-samples.ts';
import { NOW, ZONE } from './answers.ts';
import { HOSTILE_TEXTS, hostileRecords } from './hostile.ts';
import { USER_ID, type SamplesOf } from './sample.ts';

const hoursAgo = (hours: number): string => new Date(NOW.getTime() - hours * 3_600_000).toISOString();

const digestRule = (name: string, makerName: string): DigestRule => ({
  kind: 'digest', id: '00000000-0000-4000-8000-000000000001', name, place: { kind: 'channel', id: 'C0CSPOPS1' }, makerId: USER_ID, makerName, zone: ZONE,
  command: `digest weekdays at 08:30 in <#C0CSPOPS1> risk medium, high name "${name.replace(/["\\]/g, '\\$&')}"`, madeAt: hoursAgo(80), filter: EVERYTHING, skipEmpty: false,
  timetable: { schedule: { frequency: 'weekdays', atMs: 8.5 * 3_600_000 }, zone: ZONE, since: '2026-11-18' },
});

const RULE = digestRule('digest-1', 'dana');
const HOSTILE = digestRule(HOSTILE_TEXTS[1] ?? '', HOSTILE_TEXTS[0] ?? '');
const ON: RuleProgress = { state: { kind: 'on' }, cursor: 12, lastDelivered: hoursAgo(2), held: 0 };

const digestOf = (records: readonly AuditRecord[], rule: DigestRule, late = 0): DigestScreen => {
  const tally = createDigestTally();
  for (const [number, record] of records.entries()) tally.add({ record, kind: number < late ? 'late' : 'news', number });
  return {
    kind: 'digest', name: rule.name, zone: ZONE, filter: EVERYTHING, command: rule.command, makerName: rule.makerName ?? '', from: hoursAgo(24), to: hoursAgo(0),
    digest: tally.finish(), resultId: 'gallery-result-0000000001', inThread: records.length,
    coverage: { readAt: hoursAgo(0), gaps: late > 0 ? [{ first: '2026-11-19', last: '2026-11-20' }] : [] },
    seal: { day: '2026-11-18', link: '3f9a'.repeat(16) },
  };
};

const closingOf = (customer: string, what: string): NonNullable<DigestScreen['closing']> => ({
  withinMs: 48 * 3_600_000, certain: 1_200, unknown: 3, command: 'commitments within 2d',
  first: [
    { at: '2026-11-15.4', opened: 'order', seats: 40, until: hoursAgo(-20), operationDate: '2026-11-15T08:12:00.0000000Z', what, customer },
    { at: '2026-11-15.5', opened: 'change', seats: 1_000, now: 1_250, until: hoursAgo(-21), operationDate: '2026-11-15T08:12:00.0000000Z', what },
    { at: '2026-11-15.6', opened: 'change', now: 9, until: hoursAgo(-22), operationDate: '2026-11-15T08:12:00.0000000Z', what, customer },
  ],
});

const rowsOf = (records: readonly AuditRecord[]): readonly DigestRow[] => records.map((record, index) => ({
  at: record.operationDate, operationType: record.operationType, status: record.operationStatus, isLate: index % 5 === 0,
  ...actorIn(record), ...(record.customerName !== undefined && { customer: record.customerName }),
}));

const listed = (rule: DigestRule, progress: Partial<RuleProgress> = {}): ListedRule => ({ rule, progress: { ...ON, ...progress }, next: hoursAgo(-20) });

/** A person's own, wherever they speak. */
export const OWN_RULES: readonly ListedRule[] = [
  listed(RULE), listed({ ...RULE, name: 'mine', place: { kind: 'person', id: USER_ID } }, { state: { kind: 'paused', by: USER_ID, at: hoursAgo(9) } }), listed(HOSTILE),
];

export const ruleSamples = (story: readonly AuditRecord[]): SamplesOf<RuleScreen> => {
  const hostile = hostileRecords(NOW);
  const { digest } = digestOf(story.slice(0, 300), RULE);
  const { resultId: _none, ...quiet } = digestOf([], RULE);
  return {
    digest: [
      { title: 'a busy day', screen: { ...digestOf(story.slice(0, 300), RULE), closing: closingOf('Northwind', 'Business Premium') } }, { title: 'nothing new', screen: quiet },
      { title: 'nothing new, windows close', screen: { ...quiet, closing: closingOf(HOSTILE_TEXTS[0] ?? '', HOSTILE_TEXTS[1] ?? '') } },
      { title: 'nothing new, and not read since yesterday', screen: { ...quiet, to: hoursAgo(14.5), coverage: { readAt: hoursAgo(14.5), unreadMs: 14.5 * 3_600_000, gaps: [] } } },
      { title: 'something new, and not read since', screen: { ...digestOf(story.slice(0, 300), RULE), to: hoursAgo(1.5), coverage: { readAt: hoursAgo(1.5), unreadMs: 1.5 * 3_600_000, gaps: [] } } },
      { title: 'hostile, late, with gaps, perhaps told before', screen: { ...digestOf(hostile, HOSTILE, 4), repeatsUnconfirmed: true } },
    ],
    'digest-page': [
      { title: 'in the thread', screen: { kind: 'digest-page', zone: ZONE, page: 0, pageCount: 3, rows: rowsOf(story.slice(0, 25)), first: 1, total: 70, left: 0 } },
      { title: 'hostile and last', screen: { kind: 'digest-page', zone: ZONE, page: 2, pageCount: 3, rows: rowsOf(hostile), first: 176, total: 50_000, left: 49_800 } },
    ],
    'rule-announced': [{ title: 'in its channel', screen: { kind: 'rule-announced', rule: RULE, next: hoursAgo(-20) } }, { title: 'hostile', screen: { kind: 'rule-announced', rule: HOSTILE } }],
    'rule-made': [
      { title: 'with a preview', screen: { kind: 'rule-made', rule: RULE, next: hoursAgo(-20), preview: { digest, daysHeld: 7 } } },
      { title: 'changed, while it is paused', screen: { kind: 'rule-made', rule: RULE, changed: 'paused' } },
      { title: 'changed, while it is stopped', screen: { kind: 'rule-made', rule: RULE, changed: 'undeliverable' } },
      { title: 'an alert that was moved', screen: { kind: 'rule-made', rule: alertRule('CSP security'), changed: 'on', untold: 31 } },
      { title: 'a mute', screen: { kind: 'rule-made', rule: muteRule('licence sync job') } },
      { title: 'hostile, before guests, while days are read', screen: { kind: 'rule-made', rule: HOSTILE, preview: { digest: digestOf(hostile, HOSTILE).digest, daysHeld: 2 }, audience: 'guests' } },
    ],
    'rule-refused': [{ title: 'archived', screen: { kind: 'rule-refused', rule: RULE, reason: 'is_archived' } }, { title: 'hostile', screen: { kind: 'rule-refused', rule: HOSTILE, reason: 'not_in_channel' } }],
    'rule-removed': [{ title: 'removed', screen: { kind: 'rule-removed', rule: RULE, again: RULE.command } }, { title: 'hostile', screen: { kind: 'rule-removed', rule: HOSTILE } }],
    rules: [
      { title: 'some', screen: { kind: 'rules', list: 'all', page: 0, zone: ZONE, isChannel: true, here: [listed(RULE), { ...listed(HOSTILE, { state: { kind: 'undeliverable', since: hoursAgo(5), reason: 'is_archived' }, lastError: 'is_archived' }), doubtful: hoursAgo(30) }], mine: [listed(RULE, { state: { kind: 'paused', by: USER_ID, at: hoursAgo(9) } })] } },
      { title: 'as many as there may be', screen: { kind: 'rules', list: 'all', page: 4, zone: ZONE, isChannel: true, here: Array.from({ length: 50 }, (_, at) => listed(digestRule(`digest-${at + 1}`, 'dana'))), mine: [listed(digestRule('my own', 'dana'))] } },
      { title: 'two of one name', screen: { kind: 'rules', list: 'named', page: 0, zone: ZONE, isChannel: true, here: [listed(RULE)], mine: [listed(RULE)] } },
      { title: 'nothing muted', screen: { kind: 'rules', list: 'muted', page: 0, zone: ZONE, isChannel: true, here: [], mine: [] } },
      { title: 'none', screen: { kind: 'rules', list: 'all', page: 0, zone: ZONE, isChannel: false, here: [], mine: [] } },
    ],
  };
};
