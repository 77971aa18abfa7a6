/** From the tokens of a query to a search whose time is resolved. */
import { addDays, readableDay, type Day } from '../audit/dates.ts';
import { DEFAULT_TIME, resolveTime, type ResolvedTime, type TimeSpec } from '../audit/time-range.ts';
import { readClauses, type Clause } from './clauses.ts';
import type { Condition, ParseContext, ResolvedSearch, Shape } from './command.ts';
import { datesTaken } from './date-words.ts';
import { filterOf } from './filter-of.ts';
import { editsAt, Misunderstanding, outOfPlace, shown, type Fault } from './mistakes.ts';
import type { ShapeClause } from './shape-words.ts';
import type { TimeClause } from './time-words.ts';
import type { Token } from './tokens.ts';

/** What is being read, and against what. */
export interface Reading {
  /** The whole decoded text, which places refer to. */
  readonly text: string;
  readonly context: ParseContext;
}

/** Reads a query. Throws `Misunderstanding` where it cannot be understood or its time cannot be asked. */
export function readSearch(tokens: readonly Token[], { text, context }: Reading): ResolvedSearch {
  const { clauses, zone } = readInItsZone(tokens, text, context);
  const [time, second] = clauses.filter((clause) => clause.kind === 'time');
  if (time && second) throw new Misunderstanding(twoTimes(time, second, text));
  const spec = time?.spec ?? DEFAULT_TIME;
  const resolved = resolveTime(spec, context.now, zone ?? context.zone, context.oldestDay);
  if (resolved.kind !== 'range') {
    throw new Misunderstanding(wrongRange(resolved, time ?? { kind: 'time', spec, at: { from: 0, to: text.length }, next: 0 }, context));
  }
  const shape = shapeOf(clauses, text);
  const search = { filter: filterOf(clauses), time: spec, defaultTime: !time, ...(Object.keys(shape).length > 0 && { shape }), ...(zone !== undefined && { zone }) };
  const taken = time ? datesTaken(tokens, time.at, { ...context, zone: zone ?? context.zone }) : [];
  return { search, range: resolved.range, clamped: resolved.clamped, ...(taken.length > 0 && { taken }) };
}

/** Reads what a rule is about, in the pieces that its options left. Throws `Misunderstanding` for a time: rules have none. */
export function readCondition(pieces: readonly (readonly Token[])[], { text, context }: Reading): Condition {
  const clauses = pieces.flatMap((piece) => readClauses(piece, context));
  const time = clauses.find((clause) => clause.kind === 'time');
  if (time) throw new Misunderstanding({ ...outOfPlace(text.slice(time.at.from, time.at.to), time.at), cure: 'This speaks of what comes, not of a time that has passed.' });
  const shape = shapeOf(clauses, text);
  const zone = clauses.findLast((clause) => clause.kind === 'shape' && clause.zone !== undefined);
  return { filter: filterOf(clauses), ...(Object.keys(shape).length > 0 && { shape }), ...(zone?.kind === 'shape' && zone.zone !== undefined && { zone: zone.zone }) };
}

/** Reads a time that stands alone; undefined where nothing stands. */
export function readTimeAlone(tokens: readonly Token[], { text, context }: Reading): TimeSpec | undefined {
  const clauses = readClauses(tokens, context);
  const other = clauses.find((clause) => clause.kind !== 'time');
  if (other) throw new Misunderstanding(outOfPlace(text.slice(other.at.from, other.at.to), other.at));
  return clauses.length > 0 ? readSearch(tokens, { text, context }).search.time : undefined;
}

/** Dates without a year depend on the zone, which may be said after them: then all is read again in that zone. */
function readInItsZone(tokens: readonly Token[], text: string, context: ParseContext): { readonly clauses: readonly Clause[]; readonly zone?: string } {
  const clauses = readClauses(tokens, context);
  const zones = clauses.flatMap((clause) => clause.kind === 'shape' && clause.zone !== undefined ? [clause] : []);
  const [first, ...others] = zones;
  const other = others.find(({ zone }) => zone !== first?.zone);
  if (first && other) throw new Misunderstanding(saidTwice(first, other, text, 'time zone'));
  if (first?.zone === undefined) return { clauses };
  return { clauses: readClauses(tokens, { ...context, zone: first.zone }), zone: first.zone };
}

