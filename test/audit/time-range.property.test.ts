import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oldestDay, resolveTime, type TimeSpec } from '../../src/audit/time-range.ts';
import { anyTime } from '../command/times.ts';
import { isInside } from './time-oracle.ts';

const MINUTE = 60_000;
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Santiago', 'Pacific/Kiritimati'];
/** Nights in which the clocks of these zones change. */
const EDGES = ['2025-03-09', '2025-03-30', '2025-04-06', '2025-09-07', '2025-10-05', '2025-10-26', '2025-11-02', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'].map((day) => Date.parse(`${day}T03:00:00Z`));

const anyClock = fc.oneof(
  fc.date({ min: new Date('2025-01-01T00:00:00Z'), max: new Date('2026-12-31T00:00:00Z'), noInvalidDate: true }).map((date) => date.getTime()),
  fc.tuple(fc.constantFrom(...EDGES), fc.integer({ min: -2_000, max: 4_000 })).map(([edge, minutes]) => edge + minutes * MINUTE),
);
const runs = process.env['LONG'] ? 5_000 : 400;

describe('audit/time-range', () => {
  it('holds an instant exactly when the clocks of the zone say so', () => {
    let held = 0;
    fc.assert(fc.property(anyTime, anyClock, fc.constantFrom(...ZONES), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }), (spec, now, zone, shares) => {
      const time = resolveTime(spec, new Date(now), zone);
      const oldest = Date.parse(`${oldestDay(new Date(now))}T00:00:00Z`);
      const edges = time.kind === 'range' ? [time.range.from, time.range.to].flatMap((edge) => [edge.getTime() - 1, edge.getTime()]) : [];
      const instants = [...edges, ...shares.map((share) => Math.round(oldest + share * (now - oldest)))].filter((instant) => instant >= oldest && instant <= now);
      for (const instant of instants) {
        const inside = time.kind === 'range' && instant >= time.range.from.getTime() && instant < time.range.to.getTime();
        if (isOpenMinute(spec, time.kind, instant, now)) continue;
        expect([new Date(instant).toISOString(), inside]).toEqual([new Date(instant).toISOString(), isInside(spec, instant, { now, zone })]);
        held += inside ? 1 : 0;
      }
    }), { numRuns: runs });
    expect(held).toBeGreaterThan(runs / 4);
  }, 300_000);

  it('never gives an empty range, one past the running minute, or one before the oldest day', () => {
    fc.assert(fc.property(anyTime, anyClock, fc.constantFrom(...ZONES), (spec, now, zone) => {
      const time = resolveTime(spec, new Date(now), zone);

      const range = time.kind === 'range' ? time.range : { from: new Date(now), to: new Date(now + 1) };
      expect(range.from.getTime()).toBeLessThan(range.to.getTime());
      expect(range.to.getTime()).toBeLessThanOrEqual(now + MINUTE);
      expect(range.from.getTime()).toBeGreaterThan(now - 90 * 1_440 * MINUTE);
    }), { numRuns: runs });
  });
});

/** The instant of now itself is the end of what reaches to now, and a span that begins now is one of the future. */
function isOpenMinute(spec: TimeSpec, kind: string, instant: number, now: number): boolean {
  return instant === now || kind === 'future' && spec.kind !== 'between' && instant > now - MINUTE;
}
