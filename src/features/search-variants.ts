/** Searches next to one that found nothing, before anybody knows whether they find something. */
import { DAY_MS } from '../audit/dates.ts';
import { FILTER_FIELDS, foldCase, type AuditFilter } from '../audit/filter.ts';
import { dateOf } from '../audit/instant.ts';
import type { TimeSpec } from '../audit/time-range.ts';
import type { Search } from '../command/command.ts';
import { suggest } from '../command/suggest.ts';
import type { Directory } from './ports.ts';
import type { ResultFacts } from './result-facts.ts';

export const RECENT_DAYS = 30;
/** As far back as the log can be asked, so that no note about a cut-off follows. */
const WHOLE_LOG_DAYS = 89;

/** Lower ranks are nearer. */
export const RANKS = { nearName: 0, recent: 1, wholeLog: 2, without: 3, everything: 4, widened: 5 } as const;

/** Two changes at once are tried for so many conditions. */
const MOST_WIDENED = 8;

/** A search next to the one asked; `days` where it only reaches further back. */
export interface Variant {
  readonly search: Search;
  readonly rank: number;
  readonly days?: number;
}

/** A name that comes near, a longer time, one condition less, and the longest time together with one condition less. */
export async function variantsOf(directory: Pick<Directory, 'everybody'>, search: Search, facts: ResultFacts): Promise<readonly Variant[]> {
  return [...await nearNames(directory, search), ...longerTimes(facts, search), ...fewerConditions(search), ...widened(facts, search)];
}

function longerTimes({ plan }: ResultFacts, search: Search): readonly Variant[] {
  const days = (dateOf(plan.to).getTime() - dateOf(plan.from).getTime()) / DAY_MS;
  const over = (count: number): TimeSpec => ({ kind: 'last', count, unit: 'd' });
  const longer = [[RECENT_DAYS, RANKS.recent], ...(plan.serverFilter ? [[WHOLE_LOG_DAYS, RANKS.wholeLog]] : [])] as const;
  return longer.flatMap(([count = 0, rank = 0]) => days < count - 1 ? [{ search: { ...search, time: over(count), defaultTime: false }, rank, days: count }] : []);
}

/** Over the longest time without one of the conditions; a search with only one would become one for everything. Those that keep a customer come first. */
function widened(facts: ResultFacts, search: Search): readonly Variant[] {
  const [longest, less] = [longerTimes(facts, search).at(-1), fewerConditions(search)];
  if (!longest || less.length < 2) return [];
  return less.toReversed().slice(0, MOST_WIDENED).map((one) => ({ search: { ...one.search, time: longest.search.time, defaultTime: false }, rank: RANKS.widened }));
}

/** The search without one of its conditions, each in its turn. */
function fewerConditions(search: Search): readonly Variant[] {
  const { filter } = search;
  const conditions = FILTER_FIELDS.filter(([, field]) => (filter[field]?.length ?? 0) > 0).length + Object.keys(filter.not ?? {}).length;
  const rank = conditions === 1 ? RANKS.everything : RANKS.without;
  const without = FILTER_FIELDS.flatMap(([, field]): readonly AuditFilter[] => (filter[field]?.length ?? 0) > 0 ? [{ ...filter, [field]: [] }] : []);
  const { not, ...wanted } = filter;
  const allowing = FILTER_FIELDS.flatMap(([, field]): readonly AuditFilter[] => {
    if (!not?.[field]) return [];
    const { [field]: _, ...others } = not;
    return [Object.keys(others).length === 0 ? wanted : { ...wanted, not: others }];
  });
  return [...without, ...allowing].map((less) => ({ search: { ...search, filter: less }, rank }));
}

/** The search with the known customer or person whose name comes nearest to the one that was typed. */
async function nearNames(directory: Pick<Directory, 'everybody'>, search: Search): Promise<readonly Variant[]> {
  const { filter } = search;
  const { customers, people } = await directory.everybody();
  const [customer, ...otherCustomers] = filter.customers;
  const [user, ...otherUsers] = filter.users;
  const typed = customer?.kind === 'name' && otherCustomers.length === 0 ? customer.name : undefined;
  const name = typed === undefined ? undefined : nearest(typed, customers.map((known) => known.name));
  const person = user === undefined || otherUsers.length > 0 ? undefined : nearest(user, people);
  return [
    ...(name === undefined ? [] : [{ ...filter, customers: [{ kind: 'name' as const, name }] }]),
    ...(person === undefined ? [] : [{ ...filter, users: [person] }]),
  ].map((near) => ({ search: { ...search, filter: near }, rank: RANKS.nearName }));
}

/** A name that is near as a whole, or in its first word. */
function nearest(typed: string, names: readonly string[]): string | undefined {
  const folded = new Map(names.flatMap((name) => [[foldCase(name).split(/[\s@]/)[0] ?? '', name] as const, [foldCase(name), name] as const]));
  const others = [...folded.keys()].filter((name) => folded.get(name) !== undefined && foldCase(folded.get(name) ?? '') !== foldCase(typed));
  return suggest(foldCase(typed), others).flatMap((name) => folded.get(name) ?? [])[0];
}

