import { describe, expect, it } from 'vitest';
import { earlierSpan } from '../../src/audit/earlier-span.ts';

const span = (from: string, to: string, zone: string): readonly string[] => {
  const before = earlierSpan({ from: new Date(from), to: new Date(to) }, zone);
  return [before.from.toISOString(), before.to.toISOString()];
};

describe('audit/earlier-span', () => {
  it('ends where the other begins and is as long', () => {
    expect(span('2026-11-14T10:57:00Z', '2026-11-21T10:58:00Z', 'UTC')).toEqual(['2026-11-07T10:56:00.000Z', '2026-11-14T10:57:00.000Z']);
  });

  it('is as many whole days long, though one of them has 25 hours', () => {
    // Clocks in Berlin went back on 25 October 2026.
    expect(span('2026-10-25T23:00:00Z', '2026-11-01T23:00:00Z', 'Europe/Berlin')).toEqual(['2026-10-18T22:00:00.000Z', '2026-10-25T23:00:00.000Z']);
    expect(span('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 'Europe/Berlin')).toEqual(['2026-10-23T22:00:00.000Z', '2026-10-24T22:00:00.000Z']);
  });

  it('counts hours where the clocks of its ends differ', () => {
    expect(span('2026-10-25T00:00:00Z', '2026-10-25T02:00:00Z', 'Europe/Berlin')).toEqual(['2026-10-24T22:00:00.000Z', '2026-10-25T00:00:00.000Z']);
  });
});
