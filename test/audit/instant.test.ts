import { describe, expect, it } from 'vitest';
import { dateOf, instantOf, readInstant } from '../../src/audit/instant.ts';

describe('audit/instant', () => {
  it.each([
    ['2017-06-15T22:56:05.0589308Z', '2017-06-15T22:56:05.0589308Z'],
    ['2017-06-15T22:56:05Z', '2017-06-15T22:56:05.0000000Z'],
    ['2017-06-15T22:56:05.05Z', '2017-06-15T22:56:05.0500000Z'],
    ['2017-06-15T22:56:05.123456789Z', '2017-06-15T22:56:05.1234567Z'],
    ['2017-06-15T15:56:04.077-07:00', '2017-06-15T22:56:04.0770000Z'],
    ['2017-06-15T22:56:05.0589308', '2017-06-15T22:56:05.0589308Z'],
  ])('reads %s as %s', (text, instant) => {
    expect(readInstant(text)).toBe(instant);
  });

  it.each(['', 'yesterday', '2017-06-15', '2017-13-15T22:56:05Z', '2017-06-15T25:56:05Z', '9999-12-31T23:59:59-14:00'])('refuses %j', (text) => {
    expect(readInstant(text)).toBeUndefined();
  });

  it('compares with millisecond instants as text', () => {
    const midnight = instantOf(new Date('2026-11-21T00:00:00Z'));

    expect('2026-11-20T23:59:59.9999999Z' < midnight).toBe(true);
    expect('2026-11-21T00:00:00.0000000Z' < midnight).toBe(false);
    expect(dateOf(midnight).toISOString()).toBe('2026-11-21T00:00:00.000Z');
  });
});
