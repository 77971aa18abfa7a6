/** Days, weeks and months as people write them: `2026-11-03`, `3 nov`, `nov 3 2026`, `3.11.2026`, `2026-W45`, `november`. */
import { weekDays } from '../audit/calendar.ts';
import { dayIn, isDay, type Day } from '../audit/dates.ts';
import type { DayPoint, UnitPoint } from '../audit/time-point.ts';
import { oldestDay } from '../audit/time-range.ts';
import type { DateTaken, ParseContext, Span } from './command.ts';
import { editsAt, Misunderstanding, shown, type Fault } from './mistakes.ts';
import { spanOf, wordsFrom, type Token } from './tokens.ts';

/** A day, a week or a month that was read, and the index of the token after it. */
export interface ReadDate {
  readonly point: DayPoint | UnitPoint;
  readonly next: number;
}

const ISO_LIKE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const THREE_NUMBERS = /^(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})$/;
const TWO_NUMBERS = /^(\d{1,2})\/(\d{1,2})$/;
const ISO_MONTH = /^\d{4}-\d{2}$/;
const ISO_WEEK = /^(\d{4})-?w(\d{1,2})$/;
const DAY_NUMBER = /^(\d{1,2})(?:st|nd|rd|th)?$/;
const YEAR = /^(?:19|20)\d{2}$/;
const MONTHS = /^(?:(jan(?:uary)?)|(feb(?:ruary)?)|(mar(?:ch)?)|(apr(?:il)?)|(may)|(june?)|(july?)|(aug(?:ust)?)|(sept?(?:ember)?)|(oct(?:ober)?)|(nov(?:ember)?)|(dec(?:ember)?))$/;
const WHOLE_MONTHS = /^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/;
/** The 29th of February is at most this many years away. */
const YEARS_BACK = 8;

export const HOW_DAYS_ARE_WRITTEN = 'Days are written as 2026-11-03, 3 nov or monday; today and yesterday work too.';

/** Whether the tokens at an index look like a date, right or wrong, in any spelling. A short month needs a number. */
export function startsDate(tokens: readonly Token[], index: number): boolean {
  const word = tokens[index]?.word ?? '';
  return [ISO_LIKE, THREE_NUMBERS, TWO_NUMBERS, ISO_MONTH, ISO_WEEK, WHOLE_MONTHS].some((form) => form.test(word)) || readMonthDay(tokens, index) !== undefined;
}

/** Reads a date; undefined where none begins. Throws `Misunderstanding` for one that does not exist or has two readings. */
export function readDate(tokens: readonly Token[], index: number, context: ParseContext): ReadDate | undefined {
  const token = tokens[index];
  if (!token) return undefined;
  if (isDay(token.word)) return { point: { kind: 'day', day: token.word }, next: index + 1 };
  if (ISO_LIKE.test(token.word)) throw new Misunderstanding(noIsoDay(token));
  if (THREE_NUMBERS.test(token.word) || TWO_NUMBERS.test(token.word)) return { point: { kind: 'day', day: numberedDay(token, context) }, next: index + 1 };
  if (ISO_MONTH.test(token.word)) return { point: { kind: 'month', month: existingMonth(token) }, next: index + 1 };
  if (ISO_WEEK.test(token.word)) return { point: { kind: 'week', week: existingWeek(token) }, next: index + 1 };
  const today = dayIn(context.zone, context.now);
  const named = readMonthDay(tokens, index);
  if (!named) return readMonth(tokens, index, today);
  const day = latestDay(named, today);
  if (day) return { point: { kind: 'day', day }, next: named.next };
  throw new Misunderstanding(noSuchDay(wordsFrom(tokens, index, named.next - index), spanOf(tokens, index, named.next), []));
}

interface MonthDay {
  readonly month: number;
  readonly date: number;
  readonly year?: number;
  readonly next: number;
}

function readMonthDay(tokens: readonly Token[], index: number): MonthDay | undefined {
  const first = tokens[index]?.word ?? '';
  const second = tokens[index + 1]?.word ?? '';
  const month = monthOf(first) ?? monthOf(second);
  const date = DAY_NUMBER.exec(monthOf(first) === undefined ? first : second)?.[1];
  if (month === undefined || date === undefined) return undefined;
  const yearAt = tokens[index + 2]?.kind === 'comma' ? index + 3 : index + 2;
  const year = tokens[yearAt]?.word ?? '';
  return YEAR.test(year)
    ? { month, date: Number(date), year: Number(year), next: yearAt + 1 }
    : { month, date: Number(date), next: index + 2 };
}

function monthOf(word: string): number | undefined {
  const groups = MONTHS.exec(word)?.slice(1);
  return groups && groups.findIndex((group) => group !== undefined) + 1;
}

