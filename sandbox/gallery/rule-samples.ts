/** Rules and what they say, ordinary and hostile. */
import { createDigestTally } from '../../src/audit/digest.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import type { DigestRow, DigestScreen, ListedRule, RuleScreen } from '../../src/features/rule-screens.ts';
import type { DigestRule, RuleProgress } from '../../src/features/rule.ts';
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

const rowsOf = (records: readonly AuditRecord[]): readonly DigestRow[] => records.map(({ operationDate, operationType, operationStatus, customerName = '', userPrincipalName = '' }, index) =>
  ({ at: operationDate, operationType, status: operationStatus, customer: customerName, actor: userPrincipalName, isLate: index % 5 === 0 }));

const listed = (rule: DigestRule, progress: Partial<RuleProgress> = {}): ListedRule => ({ rule, progress: { ...ON, ...progress }, next: hoursAgo(-20) });

export const ruleSamples = (story: readonly AuditRecord[]): SamplesOf<RuleScreen> => {
  const hostile = hostileRecords(NOW);
  const { digest } = digestOf(story.slice(0, 300), RULE);
  const { resultId: _none, ...quiet } = digestOf([], RULE);
  return {
    digest: [
      { title: 'a busy day', screen: digestOf(story.slice(0, 300), RULE) }, { title: 'nothing new', screen: quiet },
      { title: 'hostile, late, with gaps, perhaps told before', screen: { ...digestOf(hostile, HOSTILE, 4), repeatsUnconfirmed: true } },
    ],
    'digest-page': [
      { title: 'in the thread', screen: { kind: 'digest-page', zone: ZONE, page: 0, pageCount: 3, rows: rowsOf(story.slice(0, 25)), left: 0 } },
      { title: 'hostile and last', screen: { kind: 'digest-page', zone: ZONE, page: 2, pageCount: 3, rows: rowsOf(hostile), left: 49_800 } },
    ],
    'rule-announced': [{ title: 'in its channel', screen: { kind: 'rule-announced', rule: RULE, next: hoursAgo(-20) } }, { title: 'hostile', screen: { kind: 'rule-announced', rule: HOSTILE } }],
    'rule-made': [
      { title: 'with a preview', screen: { kind: 'rule-made', rule: RULE, next: hoursAgo(-20), preview: { digest, daysHeld: 7 } } },
      { title: 'hostile, before guests, while days are read', screen: { kind: 'rule-made', rule: HOSTILE, preview: { digest: digestOf(hostile, HOSTILE).digest, daysHeld: 2 }, audience: 'guests' } },
    ],
    'rule-refused': [{ title: 'archived', screen: { kind: 'rule-refused', rule: RULE, reason: 'is_archived' } }, { title: 'hostile', screen: { kind: 'rule-refused', rule: HOSTILE, reason: 'not_in_channel' } }],
    'rule-removed': [{ title: 'removed', screen: { kind: 'rule-removed', rule: RULE } }, { title: 'hostile', screen: { kind: 'rule-removed', rule: HOSTILE } }],
    rules: [
      { title: 'some', screen: { kind: 'rules', zone: ZONE, isChannel: true, here: [listed(RULE), listed(HOSTILE, { state: { kind: 'undeliverable', since: hoursAgo(5), reason: 'is_archived' }, lastError: 'is_archived' })], mine: [listed(RULE, { state: { kind: 'paused', by: USER_ID, at: hoursAgo(9) } })] } },
      { title: 'as many as there may be', screen: { kind: 'rules', zone: ZONE, isChannel: true, here: Array.from({ length: 50 }, (_, at) => listed(digestRule(`digest-${at + 1}`, 'dana'))), mine: [] } },
      { title: 'none', screen: { kind: 'rules', zone: ZONE, isChannel: false, here: [], mine: [] } },
    ],
  };
};
