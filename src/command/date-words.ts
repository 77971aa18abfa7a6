/** Days as people write them: `2026-11-03`, `3 nov`, `nov 3 2026`, `today`. Other spellings get the day to write instead. */
import { addDays, dayIn, isDay, type Day } from '../audit/dates.ts';
import type { ParseContext } from './command.ts';
import { editsAt, Misunderstanding, notYet, shown, type Fault } from './mistakes.ts';
import { spanOf, wordsFrom, type Token } from './tokens.ts';

/** A day that was read, and the index of the token after it. */
export interface DayPoint {
  readonly day: Day;
  readonly relative?: 'today' | 'yesterday';
  readonly next: number;
}

const ISO_LIKE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const THREE_NUMBERS = /^(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})$/;
const WITH_CLOCK = /^(\d{4}-\d{2}-\d{2})t[\d:.z+-]+$/;
const MONTH_OR_WEEK = /^\d{4}-(?:\d{2}|w\d{1,2})$/;
const CLOCK = /^(?:\d{1,2}:\d{2}(?::\d{2})?(?:am|pm)?|\d{1,2}(?:am|pm))$/;
const DAY_NUMBER = /^(\d{1,2})(?:st|nd|rd|th)?$/;
const YEAR = /^(?:19|20)\d{2}$/;
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = /^(?:(jan(?:uary)?)|(feb(?:ruary)?)|(mar(?:ch)?)|(apr(?:il)?)|(may)|(june?)|(july?)|(aug(?:ust)?)|(sept?(?:ember)?)|(oct(?:ober)?)|(nov(?:ember)?)|(dec(?:ember)?))$/;
/** The 29th of February is at most this many years away. */
const YEARS_BACK = 8;

const HOW_DAYS_ARE_WRITTEN = 'Days are written as 2026-11-03 or 3 nov; today and yesterday work too.';

/** Whether the tokens at an index look like a day, right or wrong, in any spelling of the full language. */
export function startsDay(tokens: readonly Token[], index: number): boolean {
  const word = tokens[index]?.word ?? '';
  return word === 'today' || word === 'yesterday' || WEEKDAYS.includes(word)
    || [ISO_LIKE, THREE_NUMBERS, WITH_CLOCK, MONTH_OR_WEEK, CLOCK].some((form) => form.test(word))
    || readMonthDay(tokens, index) !== undefined;
}

/** Reads a day; undefined where none begins. Throws `Misunderstanding` for one that does not exist or cannot be read yet. */
export function readDay(tokens: readonly Token[], index: number, context: ParseContext): DayPoint | undefined {
  const token = tokens[index];
  if (!token || !startsDay(tokens, index)) return undefined;
  const today = dayIn(context.zone, context.now);
  if (token.word === 'today') return { day: today, relative: 'today', next: index + 1 };
  if (token.word === 'yesterday') return { day: addDays(today, -1), relative: 'yesterday', next: index + 1 };
  if (isDay(token.word)) return { day: token.word, next: index + 1 };
  const named = readMonthDay(tokens, index);
  if (!named) throw new Misunderstanding(otherSpelling(token, today));
  const day = latestDay(named, today);
  if (day) return { day, next: named.next };
  throw new Misunderstanding(noSuchDay(wordsFrom(tokens, index, named.next - index), spanOf(tokens, index, named.next), []));
}

/** The latest such weekday, today included. */
export function latestWeekday(weekday: string, today: Day): Day | undefined {
  const back = (new Date(`${today}T00:00:00Z`).getUTCDay() - WEEKDAYS.indexOf(weekday) + 7) % 7;
  return WEEKDAYS.includes(weekday) ? addDays(today, -back) : undefined;
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

/** Without a year, the latest such day that is not in the future. */
function latestDay({ month, date, year }: MonthDay, today: Day): Day | undefined {
  if (year !== undefined) return existing(year, month, date);
  const thisYear = Number(today.slice(0, 4));
  const years = Array.from({ length: YEARS_BACK + 1 }, (_, back) => thisYear - back);
  return years.map((one) => existing(one, month, date)).find((day) => day !== undefined && day <= today);
}

function existing(year: number, month: number, date: number): Day | undefined {
  const day = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
  return isDay(day) ? day : undefined;
}

function otherSpelling(token: Token, today: Day): Fault {
  const [, year, month, date] = ISO_LIKE.exec(token.word)?.map(Number) ?? [];
  if (year !== undefined && month !== undefined && date !== undefined) {
    const dates = date > 28 ? [31, 30, 29, 28] : [date];
    const nearest = dates.map((one) => existing(year, month, one)).find((day) => day !== undefined);
    return noSuchDay(token.text, token, nearest ? [nearest] : []);
  }
  if (THREE_NUMBERS.test(token.word)) return ambiguousDay(token);
  const day = WITH_CLOCK.exec(token.word)?.[1] ?? latestWeekday(token.word, today);
  return notYet(token.text, token, HOW_DAYS_ARE_WRITTEN, editsAt(token, day ? [day] : CLOCK.test(token.word) ? [''] : []));
}

function noSuchDay(text: string, at: Fault['at'], days: readonly Day[]): Fault {
  return { code: 'E_DATE_INVALID', says: `There is no day ${shown(text)}.`, at, cure: HOW_DAYS_ARE_WRITTEN, edits: editsAt(at, days) };
}

function ambiguousDay(token: Token): Fault {
  const [, a = '', separator, b = '', c = ''] = THREE_NUMBERS.exec(token.word) ?? [];
  const year = c.length === 2 ? 2000 + Number(c) : Number(c);
  const readings = a.length === 4
    ? [existing(Number(a), Number(b), Number(c))]
    : [existing(year, Number(b), Number(a)), ...separator === '/' ? [existing(year, Number(a), Number(b))] : []];
  const days = [...new Set(readings.filter((day) => day !== undefined))];
  return {
    code: 'E_DATE_INVALID',
    says: days.length > 1 ? `${shown(token.text)} can be read two ways.` : `${shown(token.text)} is not a day as I read them.`,
    at: token,
    cure: HOW_DAYS_ARE_WRITTEN,
    edits: editsAt(token, days),
  };
}
