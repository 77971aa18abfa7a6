/** What the modal behind `Details` shows once it is open: the record, or why there is none. */
import { dateOf } from '../audit/instant.ts';
import { dayIn } from '../audit/dates.ts';
import { EVERYTHING, foldCase, isGuid, type AuditFilter } from '../audit/filter.ts';
import type { AuditRecord } from '../audit/record.ts';
import { earlierState } from '../audit/sentence-earlier.ts';
import { parseCommand } from '../command/parse.ts';
import { printName, printSearch } from '../command/print.ts';
import { admit, type Asker } from './access.ts';
import { earlierRecordHere, lookForEarlier, type EarlierDeps } from './earlier-here.ts';
import type { Clock, Log } from './ports.ts';
import type { PageDeps } from './show-page.ts';
import type { RecordScreen, ShownRecord } from './screens.ts';

export interface ShowRecordDeps extends PageDeps {
  readonly clock: Clock;
  readonly log: Log;
}

/** How many older records of the same answer are looked through for an earlier value, how many at once, and for how long. */
const LOOKED_THROUGH = 2_000;
const CHUNK = 250;
const LOOK_MS = 1_000;
/** After that long the record is shown with what was found, also by a Redis that is slow. */
const SHOWN_WITHIN_MS = 2_000;

/**
 * Finds a record by its place in a kept answer, from 0, with the last record before it that tells of the same thing, from
 * the local copy or the same answer. Times stand in the reader's zone. Throws a Problem when the store does not answer.
 */
export async function showRecord(deps: ShowRecordDeps & EarlierDeps, asker: Asker, resultId: string, place: number): Promise<RecordScreen> {
  const until = deps.clock().getTime() + SHOWN_WITHIN_MS;
  const screen = await recordAt(deps, asker, resultId, place);
  if (screen.kind !== 'record') return screen;
  const earlier = await lookForEarlier(deps.log, screen.record, () => lastBefore(deps, screen.record, { resultId, place, until }));
  return { ...screen, ...earlier };
}

/** The same without the look for an earlier value. */
export async function recordAt(deps: ShowRecordDeps, asker: Asker, resultId: string, place: number): Promise<RecordScreen> {
  const admitted = await admit(deps, asker);
  if (admitted.kind === 'refused') return { ...admitted, kind: 'record-refused' };
  const [record] = await deps.results.records(resultId, place, 1) ?? [];
  if (record) return { kind: 'record', record, zone: admitted.zone, now: deps.clock(), at: { resultId, place } };
  const question = await deps.results.question(resultId);
  return { kind: 'record-expired', ...(question && { command: question.command }) };
}

interface Look {
  readonly resultId: string;
  readonly place: number;
  /** No look goes on after it: milliseconds since 1970. */
  readonly until: number;
}

/** What the answer holds is told where the copy was looked through as far back: else it need not be the last that is known. */
async function lastBefore(deps: ShowRecordDeps & EarlierDeps, record: AuditRecord, look: Look): Promise<Pick<ShownRecord, 'earlier' | 'earlierFrom'> | undefined> {
  const inAnswer = await findEarlier(deps, record, look);
  const since = inAnswer?.operationDate.slice(0, 10);
  const here = await earlierRecordHere(deps, record, { lookMs: look.until - deps.clock().getTime(), ...(since !== undefined && { since }) });
  if (here.kind === 'found' && !(inAnswer && inAnswer.operationDate > here.record.operationDate)) return { earlier: here.record };
  return inAnswer && here.kind !== 'unfinished' ? { earlier: inAnswer, earlierFrom: 'answer' } : undefined;
}

/**
 * Where the newest stand first, the first chunk that holds an earlier record of the same thing holds the newest of them.
 * In any other order all must have been looked through: an older one must not pass for the last that was seen.
 */
async function findEarlier({ results, clock }: ShowRecordDeps, record: AuditRecord, { resultId, place, until: untilBoth }: Look): Promise<AuditRecord | undefined> {
  const until = Math.min(untilBoth, clock().getTime() + LOOK_MS);
  const sort = (await results.facts(resultId))?.shape?.sort;
  const isNewestFirst = sort === undefined || (sort.column === 'date' && sort.direction === 'desc');
  const start = isNewestFirst ? place + 1 : 0;
  let newest: AuditRecord | undefined;
  for (let from = start; from < start + LOOKED_THROUGH && clock().getTime() <= until; from += CHUNK) {
    const listed = await results.records(resultId, from, CHUNK) ?? [];
    for (const candidate of listed) {
      const isNewer = newest === undefined || candidate.operationDate > newest.operationDate;
      if (isNewer && earlierState(record, candidate) !== undefined) newest = candidate;
    }
    if (listed.length < CHUNK || (isNewestFirst && newest)) return newest;
  }
  return undefined;
}

/** Searches that begin from a record, each as a command that parses; what cannot be said as one is left out. */
export interface RecordSearches {
  readonly user?: string;
  readonly customer?: string;
  /** By session, or by correlation where there is none. */
  readonly session?: { readonly by: 'session' | 'correlation'; readonly command: string };
}

const LAST_30_DAYS = { kind: 'last', count: 30, unit: 'd' } as const;

/** The further searches of a record. `now` tells what the log still reaches; days are meant in the reader's zone. */
export function searchesFrom(record: AuditRecord, zone: string, now: Date): RecordSearches {
  const { userPrincipalName: user, customerId, customerName, sessionId, originalCorrelationId } = record;
  const understood = (command: string, wanted: Partial<AuditFilter>): string | undefined => isUnderstood(command, wanted, zone, now) ? command : undefined;
  const last30 = (wanted: Partial<AuditFilter>): string | undefined => understood(lineOf(wanted), wanted);
  // A star would stand for any text.
  const byUser = said(user) && !user.includes('*') ? last30({ users: [user] }) : undefined;
  const byId = said(customerId) && isGuid(customerId) ? last30({ customers: [{ kind: 'id', id: customerId }] }) : undefined;
  const byCustomer = byId ?? (said(customerName) ? last30({ customers: [{ kind: 'name', name: customerName }] }) : undefined);
  const [by, id] = said(sessionId) ? ['session', sessionId] as const : ['correlation', originalCorrelationId] as const;
  const day = dayIn(zone, dateOf(record.operationDate));
  const bySession = said(id) ? understood(`text ${printName(id)} around ${day}`, { texts: [id] }) : undefined;
  return {
    ...(byUser !== undefined && { user: byUser }),
    ...(byCustomer !== undefined && { customer: byCustomer }),
    ...(bySession !== undefined && { session: { by, command: bySession } }),
  };
}

function said(text: string | undefined): text is string {
  return typeof text === 'string' && text.trim() !== '';
}

function lineOf(wanted: Partial<AuditFilter>): string {
  return printSearch({ filter: { ...EVERYTHING, ...wanted }, time: LAST_30_DAYS, defaultTime: false });
}

/** Hostile values may not come back as they were: then the search would be another one. */
function isUnderstood(command: string, wanted: Partial<AuditFilter>, zone: string, now: Date): boolean {
  const read = parseCommand(command, { now, zone, kept: true });
  return read.kind === 'search' && foldCase(JSON.stringify(read.search.filter)) === foldCase(JSON.stringify({ ...EVERYTHING, ...wanted }));
}
