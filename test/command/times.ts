/** Every kind of time that can be said. */
import fc from 'fast-check';
import type { DayPoint, Moment, TimePoint, UnitPoint } from '../../src/audit/time-point.ts';
import type { TimeSpec } from '../../src/audit/time-range.ts';

const two = (number: number): string => String(number).padStart(2, '0');
const strict = fc.boolean();

const dayPoint: fc.Arbitrary<DayPoint> = fc.oneof(
  fc.tuple(fc.constantFrom(2025, 2026), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })).map(([year, month, date]) => ({ kind: 'day' as const, day: `${year}-${two(month)}-${two(date)}` })),
  fc.record({ kind: fc.constant('days-ago' as const), count: fc.integer({ min: 0, max: 95 }) }),
  fc.record({ kind: fc.constant('months-ago' as const), count: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ kind: fc.constant('weekday' as const), weekday: fc.integer({ min: 1, max: 7 }), strict }),
);

const unitPoint: fc.Arbitrary<UnitPoint> = fc.oneof(
  fc.tuple(fc.constantFrom(2025, 2026), fc.integer({ min: 1, max: 12 })).map(([year, month]) => ({ kind: 'month' as const, month: `${year}-${two(month)}` })),
  fc.tuple(fc.constantFrom(2025, 2026), fc.integer({ min: 1, max: 52 })).map(([year, week]) => ({ kind: 'week' as const, week: `${year}-W${two(week)}` })),
  fc.record({ kind: fc.constant('calendar' as const), which: fc.constantFrom('last' as const, 'this' as const), unit: fc.constantFrom('week' as const, 'month' as const, 'quarter' as const) }),
  fc.record({ kind: fc.constant('weekend' as const), strict }),
);

const clockMs = fc.oneof(fc.integer({ min: 0, max: 1_439 }).map((minutes) => minutes * 60_000), fc.integer({ min: 0, max: 86_399_999 }));
const moment: fc.Arbitrary<Moment> = fc.oneof(
  fc.record({ kind: fc.constant('clock' as const), clockMs, day: dayPoint }, { requiredKeys: ['kind', 'clockMs'] }),
  fc.date({ min: new Date('2025-01-01T00:00:00Z'), max: new Date('2026-12-31T00:00:00Z'), noInvalidDate: true }).map((at) => ({ kind: 'instant' as const, at: at.toISOString() })),
  fc.record({ kind: fc.constant('ago' as const), count: fc.integer({ min: 0, max: 3_000 }), unit: fc.constantFrom('m' as const, 'h' as const) }),
);

const anyPoint: fc.Arbitrary<TimePoint> = fc.oneof(dayPoint, unitPoint, moment);

/** In the form in which times are kept: `on` a moment is `around` it, `since today` is `today`, an end now is no end, and the
 * day of an end is that of its start's clock, too. */
function kept(spec: TimeSpec): boolean {
  if (spec.kind === 'last') return true;
  const today = (point: TimePoint): boolean => point.kind === 'days-ago' && point.count === 0;
  if (spec.kind === 'between') return !today(spec.to) && !(spec.from.kind === 'clock' && !spec.from.day && spec.to.kind === 'clock' && spec.to.day);
  return !(spec.kind === 'on' && ['clock', 'instant', 'ago'].includes(spec.point.kind)) && !(spec.kind === 'since' && today(spec.point));
}

export const anyTime: fc.Arbitrary<TimeSpec> = fc.oneof(
  fc.record({ kind: fc.constant('last' as const), count: fc.integer({ min: 1, max: 400 }), unit: fc.constantFrom('m' as const, 'h' as const, 'd' as const, 'w' as const, 'mo' as const) }),
  fc.record({ kind: fc.constantFrom('on' as const, 'since' as const, 'after' as const, 'before' as const, 'until' as const, 'around' as const), point: anyPoint }),
  fc.record({ kind: fc.constant('between' as const), from: anyPoint, to: anyPoint }),
).filter(kept);
