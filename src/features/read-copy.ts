/** The local copy in front of Partner Center: days that it holds are read from it, only the others are asked for. */
import { copiedDays, oldestAnswered } from '../audit/copied-days.ts';
import type { Day } from '../audit/dates.ts';
import { isSettledDay } from '../audit/coverage.ts';
import { daysOfWindow, isServed, NOTHING_COPIED, windowsWithout, type CopiedDays, type QueryPlan } from '../audit/query.ts';
import { oldestDay } from '../audit/time-range.ts';
import type { ParseContext } from '../command/command.ts';
import type { CopyStore, HeldDay } from './copy-ports.ts';
import type { Clock, Log, RecordPage, RecordSource } from './ports.ts';

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
  readonly copy: Pick<CopyStore, 'read'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Reads the days of a plan that come from the copy, newest first, then the windows that are asked for. A day that does
 * not stand in the copy as the ledger says is asked for where the log still holds it; of an older one what is left is given.
 */
export function createCopiedSource({ source, copy, clock, log }: CopiedSourceDeps): RecordSource {
  return {
    async *pages(plan, options): AsyncGenerator<RecordPage> {
      const missing: Day[] = [];
      const taken = new Set<Day>();
      for (const day of plan.copied?.windows.flatMap((window) => daysOfWindow(window).toReversed()) ?? []) {
        options.signal.throwIfAborted();
        const held = await copy.read(day);
        const isAsMeant = standsAsMeant(held, day < oldestDay(clock()));
        if (!isAsMeant) missing.push(day);
        if (!isAsMeant && day >= oldestDay(clock())) continue;
        taken.add(day);
        yield pageOf(day, held, plan.serverFilter, isAsMeant);
      }
      if (missing.length > 0) log.warn({ correlationId: options.correlationId, days: missing }, 'days of the copy are not as the ledger says: asked of Partner Center where it holds them');
      const windows = windowsWithout(plan, missing, clock());
      if (windows.length === 0) return;
      const asked = { windows, ...(plan.serverFilter && { serverFilter: plan.serverFilter }) };
      for await (const page of source.pages(asked, options)) yield withRepeats(page, taken);
    },
  };
}

/** Settled, and with as many rows as were written; what is older than the log is settled as far as it ever will be. */
function standsAsMeant({ rows, facts }: HeldDay, isOld: boolean): boolean {
  return facts !== undefined && rows.length === facts.records && (isOld || (isSettledDay(facts) && facts.alteredAt === undefined));
}

function pageOf(day: Day, { rows }: HeldDay, filter: QueryPlan['serverFilter'], isAsMeant: boolean): RecordPage {
  const records = rows.map(({ record }) => record).filter((record) => isServed(record, filter));
  return { window: { first: day, last: day }, records, unreadable: 0, repeats: 0, ...(isAsMeant && { fromCopy: true }) };
}

/** Edges of what is asked for lie in days that were taken already: those records are counted once. */
function withRepeats(page: RecordPage, taken: ReadonlySet<Day>): RecordPage {
  if (taken.size === 0) return page;
  const again = page.records.filter(({ operationDate }) => taken.has(operationDate.slice(0, 10))).length;
  return { ...page, repeats: Math.max(page.repeats, again) };
}
