/** The search behind an answer, said in another way. */
import { FILTER_FIELDS, foldCase, type AuditFilter } from '../audit/filter.ts';
import { ANY_DAY } from '../audit/time-range.ts';
import type { Search, Shape } from '../command/command.ts';
import { parseCommand } from '../command/parse.ts';
import { printSearch } from '../command/print.ts';
import type { ResultFacts } from './result-facts.ts';

/** A canonical line, the zone of its days, and when it was asked. */
export interface Said {
  readonly command: string;
  readonly zone: string;
  readonly now: Date;
}

/** What an answer was asked with. */
export function saidIn({ command, zone, readAt }: Pick<ResultFacts, 'command' | 'zone' | 'readAt'>): Said {
  return { command, zone, now: new Date(readAt) };
}

/**
 * Reads a line back as of when it was asked, whatever its days: a time that has become too old may be replaced. Undefined
 * where an older version of the language wrote it.
 */
export function searchIn({ command, zone, now }: Said): Search | undefined {
  const read = parseCommand(command, { now, zone, oldestDay: ANY_DAY, kept: true });
  return read.kind === 'search' ? read.search : undefined;
}

/** The same search in another shape, as a line. */
export function inShape(said: Said, shape: Shape): string | undefined {
  const search = searchIn(said);
  return search && printSearch({ ...search, shape });
}

/** Whether a line, read back, asks for this filter and no other: a hostile value may come back as something else. */
export function asksFor(said: Said, filter: AuditFilter): boolean {
  const read = searchIn(said)?.filter;
  return read !== undefined && folded(read) === folded(filter);
}

function folded(filter: AuditFilter): string {
  return foldCase(JSON.stringify([filter, filter.not ?? {}].map((values) => FILTER_FIELDS.map(([, field]) => values[field] ?? []))));
}
