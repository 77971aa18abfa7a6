/** How long the other side asks us to stay away. */

/** A longer wish is cut to a day: one odd answer must not shut the bot out for ever. */
const LONGEST_MS = 24 * 60 * 60_000;

/**
 * Reads a `Retry-After` header, seconds or an HTTP date, as milliseconds from `now`: the time by the clock that wrote it. Undefined when it says nothing.
 * https://learn.microsoft.com/partner-center/developer/api-throttling-guidance
 */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - now.getTime() : seconds * 1_000;
  return Number.isNaN(ms) ? undefined : Math.ceil(Math.min(Math.max(ms, 0), LONGEST_MS));
}

/** The time by the clock of whoever sent a `Date` header, ours where there is none: ours may be minutes off. */
export function theirTime(dateHeader: string | undefined, ours: Date): Date {
  const theirs = Date.parse(dateHeader ?? '');
  return Number.isNaN(theirs) ? ours : new Date(theirs);
}

/** The wait from the sentence of a throttled answer: "Rate limit is exceeded. Try again in 57 seconds." */
export function readRetrySentence(message: string | undefined): number | undefined {
  const seconds = /\bin (\d{1,6}) seconds?\b/i.exec(message ?? '')?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds) * 1_000, LONGEST_MS);
}
