import { describe, expect, it } from 'vitest';
import { countMuted, isMuted, warnsAt } from '../../src/audit/mutes.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { at, filterOf, NOON, password } from '../support/alerting.ts';

const MUTE = { id: 'm', filter: filterOf({ users: ['alice@*'] }), madeAt: '2026-11-21T12:00:00.000Z', until: '2026-11-23T12:00:00.000Z', includingHigh: false };

describe('audit/mutes', () => {
  it('holds from when it was made up to its end', () => {
    const isHeld = (nowMs: number): boolean => isMuted({ record: at(0) }, [MUTE], nowMs);

    expect([NOON - 1, NOON, Date.parse(MUTE.until) - 1, Date.parse(MUTE.until)].map(isHeld)).toEqual([false, true, true, false]);
  });

  it('hides no high risk unless that was said', () => {
    const seen = (...records: readonly AuditRecord[]) => records.map((record) => ({ record, seenAtMs: NOON }));

    expect(countMuted(seen(password(0), at(0), at(0, { userPrincipalName: 'bob@partner.example' })), [MUTE])).toBe(1);
    expect(countMuted(seen(password(0), at(0)), [{ ...MUTE, includingHigh: true }])).toBe(2);
  });

  it('counts only what was first seen while it held', () => {
    const seenAt = (seenAtMs: number) => ({ record: at(0), seenAtMs });

    expect(countMuted([NOON - 1, NOON, Date.parse(MUTE.until)].map(seenAt), [MUTE])).toBe(1);
  });

  it('takes what was last seen into account where it makes a change a risk', () => {
    const change = at(0, { operationType: 'update_subscription', resourceNewValue: '{"Quantity":100}' });

    expect([isMuted({ record: change }, [MUTE], NOON), isMuted({ record: change, earlier: { Quantity: 10 } }, [MUTE], NOON)]).toEqual([true, false]);
  });

  it('warns a day before it ends, where it lasts longer than that', () => {
    expect(warnsAt(MUTE)).toEqual(new Date('2026-11-22T12:00:00.000Z'));
    expect(warnsAt({ ...MUTE, until: '2026-11-22T12:00:00.000Z' })).toBeUndefined();
  });
});
