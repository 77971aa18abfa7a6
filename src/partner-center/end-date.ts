/** Whether the last day that is asked for is part of the answer: documents show it, nothing promises it. */
import { addDays, type Day } from '../audit/dates.ts';
import type { Instant } from '../audit/instant.ts';
import type { DayWindow } from '../audit/query.ts';
import type { EndDate, EndDateReading } from '../features/ports.ts';

export interface EndDates {
  /** What is known now; undefined while nobody has found out. */
  known(): EndDate | undefined;
  /** The dates to send so that all of these days come, as far as is known now. */
  dates(window: DayWindow): DayWindow;
  /**
   * Finds out from the dates that were sent and the newest instant that came of them; where that proves nothing,
   * `holdsRecords` is asked about days by themselves. Undefined when nothing came: then there is nothing to go by.
   */
  learn(sent: DayWindow, newest: Instant | undefined, holdsRecords: AskDay): Promise<EndDate | undefined>;
}

/** Whether asking for one day, with it as both dates, gives any record. */
export type AskDay = (day: Day) => Promise<boolean>;

/** In every zone of the world a day has begun by its UTC noon: whatever comes later is of that day, wherever days are cut. */
const BEGUN_EVERYWHERE = 'T12';

/**
 * Takes the reading that Microsoft shows for granted until it is known. One record of the last day proves it. Where no
 * answer holds one, a day that has records is asked for by itself: read exclusively, that gives nothing.
 * https://learn.microsoft.com/partner-center/developer/api-throttling-guidance
 */
export function createEndDates(remembered: EndDate | undefined, remember: EndDateReading['remember']): EndDates {
  let reading = remembered;
  let finding: Promise<unknown> = Promise.resolve();
  return {
    known: () => reading,
    dates: (window) => (reading === 'exclusive' ? { first: window.first, last: addDays(window.last, 1) } : window),
    learn(sent, newest, holdsRecords) {
      // One after the other: several windows come to this question at once, and one answer is enough.
      const found = finding.then(async () => {
        if (reading !== undefined || newest === undefined) return reading;
        reading = await isInclusive(sent, newest, holdsRecords) ? 'inclusive' : 'exclusive';
        await remember(reading);
        return reading;
      });
      finding = found.catch(() => undefined);
      return found;
    },
  };
}

/** The neighbours are asked as well before the answer is no: the service may cut its days in another zone than UTC. */
async function isInclusive(sent: DayWindow, newest: Instant, holdsRecords: AskDay): Promise<boolean> {
  if (sent.first === sent.last || newest >= `${sent.last}${BEGUN_EVERYWHERE}`) return true;
  const day = newest.slice(0, 10);
  for (const candidate of [day, addDays(day, -1), addDays(day, 1)]) {
    if (candidate >= sent.first && candidate <= sent.last && await holdsRecords(candidate)) return true;
  }
  return false;
}
