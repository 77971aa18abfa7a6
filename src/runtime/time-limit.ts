/** Waiting for something, but not for ever. */

/** The other side did not answer in the time it was given. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

/** The outcome of the work, or a TimeLimitError after this many milliseconds; what comes later is left alone. */
export async function within<T>(work: Promise<T>, limitMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TimeLimitError(`no answer within ${limitMs} ms`)), limitMs);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
