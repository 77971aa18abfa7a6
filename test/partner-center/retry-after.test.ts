import { describe, expect, it } from 'vitest';
import { readRetryAfter, readRetrySentence } from '../../src/partner-center/retry-after.ts';

const NOW = new Date('2026-11-21T12:00:00Z');

describe('partner-center/retry-after', () => {
  it.each([
    ['57', 57_000], ['0', 0], [' 2 ', 2_000], ['1.5', 1_500], ['-3', 0], ['7200', 7_200_000], ['999999999', 86_400_000],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000], ['Sat, 21 Nov 2026 11:00:00 GMT', 0], ['Sat, 21 Nov 2126 11:00:00 GMT', 86_400_000],
    ['', undefined], [' ', undefined], ['soon', undefined], [undefined, undefined],
  ])('reads %j as %s ms', (header, expected) => {
    expect(readRetryAfter(header, NOW)).toBe(expected);
  });

  it('reads the sentence of a throttled answer', () => {
    expect(readRetrySentence('Rate limit is exceeded. Try again in 57 seconds.')).toBe(57_000);
    expect(readRetrySentence('Try again later.')).toBeUndefined();
    expect(readRetrySentence(undefined)).toBeUndefined();
  });
});
