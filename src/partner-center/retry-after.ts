/** How long the other side asks us to stay away. */

/** A longer wish is cut to this: one odd answer must not shut the bot out for a day. */
const LONGEST_MS = 60 * 60_000;

/**
 * Reads a `Retry-After` header, seconds or an HTTP date, as milliseconds from now. Undefined when it says nothing.
 * https://learn.microsoft.com/partner-center/developer/api-throttling-guidance
 */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - now.getTime() : seconds * 1_000;
  return Number.isNaN(ms) ? undefined : Math.ceil(Math.min(Math.max(ms, 0), LONGEST_MS));
}

/** The same from the sentence of a throttled answer: "Rate limit is exceeded. Try again in 57 seconds." */
export function readRetrySentence(message: string | undefined): number | undefined {
  const seconds = /\bin (\d{1,6}) seconds?\b/i.exec(message ?? '')?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds) * 1_000, LONGEST_MS);
}
