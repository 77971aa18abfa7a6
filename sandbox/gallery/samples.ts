/** Every message of the product with ordinary and hostile data. A kind that is forgotten is a type error. */
import type { AuditRecord } from '../../src/audit/record.ts';
import { OPERATIONS, RESOURCES } from '../../src/audit/operations.ts';
import { showHelp } from '../../src/features/show-help.ts';
import { answerSamples } from './answer-samples.ts';
import { NOW, ZONE } from './answers.ts';
import { HOSTILE_TEXTS } from './hostile.ts';
import { oneRecordSamples } from './record-samples.ts';
import { alertSamples } from './alert-samples.ts';
import { ruleSamples } from './rule-samples.ts';
import { COMMAND, HOSTILE_COMMAND, JOB_ID, LONG, mistakeOf, USER_ID } from './sample.ts';
import type { ScreenSamples } from './sample.ts';

const MENTION = '<!channel>';
const CORRELATION = '94588c3f-5e41-4a6b-9a0e-5d1f3c2b1a00';
const HOURS_MS = 3_600_000;
const hoursAgo = (hours: number): string => new Date(NOW.getTime() - hours * HOURS_MS).toISOString();

const refusedAs = (refusal: ScreenSamples['refused'][0]['screen']['refusal']): ScreenSamples['refused'][0] =>
  ({ title: refusal, screen: { kind: 'refused', refusal, userId: USER_ID } });

const failures = (): Pick<ScreenSamples, 'problem' | 'mistake' | 'refused' | 'expired' | 'later'> => ({
  problem: [
    { title: 'refused', screen: { kind: 'problem', whatHappened: 'Partner Center refused the request (403).', whatToDo: 'Check that the app has the role Admin agent; doctor says which one is missing.', correlationId: CORRELATION, command: COMMAND } },
    { title: 'hostile', screen: { kind: 'problem', whatHappened: `Partner Center says: ${HOSTILE_TEXTS.join(' ')}`, whatToDo: LONG, correlationId: MENTION, command: HOSTILE_COMMAND } },
  ],
  mistake: [
    mistakeOf('custmer Relecloud last 7d'), mistakeOf('status faild last 7d'), mistakeOf('delete customer Relecloud'),
    mistakeOf(`${'customer "Contoso GmbH" '.repeat(8)}statsu failed`), mistakeOf('<!channel> &lt;!here&gt; *bold* `code'),
  ],
  refused: [refusedAs('not-listed'), refusedAs('guest'), refusedAs('bot'), refusedAs('deactivated'), refusedAs('other-organisation'), refusedAs('unknown-person')],
  expired: [
    { title: 'with its search', screen: { kind: 'expired', resultId: 'gallery', command: COMMAND } },
    { title: 'search forgotten', screen: { kind: 'expired', resultId: 'gallery' } },
    { title: 'hostile', screen: { kind: 'expired', resultId: 'gallery', command: HOSTILE_COMMAND } },
  ],
  later: [{ title: 'watch', screen: { kind: 'later', verb: 'watch' } }],
});

const statuses = (): ScreenSamples['status'] => [
  { title: 'fresh', screen: { kind: 'status', zone: ZONE, readAt: hoursAgo(0), newestRecord: '2026-11-21T09:52:00.0000000Z', daysKnown: 41, daysHeld: 90 } },
  {
    title: 'with the local copy',
    screen: {
      kind: 'status', zone: ZONE, readAt: hoursAgo(0), newestRecord: '2026-11-21T09:52:00.0000000Z', daysKnown: 90, daysHeld: 90,
      sealed: { days: 117, head: '5f0c1a7be9d24c3386aa01f2' },
      copy: {
        fill: { held: 90, of: 90 }, days: 120, records: 8_740, bytes: 1_267_300, oldest: '2026-07-25', readAt: hoursAgo(0), retentionDays: 400,
        forecast: { records: 29_130, bytes: 4_224_000 }, lateness: { count: 1_204, medianMs: 252_000, maxMs: 10_800_000 },
        gaps: [], lost: [{ first: '2026-08-03', last: '2026-08-05' }], altered: [],
      },
    },
  },
  {
    title: 'while Partner Center is not read',
    screen: {
      kind: 'status', zone: ZONE, readAt: hoursAgo(23.5), newestRecord: '2026-11-20T10:22:00.0000000Z', daysKnown: 90, daysHeld: 90,
      copy: {
        fill: { held: 4, of: 90 }, days: 4, records: 870, bytes: 180_300, oldest: '2026-11-17', readAt: hoursAgo(23.5), unread: { since: hoursAgo(23.5), forMs: 23.5 * 3_600_000 },
        retentionDays: 400, gaps: [], lost: [], altered: [],
      },
    },
  },
  { title: 'nothing read yet', screen: { kind: 'status', zone: ZONE, daysKnown: 0, daysHeld: 90 } },
];

