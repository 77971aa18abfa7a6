/** The local copy in front of Partner Center: days that it holds are read from it, only the others are asked for. */
import { copiedDays, oldestAnswered } from '../audit/copied-days.ts';
import { DAY_MS, type Day } from '../audit/dates.ts';
import { isSettledDay } from '../audit/coverage.ts';
import { daysOfWindow, isServed, NOTHING_COPIED, windowsWithout, type CopiedDays, type QueryPlan } from '../audit/query.ts';
import type { AuditRecord } from '../audit/record.ts';
import { oldestDay } from '../audit/time-range.ts';
import type { ParseContext } from '../command/command.ts';
import { REFERRED_FOR_MS, type CopyStore, type DayFacts, type ErasedCustomers, type HeldDay } from './copy-ports.ts';
import type { Clock, Log, Reading, RecordPage, RecordSource } from './ports.ts';

/** Without a copy everything is asked of Partner Center. */
export interface CopiedDeps {
  readonly copy?: Pick<CopyStore, 'ledger'>;
  readonly clock: Clock;
}

/** What planning may take from the copy now. Throws a `storage` Problem when it cannot be read. */
export async function readCopied({ copy, clock }: CopiedDeps): Promise<CopiedDays> {
  return copy ? copiedDays(await copy.ledger(), clock()) : NOTHING_COPIED;
}

/** What reading a command has to know of the copy: nothing where it holds nothing older than the log, or cannot be read. */
export async function reachOf(deps: CopiedDeps & { readonly log: Log }): Promise<Pick<ParseContext, 'oldestDay'>> {
  try {
    const now = deps.clock();
    const oldest = oldestAnswered(now, await readCopied(deps));
    return oldest < oldestDay(now) ? { oldestDay: oldest } : {};
  } catch {
    deps.log.warn({}, 'how far back the copy reaches could not be read');
    return {};
  }
}

export interface CopiedSourceDeps {
  /** Where everything else is asked. */
  readonly source: RecordSource;
  readonly copy: Pick<CopyStore, 'read' | 'columns'>;
  /** Where there is none, nobody was ever erased. */
  readonly erased?: Pick<ErasedCustomers, 'test'>;
  /** After how many days a day is removed; never where it is not told. */
  readonly retentionDays?: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Days that are looked up at once by their columns; as many more while these are counted. */
const DAYS_AT_ONCE = 16;

/**
 * Reads the days of a plan that come from the copy, newest first, then the windows that are asked for. A day that does
 * not stand in the copy as the ledger says is asked for where the log still holds it; of an older one what is left is given.
 * Of what is asked for nothing is given that the copy has decided about: days taken from it, and customers erased since.
 */
export function createCopiedSource(deps: CopiedSourceDeps): RecordSource {
  const { source, erased, clock, log } = deps;
  return {
    async *pages(plan, options): AsyncGenerator<RecordPage> {
      const missing: Day[] = [];
      const taken = new Set<Day>();
      for await (const page of copiedPages(deps, plan, options)) {
        const day = page.window.first;
        if (!page.fromCopy) missing.push(day);
        if (!page.fromCopy && day >= oldestDay(clock())) continue;
        taken.add(day);
        yield page;
      }
      if (missing.length > 0) log.warn({ correlationId: options.correlationId, days: missing }, 'days of the copy are not as the ledger says: asked of Partner Center where it holds them');
      const windows = windowsWithout(plan, missing, clock());
      if (windows.length === 0) return;
      const asked = { windows, ...(plan.serverFilter && { serverFilter: plan.serverFilter }) };
      const isErased = await erased?.test() ?? (() => false);
      for await (const page of source.pages(asked, options)) yield undecided(page, (record) => taken.has(record.operationDate.slice(0, 10)) || isErased(record));
    },
  };
}

/** One page for each day, as the copy holds it: by its columns where they are wanted and enough, else whole. */
async function* copiedPages({ copy, clock, retentionDays = Infinity }: CopiedSourceDeps, { copied, serverFilter }: Parameters<RecordSource['pages']>[0], { signal, days: wanted }: Reading): AsyncGenerator<RecordPage> {
  const days = copied?.windows.flatMap((window) => daysOfWindow(window).toReversed()) ?? [];
  const isOld = (day: Day): boolean => day < oldestDay(clock());
  // What is removed within the life of an answer is kept with it.
  const stays = (day: Day): boolean => Date.parse(day) + retentionDays * DAY_MS > clock().getTime() + REFERRED_FOR_MS;
  const lookUp = (at: number) => Promise.all(days.slice(at, at + DAYS_AT_ONCE).map(async (day) => ({ day, held: wanted === 'columns' && stays(day) ? await copy.columns(day) : undefined })));
  let ahead = lookUp(0);
  for (let at = 0; at < days.length; at += DAYS_AT_ONCE) {
    signal.throwIfAborted();
    const part = await ahead;
    ahead = lookUp(at + DAYS_AT_ONCE);
    // Nobody waits for it where reading ends here.
    ahead.catch(() => undefined);
    for (const { day, held } of part) {
      signal.throwIfAborted();
      if (held && mayBeTaken(held.facts, isOld(day))) yield { ...NOTHING_READ, window: { first: day, last: day }, held, fromCopy: true };
      else yield pageOf(day, await copy.read(day), serverFilter, isOld(day));
    }
  }
}

const NOTHING_READ = { records: [], unreadable: 0, repeats: 0 } as const;

/** Settled, and as it was written; what is older than the log is settled as far as it ever will be. */
function mayBeTaken(facts: DayFacts, isOld: boolean): boolean {
  return isOld || (isSettledDay(facts) && facts.alteredAt === undefined);
}

/** From the copy as it was meant to be held where there are as many rows as were written. */
function pageOf(day: Day, { rows, facts }: HeldDay, filter: QueryPlan['serverFilter'], isOld: boolean): RecordPage {
  const records = rows.map(({ record }) => record).filter((record) => isServed(record, filter));
  const isAsMeant = facts !== undefined && rows.length === facts.records && mayBeTaken(facts, isOld);
  return { ...NOTHING_READ, window: { first: day, last: day }, records, ...(isAsMeant && { fromCopy: true }) };
}

/** A page without what is decided already: one day more comes with what is asked for, so that days of the copy lie in it. */
function undecided(page: RecordPage, isDecided: (record: AuditRecord) => boolean): RecordPage {
  const left = (records: readonly AuditRecord[]) => records.filter((record) => !isDecided(record));
  const repeated = left(page.records.slice(0, page.repeats));
  return { ...page, records: [...repeated, ...left(page.records.slice(page.repeats))], repeats: repeated.length };
}