/** `november` and `nov 2025`; without a year the latest one that has begun. */
function readMonth(tokens: readonly Token[], index: number, today: Day): ReadDate | undefined {
  const number = monthOf(tokens[index]?.word ?? '');
  if (number === undefined) return undefined;
  const said = tokens[index + 1]?.word ?? '';
  const two = String(number).padStart(2, '0');
  if (YEAR.test(said)) return { point: { kind: 'month', month: `${said}-${two}` }, next: index + 2 };
  const year = Number(today.slice(0, 4)) - (two > today.slice(5, 7) ? 1 : 0);
  return { point: { kind: 'month', month: `${year}-${two}` }, next: index + 1 };
}

/** Without a year, the latest such day that is not in the future. */
function latestDay({ month, date, year }: MonthDay, today: Day): Day | undefined {
  if (year !== undefined) return existing(year, month, date);
  const thisYear = Number(today.slice(0, 4));
  const years = Array.from({ length: YEARS_BACK + 1 }, (_, back) => thisYear - back);
  return years.map((one) => existing(one, month, date)).find((day) => day !== undefined && day <= today);
}

function existing(year: number, month: number, date: number): Day | undefined {
  const day = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
  return isDay(day) ? day : undefined;
}

/** Day first, or month first with slashes. Two readings count as one where only one lies in the days that are kept. */
function numberedDay(token: Token, context: ParseContext): Day {
  const days = readingsOf(token.word, dayIn(context.zone, context.now));
  const [oldest, today] = [context.oldestDay ?? oldestDay(context.now), dayIn(context.zone, context.now)];
  const kept = days.filter((day) => day >= oldest && day <= today);
  const [day] = kept.length > 0 ? kept : days;
  if (day === undefined) throw new Misunderstanding(noSuchDay(token.text, token, []));
  if (kept.length > 1) throw new Misunderstanding(ambiguousDay(token, kept));
  return day;
}

/** The days that a date in numbers can mean, the day before the month first; without a year the latest such days. */
function readingsOf(word: string, latest: Day): readonly Day[] {
  const [, one, other] = TWO_NUMBERS.exec(word)?.map(Number) ?? [];
  const readings = one !== undefined && other !== undefined
    ? [[other, one], [one, other]].map(([month = 0, date = 0]) => latestDay({ month, date, next: 0 }, latest))
    : readingsWithYear(word);
  return [...new Set(readings.filter((day) => day !== undefined))];
}

function readingsWithYear(word: string): readonly (Day | undefined)[] {
  const [, a = '', separator, b = '', c = ''] = THREE_NUMBERS.exec(word) ?? [];
  const year = c.length === 2 ? 2000 + Number(c) : Number(c);
  if (a.length === 4) return [existing(Number(a), Number(b), Number(c))];
  if (a.length === 3 || c.length === 3) return [];
  return [existing(year, Number(b), Number(a)), ...separator === '/' ? [existing(year, Number(a), Number(b))] : []];
}

/** Which reading was taken of each date of a span that has two. The dates were read before without a mistake. */
export function datesTaken(tokens: readonly Token[], at: Span, context: ParseContext): readonly DateTaken[] {
  const inside = tokens.filter(({ kind, from, to }) => kind === 'word' && from >= at.from && to <= at.to);
  return inside.filter(({ word }) => word.includes('/') && readingsOf(word, dayIn(context.zone, context.now)).length > 1)
    .map((token) => ({ typed: token.text, day: numberedDay(token, context) }));
}

function existingMonth(token: Token): string {
  if (isDay(`${token.word}-01`)) return token.word;
  throw new Misunderstanding(invalid(`There is no month ${shown(token.text)}.`, token, 'Months are written as 2026-11 or november.', []));
}

function existingWeek(token: Token): string {
  const [, year, number = ''] = ISO_WEEK.exec(token.word) ?? [];
  const week = `${year}-W${number.padStart(2, '0')}`;
  if (weekDays(week)) return week;
  throw new Misunderstanding(invalid(`There is no week ${shown(token.text)}.`, token, 'A year has 52 or 53 weeks, written as 2026-W47.', []));
}

function noIsoDay(token: Token): Fault {
  const [year = 0, month = 0, date = 0] = ISO_LIKE.exec(token.word)?.slice(1).map(Number) ?? [];
  const dates = date > 28 ? [31, 30, 29, 28] : [date];
  const nearest = dates.map((one) => existing(year, month, one)).find((day) => day !== undefined);
  return noSuchDay(token.text, token, nearest ? [nearest] : []);
}

function noSuchDay(text: string, at: Fault['at'], days: readonly Day[]): Fault {
  return invalid(`There is no day ${shown(text)}.`, at, HOW_DAYS_ARE_WRITTEN, days);
}

function invalid(says: string, at: Fault['at'], cure: string, days: readonly Day[]): Fault {
  return { code: 'E_DATE_INVALID', says, at, cure, edits: editsAt(at, days) };
}

function ambiguousDay(token: Token, days: readonly Day[]): Fault {
  return {
    code: 'E_DATE_AMBIGUOUS',
    says: `${shown(token.text)} can be read two ways, and both are in the last 90 days.`,
    at: token,
    cure: `Write ${days.map(shown).join(' or ')}: that is never ambiguous.`,
    edits: editsAt(token, days),
  };
}
