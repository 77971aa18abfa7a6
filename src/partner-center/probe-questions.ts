/** The questions about days, sizes and pages that no document answers, in the order in which they are asked. */
import { addDays, HOUR_MS, type Day } from '../audit/dates.ts';
import type { DayWindow } from '../audit/query.ts';
import type { AuditRecord } from '../audit/record.ts';
import { Problem } from '../features/problem.ts';
import { nextPage } from './next-page.ts';
import { askDays, type PageRequest } from './page-request.ts';
import { countOf, describeReply, hasFurtherPage, sizeInSelfLink, type Reply } from './probe-reply.ts';
import { busiestDay, newestFirst, newestOf, SAMPLE_DAYS, SAMPLE_SIZE, type Sample } from './probe-sample.ts';
import type { NextLink, WirePage } from './wire.ts';

/** What a question has at hand. */
export interface Probe {
  readonly apiUrl: string;
  readonly today: Day;
  readonly now: () => Date;
  /** Asks once, under the words by which the table names the request. Ends the probe on a 429 or when there is no answer. */
  ask(asked: string, request: PageRequest): Promise<Reply>;
  /** Writes a line of the table: what was asked last, and this answer. */
  tell(answered: string): void;
}

export interface Question {
  readonly title: string;
  put(probe: Probe, sample: Sample): Promise<void>;
}

export const DAY_QUESTIONS: readonly Question[] = [
  { title: 'How late do records appear, and in which order?', put: tellLag },
  { title: 'Which is the largest `size`?', put: askSizes },
  { title: 'What of windows over 30 days?', put: askLongWindows },
  { title: 'Is `endDate` included, and in which zone do days end?', put: askDayEdge },
  { title: 'What does a second page look like?', put: askSecondPage },
  { title: 'What of days more than 90 days ago?', put: askOldDays },
];

/** The request for some days, and how the table names it. */
export async function askFor(probe: Probe, window: DayWindow, size: number, filter?: { readonly condition: object; readonly named: string }): Promise<Reply> {
  const asked = `startDate=${window.first}&endDate=${window.last}&size=${size}${filter ? `&filter=${filter.named}` : ''}`;
  return probe.ask(asked, askDays(probe.apiUrl, window, { size, ...(filter && { condition: filter.condition }) }));
}

async function tellLag(probe: Probe, { reply, records, newest }: Sample): Promise<void> {
  const age = newest ? `the newest is ${ageOf(newest, probe.now())} old` : 'no record to tell an age by';
  const isSorted = records.every((record, at) => at === 0 || newestFirst(records[at - 1] ?? record, record) <= 0);
  probe.tell(`${describeReply(reply)}; ${age}; ${isSorted ? 'newest first' : 'not sorted'}`);
}

async function askSizes(probe: Probe, { window }: Sample): Promise<void> {
  for (const size of [1_000, 2_000]) {
    const reply = await askFor(probe, window, size);
    const given = sizeInSelfLink(reply);
    probe.tell(`${describeReply(reply)}${given === undefined ? '' : `, self link size=${given}`}${verdict(sizeVerdict(reply, size))}`);
  }
}

function sizeVerdict({ status, page }: Reply, size: number): string {
  if (!page) return status === 400 ? 'refused' : '';
  const items = page.records.length + page.unreadable;
  if (items > SAMPLE_SIZE) return `pages of more than ${SAMPLE_SIZE} are given`;
  if (hasFurtherPage(page) && items < size) return `cut to ${items}`;
  return 'accepted; too few records to see a limit';
}

async function askLongWindows(probe: Probe, sample: Sample): Promise<void> {
  for (const days of [31, 45]) {
    const window = { first: addDays(probe.today, 1 - days), last: probe.today };
    const reply = await askFor(probe, window, SAMPLE_SIZE);
    probe.tell(`${describeReply(reply)}${verdict(windowVerdict(reply, sample))}`);
  }
}

/** Records are compared with those of the last 30 days: what is missing at either end was cut off. */
function windowVerdict({ status, page }: Reply, sample: Sample): string {
  if (!page) return status === 400 ? 'refused' : '';
  const newest = newestOf(page.records);
  if (!sample.newest) return 'no record to see a cut by';
  if (!newest || newestFirst(newest, sample.newest) > 0) return 'cut: the newest days are missing';
  const isOlder = page.records.some(({ operationDate }) => operationDate.slice(0, 10) < sample.window.first);
  if (isOlder) return `not cut: older records than of ${SAMPLE_DAYS} days are there`;
  return hasFurtherPage(page) ? 'not cut at its newest end; its oldest days are on a further page' : `nothing older than ${SAMPLE_DAYS} days: cut, or there is none`;
}

