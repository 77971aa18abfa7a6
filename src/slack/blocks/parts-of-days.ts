/** Which days and weeks of an answer are only parts of one: a day that goes on must not pass for a quiet one. */
import { dayIn, readableDay, readableTime } from '../../audit/dates.ts';
import { dateOf } from '../../audit/instant.ts';
import type { ResultFacts } from '../../features/result-facts.ts';

interface Ends {
  readonly from: Date;
  /** Where the span ends, or up to where it was read. */
  readonly to: Date;
  readonly goesOn: boolean;
}

type Spanned = Pick<ResultFacts, 'plan' | 'readAt' | 'zone'>;

function endsOf({ plan, readAt }: Spanned): Ends {
  const [to, read] = [dateOf(plan.to), new Date(readAt)];
  return { from: dateOf(plan.from), to: to < read ? to : read, goesOn: to >= read };
}

function isMidnight(zone: string, at: Date): boolean {
  return readableTime(zone, at).endsWith(' 00:00');
}

/** Whether an answer is over whole days of which the last goes on. */
export function isSoFar(facts: Spanned): boolean {
  return isMidnight(facts.zone, dateOf(facts.plan.from)) && lastGoesOn(facts);
}

/** `Parts of days: 23 Oct 2026 from 02:02 on, 22 Nov 2026 so far.`; nothing where groups are no days or weeks, or all are whole. */
export function partialGroups({ groups, ...facts }: Spanned & Pick<ResultFacts, 'groups'>): string | undefined {
  const unit = groups?.by.find((dimension) => dimension === 'day' || dimension === 'week');
  if (unit === undefined) return undefined;
  const { from, to, goesOn } = endsOf(facts);
  const named = (at: Date): string => `${unit === 'day' ? '' : 'the week of '}${readableDay(dayIn(facts.zone, at))}`;
  const clock = (at: Date): string => readableTime(facts.zone, at).split(' ').at(-1) ?? '';
  const isMonday = (at: Date): boolean => new Date(dayIn(facts.zone, at)).getUTCDay() === 1;
  const isWhole = (at: Date): boolean => isMidnight(facts.zone, at) && (unit === 'day' || isMonday(at));
  const parts = [
    ...(isWhole(from) ? [] : [`${named(from)} from ${clock(from)} on`]),
    ...(isWhole(to) ? [] : [goesOn ? `${named(to)} so far` : `${named(to)} until ${clock(to)}`]),
  ];
  return parts.length === 0 ? undefined : `Parts of ${unit}s: ${parts.join(', ')}.`;
}

/** Whether the newest hour, day or week of an answer goes on. */
export function lastGoesOn(facts: Spanned): boolean {
  const { to, goesOn } = endsOf(facts);
  return goesOn && !isMidnight(facts.zone, to);
}
