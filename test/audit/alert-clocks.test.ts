import { describe, expect, it } from 'vitest';
import { advance, freshState } from '../../src/audit/alerts.ts';
import { at, eventsOf, HOUR, NOON, play, ruleOf } from '../support/alerting.ts';

describe('audit/alerts, over the change of clocks', () => {
  const QUIET = { fromMs: 22 * HOUR, toMs: 7 * HOUR, all: true };

  it.each([
    ['Europe/Berlin', '2026-10-24T23:30:00Z', '2026-10-25T06:00:00.000Z'],
    ['Europe/Berlin', '2026-03-28T23:30:00Z', '2026-03-29T05:00:00.000Z'],
    ['America/New_York', '2026-11-01T04:30:00Z', '2026-11-01T12:00:00.000Z'],
    ['America/New_York', '2026-03-08T04:30:00Z', '2026-03-08T11:00:00.000Z'],
  ])('posts in %s what quiet hours held back since %s at %s, and not a millisecond sooner', (zone, happened, ends) => {
    const events = eventsOf([at(Date.parse(happened) - NOON)]);
    const rule = ruleOf({ zone, quiet: QUIET });

    expect(play([rule], events, Date.parse(ends) - 1).posts).toEqual([]);
    expect(play([rule], events, Date.parse(ends)).posts).toHaveLength(1);
  });

  it.each([
    ['Europe/Berlin, in the hour that comes twice', '2026-10-25T00:55:00.000Z'],
    ['New York, in the hour that is skipped', '2026-03-08T06:55:00.000Z'],
  ])('counts within 10 real minutes in %s', (_where, first) => {
    const rule = ruleOf({ moreThan: { count: 2, inMs: 600_000 } });
    const fired = (lastMs: number) => advance(freshState(0), [rule], [], eventsOf([0, 300_000, lastMs].map((afterMs) => at(Date.parse(first) - NOON + afterMs))), Date.parse(first) + HOUR).posts.length;

    expect([fired(599_999), fired(600_000)]).toEqual([1, 0]);
  });
});
