/** Values that answers are grouped by, in the words people read. */
import { readableDay } from '../../audit/dates.ts';
import type { Dimension } from '../../audit/dimensions.ts';
import { weekDays } from '../../audit/calendar.ts';
import { applicationLabel, operationOf, resourceOf, statusLabel } from '../../audit/operations.ts';
import { weekdayName } from '../../command/point-words.ts';

/** What each dimension is called in a heading. */
export const DIMENSION_WORDS: Readonly<Record<Dimension, string>> = {
  customer: 'customer', user: 'person', operation: 'operation', resource: 'resource', status: 'status', app: 'application',
  category: 'category', risk: 'risk', hour: 'hour', day: 'day', week: 'week', weekday: 'weekday',
};

/** A value of a dimension; `''` stands for what no record says. An hour names its year where it is not that of `beside`, an ISO instant. */
export function valueInWords(dimension: Dimension, value: string, beside = ''): string {
  if (value === '') return 'not recorded';
  switch (dimension) {
    case 'operation': return operationOf(value).label;
    case 'resource': return resourceOf(value).label;
    case 'status': return statusLabel(value);
    case 'user': case 'app': return applicationLabel(value);
    case 'day': return readableDay(value);
    case 'weekday': return capitalised(weekdayName(Number(value)));
    case 'week': return weekInWords(value);
    case 'hour': return hourInWords(value, beside);
    default: return value;
  }
}

/** `21 Nov 22:00`; an hour of any day stays `22:00`. */
function hourInWords(value: string, beside: string): string {
  const [clock, day] = value.split(' ').toReversed();
  if (clock === undefined || day === undefined) return value;
  const named = readableDay(day);
  return `${day.slice(0, 4) === beside.slice(0, 4) ? named.replace(/ \d+$/, '') : named} ${clock}`;
}

function weekInWords(week: string): string {
  const days = weekDays(week);
  return days ? `${week}, from ${days.first}` : week;
}

/** Our own word at the beginning of a line. */
export function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