async function askDayEdge(probe: Probe, sample: Sample): Promise<void> {
  const day = busiestDay(sample, probe.today);
  if (day === undefined) return probe.tell('not asked: no records of a whole day');
  const same = await askFor(probe, { first: day, last: day }, SAMPLE_SIZE);
  if (same.page && same.page.records.length > 0) return probe.tell(`${describeReply(same)}; \`endDate\` is included; ${edgeVerdict(same.page.records, day)}`);
  probe.tell(`${describeReply(same)}, though there are records of that day${verdict(same.page ? '`endDate` is not included' : '')}`);
  const next = await askFor(probe, { first: day, last: addDays(day, 1) }, SAMPLE_SIZE);
  probe.tell(`${describeReply(next)}${next.page ? `; ${edgeVerdict(next.page.records, day)}` : ''}`);
}

/** Counts only: which records stand outside the UTC day, and whether any stands near enough to an edge to prove it. */
function edgeVerdict(records: readonly AuditRecord[], day: Day): string {
  const outside = records.filter(({ operationDate }) => operationDate.slice(0, 10) !== day).length;
  const inHour = (hour: string): number => records.filter(({ operationDate }) => operationDate.startsWith(`${day}T${hour}`)).length;
  const counts = `${outside} outside the UTC day, ${inHour('00')} in its first hour, ${inHour('23')} in its last`;
  if (outside > 0) return `${counts}${verdict('days do not end at midnight UTC')}`;
  return `${counts}${verdict(inHour('00') > 0 && inHour('23') > 0 ? 'days are UTC' : 'fits UTC, but no records near both edges to prove it')}`;
}

async function askSecondPage(probe: Probe, { window }: Sample): Promise<void> {
  const first = await askFor(probe, window, 1);
  probe.tell(`${describeReply(first)}${first.page?.next ? `; ${shapeOf(first.page.next)}` : ''}`);
  const next = first.page && followed(probe, window, first.page);
  if (!next) return;
  const second = await probe.ask('the next page of it', next);
  const isOther = second.page && JSON.stringify(second.page.records) !== JSON.stringify(first.page?.records);
  probe.tell(`${describeReply(second)}${isOther === undefined ? '' : verdict(isOther ? 'another record than on page one' : 'page one again')}`);
}

/** A link that searches would not follow is no reason to end here. */
function followed(probe: Probe, window: DayWindow, page: WirePage): PageRequest | undefined {
  try {
    return nextPage(probe.apiUrl, askDays(probe.apiUrl, window, { size: 1 }), page);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    probe.tell(error.whatHappened);
    return undefined;
  }
}

/** Names of parameters and headers, no values: those are opaque, and may be long. */
function shapeOf(next: NextLink): string {
  if (next.kind === 'unusable') return 'a link without an address';
  const [path = '', ...query] = next.uri.split('?');
  const parameters = query.join('&').split('&').map((part) => plainName(part.split('=')[0] ?? ''));
  const isRelative = !/^(?:\w+:)?\/\//.test(next.uri);
  const address = isRelative ? `relative (\`${plainName(path)}\`)` : 'absolute';
  return `link ${address}, ${plainName(next.method)}, parameters ${parameters.join(', ')}, headers ${next.headers.map(([name]) => plainName(name)).join(', ') || 'none'}`;
}

function plainName(name: string): string {
  return /^[\w./-]{1,60}$/.test(name) ? name : '(odd)';
}

async function askOldDays(probe: Probe): Promise<void> {
  for (const daysAgo of [89, 90, 91, 100]) {
    const day = addDays(probe.today, -daysAgo);
    const reply = await askFor(probe, { first: day, last: day }, 1);
    probe.tell(`${daysAgo} days ago: ${describeReply(reply)}`);
  }
}

export function verdict(text: string): string {
  return text === '' ? '' : ` → ${text}`;
}

function ageOf({ operationDate }: AuditRecord, now: Date): string {
  const hours = (now.getTime() - Date.parse(operationDate)) / HOUR_MS;
  return hours < 48 ? countOf(Math.floor(hours), 'hour') : countOf(Math.floor(hours / 24), 'day');
}
