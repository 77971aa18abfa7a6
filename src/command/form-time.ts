/** The time of the search form: a span as it is said, or days from two calendars. */
import type { Day } from '../audit/dates.ts';
import type { TimeSpec } from '../audit/time-range.ts';
import { readClauses } from './clauses.ts';
import type { ParseContext, Search } from './command.ts';
import { Misunderstanding } from './mistakes.ts';
import { decode, tokenise } from './tokens.ts';

/** What a person chose; days are those of their zone, both included. Both a span and days are a fault of the form. */
export interface FormTime {
  readonly span?: TimeSpec;
  readonly from?: Day;
  readonly to?: Day;
}

/** Spans that the form offers, as a command says them. */
export const SPANS: readonly (readonly [label: string, time: string])[] = [
  ['Last 24 hours', 'last 24h'],
  ['Last 7 days', 'last 7d'],
  ['Last 30 days', 'last 30d'],
  ['Last 89 days', 'last 89d'],
  ['Today', 'today'],
  ['Yesterday', 'yesterday'],
  ['Weekend', 'weekend'],
  ['This week', 'this week'],
  ['Last week', 'last week'],
  ['This month', 'this month'],
  ['Last month', 'last month'],
];

/** Days where two calendars can show them, else the span as it was said; nothing where no time was given. */
export function formTimeOf({ time, defaultTime }: Pick<Search, 'time' | 'defaultTime'>): FormTime {
  if (defaultTime) return {};
  switch (time.kind) {
    case 'on': return time.point.kind === 'day' ? { from: time.point.day, to: time.point.day } : { span: time };
    case 'since': return time.point.kind === 'day' ? { from: time.point.day } : { span: time };
    case 'until': return time.point.kind === 'day' ? { to: time.point.day } : { span: time };
    case 'between': return time.from.kind === 'day' && time.to.kind === 'day' ? { from: time.from.day, to: time.to.day } : { span: time };
    default: return { span: time };
  }
}

/** The time that a form says; undefined where it says none. */
export function timeOfForm({ span, from, to }: FormTime): TimeSpec | undefined {
  if (from !== undefined && from === to) return { kind: 'on', point: { kind: 'day', day: from } };
  if (from !== undefined && to !== undefined) return { kind: 'between', from: { kind: 'day', day: from }, to: { kind: 'day', day: to } };
  if (from !== undefined) return { kind: 'since', point: { kind: 'day', day: from } };
  if (to !== undefined) return { kind: 'until', point: { kind: 'day', day: to } };
  return span;
}

/** Reads a time back as `printTime` wrote it, whether or not it can be asked now; undefined where it is none. */
export function readSpan(text: string, context: ParseContext): TimeSpec | undefined {
  try {
    const [clause, ...others] = readClauses(tokenise(decode(text)).tokens, context);
    return clause?.kind === 'time' && others.length === 0 ? clause.spec : undefined;
  } catch (error) {
    if (error instanceof Misunderstanding) return undefined;
    throw error;
  }
}
