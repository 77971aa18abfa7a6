/** Searches from their acknowledgement to their answer, with ordinary, hostile and very many records. */
import type { AuditRecord } from '../../src/audit/record.ts';
import { answer, NOW, searchOf, ZONE } from './answers.ts';
import { hostileRecords } from './hostile.ts';
import { COMMAND, HOSTILE_COMMAND, JOB_ID, LONG } from './sample.ts';
import type { ScreenSamples } from './sample.ts';

const MANY = 100_000;

/** So many operations of the story's kinds, spread over its days. */
const manyRecords = (story: readonly AuditRecord[]): readonly AuditRecord[] => Array.from({ length: Math.ceil(MANY / story.length) }, () => story)
  .flat().slice(0, MANY).map((record, index) => (
    { ...record, id: `many-${index}`, operationDate: new Date(NOW.getTime() - (index + 1) * 60_000).toISOString().replace('Z', '0000Z') }
  ));

/** Each form that an answer takes, and what it says of a search that finds nothing. */
const SHAPES = [
  'last 30d by customer, status', 'last 14d by day', 'last 30d by weekday as chart', 'last 30d by operation as chart', 'last 30d as list sort risk desc', 'last 30d as table', 'today as timeline',
  'customer Relecloud op delete_customer_user last 7d', 'customer Contoso last 90d',
];

const summaries = async (story: readonly AuditRecord[]): Promise<ScreenSamples['summary']> => {
  const [small, month, failed, none, hostile, many] = [
    await answer('customer "City Power" last 7d', story), await answer('customer Relecloud last 30d', story), await answer('status failed last 30d', story), await answer('customer Nobody last 7d', story),
    await answer('last 7d', hostileRecords(NOW)), await answer('last 90d', manyRecords(story)),
  ];
  const whole = await many.page(0);
  const cut: typeof whole = { ...whole, pageCount: 1_125, facts: { ...whole.facts, clamped: true, unreadable: 3, listed: 9_000 } };
  return [
    { title: 'a short answer', screen: await small.page(0) },
    { title: 'one customer', screen: await month.page(0) },
    { title: 'second page', screen: await month.page(1) },
    { title: 'shown to others', screen: { ...await month.page(0), sharedBy: 'U0MEMBER01' } },
    { title: 'failed operations', screen: await failed.page(0) },
    { title: 'no records', screen: await none.page(0) },
    ...await Promise.all(SHAPES.map(async (text) => ({ title: text, screen: await (await answer(text, story)).page(0) }))),
    ...await Promise.all(['last 7d by customer, status', 'last 7d as table'].map(async (text) => ({ title: `hostile: ${text}`, screen: await (await answer(text, hostileRecords(NOW))).page(0) }))),
    { title: 'hostile records', screen: await hostile.page(0) },
    { title: 'hostile records, second page', screen: await hostile.page(1) },
    { title: '100,000 records', screen: await many.page(0) },
    { title: 'cut off, unreadable, list shorter than the count', screen: cut },
  ];
};

const understoodOf = (text: string): ScreenSamples['understood'][0] =>
  ({ title: text, screen: { ...searchOf(text), kind: 'understood', zone: ZONE, jobId: JOB_ID } });

const explainedOf = async (text: string): Promise<ScreenSamples['explained'][0]> => {
  const { facts } = await answer(text, []);
  return { title: text, screen: { ...searchOf(text), kind: 'explained', command: text, zone: ZONE, plan: facts.plan, requests: { least: 1, most: 9 } } };
};

const comparingOf = (text: string): ScreenSamples['comparing'][0] => {
  const { search, range } = searchOf(text);
  const before = { from: new Date(range.from.getTime() - (range.to.getTime() - range.from.getTime())), to: range.from };
  return { title: text, screen: { kind: 'comparing', search, now: range, before, zone: ZONE, jobId: JOB_ID } };
};

const compared = async (story: readonly AuditRecord[]): Promise<ScreenSamples['compared']> => {
  const [now, before] = [await answer('customer Relecloud 2026-11-14..2026-11-20', story), await answer('customer Relecloud 2026-11-07..2026-11-13', story)];
  const [hostile, none] = [await answer('last 7d', hostileRecords(NOW)), await answer('2026-11-07..2026-11-13', [])];
  return [
    { title: 'two spans', screen: { kind: 'compared', command: 'compare customer Relecloud 2026-11-14..2026-11-20', now: now.facts, before: before.facts } },
    { title: 'hostile, nothing before', screen: { kind: 'compared', command: `compare ${HOSTILE_COMMAND}`, now: hostile.facts, before: none.facts } },
  ];
};

type AnswerKind = 'summary' | 'understood' | 'progress' | 'explained' | 'comparing' | 'compared' | 'exporting' | 'exported';

export const answerSamples = async (story: readonly AuditRecord[]): Promise<Pick<ScreenSamples, AnswerKind>> => ({
  summary: await summaries(story),
  understood: [understoodOf(COMMAND), understoodOf('failed orders'), understoodOf(HOSTILE_COMMAND)],
  progress: [
    { title: 'begun', screen: { kind: 'progress', jobId: JOB_ID, command: 'last 90d', daysExpected: 91, daysBegun: 12, records: 24_310, follows: 'answer' } },
    { title: 'nothing read yet, long command', screen: { kind: 'progress', jobId: JOB_ID, command: LONG, daysExpected: 91, daysBegun: 0, records: 0, follows: 'file' } },
  ],
  explained: [
    await explainedOf(COMMAND), await explainedOf('customer Relecloud status failed resource order not user bob@partner.example last 90d'),
    await explainedOf(HOSTILE_COMMAND),
  ],
  comparing: [comparingOf(COMMAND), comparingOf(HOSTILE_COMMAND)],
  compared: await compared(story),
  exporting: [
    { title: 'of a search', screen: { kind: 'exporting', format: 'csv', of: 'search', jobId: JOB_ID } },
    { title: 'of a search whose groups a file does not have', screen: { kind: 'exporting', format: 'csv', of: 'search', jobId: JOB_ID, by: ['customer', 'day'] } },
    { title: 'of an answer', screen: { kind: 'exporting', format: 'json', of: 'answer', jobId: JOB_ID } },
  ],
  exported: [
    { title: 'a whole answer', screen: { kind: 'exported', name: 'audit-2026-11-21.csv', records: 84, total: 84, bytes: 48_213, sha256: 'ab'.repeat(32), command: COMMAND } },
    { title: 'cut off, hostile', screen: { kind: 'exported', name: 'audit-2026-11-21.csv', records: 90_000, total: MANY, bytes: 250_000_000, sha256: 'ab'.repeat(32), command: HOSTILE_COMMAND } },
  ],
});