function shapeOf(clauses: readonly Clause[], text: string): Shape {
  const shapes = clauses.filter((clause) => clause.kind === 'shape');
  for (const part of ['sort', 'limit', 'as'] as const) {
    const [first, ...others] = shapes.filter(({ shape }) => shape[part] !== undefined);
    const other = others.find(({ shape }) => JSON.stringify(shape[part]) !== JSON.stringify(first?.shape[part]));
    if (first && other) throw new Misunderstanding(saidTwice(first, other, text, part === 'as' ? 'form' : part === 'sort' ? 'order' : 'limit'));
  }
  const by = [...new Set(shapes.flatMap(({ shape }) => shape.by ?? []))];
  return { ...shapes.reduce<Shape>((all, { shape }) => ({ ...all, ...shape }), {}), ...(by.length > 0 && { by }) };
}

function saidTwice(first: ShapeClause, second: ShapeClause, text: string, what: string): Fault {
  const [one, other] = [first, second].map(({ at }) => shown(text.slice(at.from, at.to)));
  return {
    code: 'E_DUPLICATE', says: `There are two of one kind: ${one} and ${other}.`, at: second.at, cure: `An answer has one ${what}.`,
    edits: [...editsAt(second.at, ['']), ...editsAt(first.at, [''])],
  };
}

function twoTimes(first: TimeClause, second: TimeClause, text: string): Fault {
  const [one, other] = [first, second].map(({ at }) => shown(text.slice(at.from, at.to)));
  return {
    code: 'E_DUPLICATE',
    says: `There are two times: ${one} and ${other}.`,
    at: second.at,
    cure: 'A search has one time; for a span with two ends write 2026-11-01..2026-11-10.',
    edits: [...editsAt(second.at, ['']), ...editsAt(first.at, [''])],
  };
}

function wrongRange(resolved: Exclude<ResolvedTime, { kind: 'range' }>, { spec, at, swapped }: TimeClause, context: ParseContext): Fault {
  const day = firstDayOf(spec);
  switch (resolved.kind) {
    case 'too-old': {
      const { oldestDay, daysAgo } = resolved;
      const cure = tooOldCure(oldestDay, context);
      const says = day ? `${readableDay(day)} is ${daysAgo} days ago.` : 'That is longer ago than the log reaches.';
      return { code: 'E_RANGE_TOO_OLD', says, at, cure, edits: editsAt(at, [`since ${oldestDay}`, `from ${oldestDay} to ${addDays(oldestDay, 6)}`]) };
    }
    case 'future': {
      const says = day ? `${readableDay(day)} is in the future.` : 'That is in the future.';
      return { code: 'E_RANGE_FUTURE', says, at, cure: 'The log ends now.', edits: editsAt(at, ['today', 'last 7d']) };
    }
    case 'reversed':
      return { code: 'E_RANGE_REVERSED', says: 'This time ends before it begins.', at, cure: 'The earlier end comes first.', edits: editsAt(at, swapped ? [swapped] : []) };
  }
}

/** How far back one can ask, whoever it is that keeps so much. */
export function tooOldCure(oldestDay: Day, { oldestDay: ofTheCopy }: Pick<ParseContext, 'oldestDay'>): string {
  const day = readableDay(oldestDay);
  if (ofTheCopy === undefined) return `Microsoft keeps 90 days of audit records; the oldest day I can ask for is ${day}.`;
  return `Microsoft keeps 90 days of audit records; the copy that I keep holds records from ${day} on.`;
}

function firstDayOf(spec: TimeSpec): string | undefined {
  const point = spec.kind === 'between' ? spec.from : spec.kind === 'last' ? undefined : spec.point;
  return point?.kind === 'day' ? point.day : undefined;
}
