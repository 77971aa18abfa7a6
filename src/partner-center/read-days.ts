/** Reads the days of one part: as one list where they fit on a page, else cut into smaller parts for others to read. */
import { addDays, utcDayOf } from '../audit/dates.ts';
import type { Instant } from '../audit/instant.ts';
import type { DayWindow, ServerFilter } from '../audit/query.ts';
import type { AuditRecord } from '../audit/record.ts';
import type { RecordPage } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import type { Search } from './ask-page.ts';
import type { EndDates } from './end-date.ts';
import { splitDays, type Part } from './split.ts';
import { walkDays, type WalkDeps } from './walk.ts';

/** What the reading of each part of one search has at hand. */
export interface Reader extends WalkDeps {
  readonly search: Search;
  readonly filter: ServerFilter | undefined;
  readonly endDates: EndDates;
}

type Hand = (page: RecordPage) => Promise<void>;

/**
 * Hands over the pages of a part and gives the parts that are still to be read. Several days whose first page has a
 * next link are cut: that page is handed over at once and counted as repeated, because its records come again.
 */
export async function readDays(reader: Reader, { window }: Part, hand: Hand): Promise<readonly Part[]> {
  const { endDates } = reader;
  const isUnproven = endDates.known() === undefined;
  const sent = endDates.dates(window);
  const learn = (newest: Instant | undefined) => endDates.learn(sent, newest, (day) => holdsRecords(reader, day));
  let newest: Instant | undefined;
  for await (const { isLast, ...page } of walkDays(reader, reader.search, sent, reader.filter)) {
    if (isUnproven) newest = newestOf(page.records, window, newest);
    if (!isLast && page.records.length > 0 && window.first < window.last) {
      await hand({ window, records: page.records, unreadable: 0, repeats: page.records.length });
      if (isUnproven) await learn(newest);
      return splitDays(window, page.records);
    }
    await hand({ window, ...page });
  }
  if (!isUnproven) return [];
  const reading = await learn(newest);
  if (reading === 'exclusive') return [{ window: { first: window.last, last: window.last }, known: 0 }];
  if (reading === undefined) await readEitherWay(reader, window, hand);
  return [];
}

/**
 * The last day of a window that gave nothing, asked for so that it comes whichever way the end date is read. One day
 * too many may come with it, which is not counted.
 */
async function readEitherWay(reader: Reader, window: DayWindow, hand: Hand): Promise<void> {
  const sent = { first: window.last, last: addDays(window.last, 1) };
  try {
    for await (const { isLast: _, ...page } of walkDays(reader, reader.search, sent, reader.filter)) {
      const isOwn = ({ operationDate }: AuditRecord, place: number): boolean => place >= page.repeats && operationDate < sent.last;
      const repeated = page.records.filter((record, place) => !isOwn(record, place));
      await hand({ window, ...page, records: [...repeated, ...page.records.filter(isOwn)], repeats: repeated.length });
    }
  } catch (error) {
    // A day that has not begun may be refused; then it cannot be the only way to ask for today.
    if (!(error instanceof Problem) || error.kind !== 'bad-request' || sent.last <= utcDayOf(reader.clock())) throw error;
    reader.log.warn({ correlationId: reader.search.correlationId, days: sent, whatHappened: error.whatHappened }, 'end date in the future refused');
  }
}

async function holdsRecords(reader: Reader, day: string): Promise<boolean> {
  for await (const { records } of walkDays(reader, reader.search, { first: day, last: day }, reader.filter)) {
    if (records.length > 0) return true;
  }
  return false;
}

/** Records of other days than those asked for prove nothing about them. */
function newestOf(records: readonly AuditRecord[], { first, last }: DayWindow, known: Instant | undefined): Instant | undefined {
  const end = addDays(last, 1);
  const instants = records.map(({ operationDate }) => operationDate).filter((instant) => instant >= first && instant < end);
  return instants.reduce((newest, instant) => (newest === undefined || instant > newest ? instant : newest), known);
}