const pages = (): Pick<ScreenSamples, 'help' | 'operations' | 'resources' | 'version' | 'notice' | 'stopped' | 'status' | 'whoami' | 'share-question'> => ({
  help: [
    { title: 'help', screen: showHelp(undefined, []) }, { title: 'hostile customers and a plain one', screen: showHelp(undefined, [...HOSTILE_TEXTS, 'Northwind Traders']) },
    { title: 'first run', screen: { ...showHelp(undefined, []), firstRun: { zone: ZONE, command: COMMAND, fill: { held: 12, of: 90 }, freshness: { readAt: hoursAgo(0), newestRecord: '2026-11-21T09:52:00.0000000Z' } } } },
    { title: 'a topic', screen: showHelp('times', []) }, { title: 'a topic nobody knows', screen: showHelp(MENTION, []) },
  ],
  operations: [{ title: 'all', screen: { kind: 'operations', operations: OPERATIONS } }, { title: 'none found', screen: { kind: 'operations', word: MENTION, operations: [] } }],
  resources: [{ title: 'all', screen: { kind: 'resources', resources: RESOURCES } }],
  version: [{ title: 'version', screen: { kind: 'version', version: '0.1.0', node: 'v24.21.0' } }],
  notice: [{ title: 'notice', screen: { kind: 'notice', text: 'Kept in your direct messages.' } }, { title: 'hostile', screen: { kind: 'notice', text: HOSTILE_TEXTS.join(' ') } }],
  stopped: [{ title: 'stopped', screen: { kind: 'stopped', text: 'Stopped: nothing more is read for this.' } }],
  'share-question': [
    { title: 'guests in the channel', screen: { kind: 'share-question', what: { kind: 'answer', resultId: 'gallery-result-0000000001', page: 0 }, audience: 'guests' } },
    { title: 'members unknown', screen: { kind: 'share-question', what: { kind: 'search', name: 'risky' }, audience: 'unknown' } },
  ],
  status: statuses(),
  whoami: [
    { title: 'an admin', screen: { kind: 'whoami', userId: USER_ID, workspace: 'T0PARTNER', zone: ZONE, role: 'admin', allowedBy: 'admins', readsEmail: true } },
    { title: 'a member', screen: { kind: 'whoami', userId: USER_ID, workspace: 'T0PARTNER', zone: ZONE, role: 'member', allowedBy: 'C0OPS0001', readsEmail: false } },
  ],
});

const searches = (): Pick<ScreenSamples, 'history' | 'saved' | 'just-saved' | 'shared-search'> => ({
  history: [
    { title: 'some', screen: { kind: 'history', zone: ZONE, left: 12, asked: [COMMAND, HOSTILE_COMMAND, LONG].map((command, index) => ({ command, zone: ZONE, askedAt: hoursAgo(index * 20), jobId: JOB_ID })) } },
    { title: 'none', screen: { kind: 'history', zone: ZONE, asked: [], left: 0 } },
  ],
  saved: [
    { title: 'some', screen: { kind: 'saved', searches: [{ name: 'Relecloud week', command: COMMAND, savedAt: hoursAgo(30) }, { name: MENTION, command: HOSTILE_COMMAND, savedAt: hoursAgo(2) }] } },
    { title: 'none', screen: { kind: 'saved', searches: [] } },
  ],
  'just-saved': [
    { title: 'saved', screen: { kind: 'just-saved', saved: { name: 'Relecloud week', command: COMMAND, savedAt: hoursAgo(0) } } },
    { title: 'hostile', screen: { kind: 'just-saved', saved: { name: HOSTILE_TEXTS[2] ?? '', command: HOSTILE_COMMAND, savedAt: hoursAgo(0) } } },
  ],
  'shared-search': [
    { title: 'shared', screen: { kind: 'shared-search', search: { name: 'Relecloud week', command: COMMAND, savedAt: hoursAgo(0) }, sharedBy: USER_ID } },
    { title: 'hostile', screen: { kind: 'shared-search', search: { name: MENTION, command: HOSTILE_COMMAND, savedAt: hoursAgo(0) }, sharedBy: MENTION } },
  ],
});

/** All screens that are messages, drawn from these records. */
export const screenSamples = async (story: readonly AuditRecord[]): Promise<ScreenSamples> =>
  ({ ...await answerSamples(story), ...oneRecordSamples(story), ...ruleSamples(story), ...alertSamples(story), ...failures(), ...pages(), ...searches() });
