/** The query string of `GET /v1/auditrecords`, read as strictly as the documents allow. */
import { readRange, type DateRules, type DayRange } from './dates.ts';
import { codedError, invalidRequest, type ErrorAnswer } from './errors.ts';
import { readFilter, type Matches } from './filter.ts';

/** The published self link carries `size=500` where none was sent; a maximum is not documented, so it is the same. */
const PAGE_SIZE = 500;

export interface ListQuery {
  readonly range: DayRange;
  readonly matches: Matches;
  readonly size: number;
  /** Path and query as the self link gives them back. */
  readonly self: string;
  readonly continues: boolean;
}

/**
 * Parameters by lower-case name, percent-decoded; `+` stays `+`, since nothing shows that this API reads it as a space.
 * Undefined when the percent-encoding is broken.
 */
export function readParameters(search: string): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  try {
    for (const part of search.split('&').filter((text) => text !== '')) {
      const [name = '', ...value] = part.split('=');
      parameters[decodeURIComponent(name).toLowerCase()] = decodeURIComponent(value.join('='));
    }
    return parameters;
  } catch {
    return undefined;
  }
}

/** The list asked for, or the 400 it deserves. */
export function readListQuery(
  parameters: Readonly<Record<string, string>>,
  rules: DateRules,
  knownTypes: ReadonlySet<string>,
): ListQuery | ErrorAnswer {
  // A published invoice link ends in `size=2?seekOperation=Next`: the stand-in can send one, so it must follow it.
  const [sizeText, strayContinuation] = (parameters['size'] ?? String(PAGE_SIZE)).split('?');
  const range = readRange(parameters['startdate'], parameters['enddate'], rules);
  if ('status' in range) return range;
  const filter = parameters['filter'];
  const matches = filter === undefined ? () => true : readFilter(filter, knownTypes);
  if (typeof matches !== 'function') return matches;
  if (!/^\d{1,9}$/.test(sizeText ?? '') || Number(sizeText) < 1) return invalidRequest();
  const seek = parameters['seekoperation'] ?? strayContinuation?.replace(/^seekOperation=/i, '');
  if (seek !== undefined && seek.toLowerCase() !== 'next') {
    return codedError(400, '900126', 'The enumeration value of seekOperation is not understood.');
  }
  const size = Math.min(Number(sizeText), PAGE_SIZE);
  return { range, matches, size, self: selfUri(parameters, range, size), continues: seek !== undefined };
}

function selfUri(parameters: Readonly<Record<string, string>>, range: DayRange, size: number): string {
  const end = parameters['enddate'];
  const filter = parameters['filter'];
  return `/auditrecords?startDate=${range.from}`
    + (end === undefined ? '' : `&endDate=${encodeURIComponent(end)}`)
    + (filter === undefined ? '' : `&filter=${encodeURIComponent(filter)}`)
    + `&size=${size}`;
}
