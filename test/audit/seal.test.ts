import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/audit/dates.ts';
import { daysOfWindow } from '../../src/audit/query.ts';
import { brokenAt, dayChecksum, dueSeals, latestLinks, sealDay, type SealableDay, type SealLink } from '../../src/audit/seal.ts';
import { aRecord } from '../support/records.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const REACH = { now: NOW, retentionDays: 400 };
const OLDEST = '2026-08-24';
const LAST_SETTLED = '2026-11-18';

const held = (day: string, sha256 = `sum of ${day}`): SealableDay => ({ day, records: 1, readAt: `${addDays(day, 3)}T00:00:00.000Z`, sha256 });
const full = (): SealableDay[] => daysOfWindow({ first: OLDEST, last: '2026-11-21' }).map((day) => held(day))
  .map((facts) => (facts.day > LAST_SETTLED ? { ...facts, readAt: NOW.toISOString() } : facts));

function chainOf(dues: readonly Pick<SealLink, 'kind' | 'day' | 'sha256'>[], before: readonly SealLink[] = []): readonly SealLink[] {
  return dues.reduce<readonly SealLink[]>((chain, due) => [...chain, sealDay(chain, { ...due, sealedAt: NOW.toISOString() })], before);
}

describe('audit/seal', () => {
  it('waits until the fill is complete, then seals every settled day in its order', () => {
    const partial = full().slice(1);

    expect(dueSeals(partial, [], REACH)).toEqual([]);
    expect(dueSeals(full(), [], REACH).map(({ day }) => day)).toEqual(daysOfWindow({ first: OLDEST, last: LAST_SETTLED }));
  });

  it('stops at a day that is missing or not settled, and goes on behind it later', () => {
    const chain = chainOf(dueSeals(full(), [], REACH).slice(0, 10));
    const gap = full().filter(({ day }) => day !== addDays(OLDEST, 12));

    expect(dueSeals(gap, chain, REACH).map(({ day }) => day)).toEqual([addDays(OLDEST, 10), addDays(OLDEST, 11)]);
    expect(dueSeals(full(), chain, REACH).map(({ day }) => day).slice(0, 3)).toEqual([addDays(OLDEST, 10), addDays(OLDEST, 11), addDays(OLDEST, 12)]);
  });

  it('passes over a day that the log no longer holds', () => {
    const chain = chainOf([{ kind: 'day', day: '2026-07-01', sha256: 'x' }]);

    expect(dueSeals(full(), chain, REACH)[0]).toEqual({ kind: 'day', day: OLDEST, sha256: `sum of ${OLDEST}` });
  });

  it('links a sealed day again when its rows changed, once', () => {
    const chain = chainOf(dueSeals(full(), [], REACH));
    const corrected = full().map((facts) => (facts.day === '2026-10-01' ? { ...facts, sha256: 'other' } : facts));
    const [due, ...rest] = dueSeals(corrected, chain, REACH);
    const longer = chainOf([due ?? { kind: 'day', day: '', sha256: '' }], chain);

    expect([due, rest]).toEqual([{ kind: 'correction', day: '2026-10-01', sha256: 'other' }, []]);
    expect(dueSeals(corrected, longer, REACH)).toEqual([]);
    expect(latestLinks(longer).get('2026-10-01')?.kind).toBe('correction');
  });

  it('finds the first link that was altered, taken out or put in', () => {
    const chain = chainOf(dueSeals(full(), [], REACH));
    const altered = chain.map((link, at) => (at === 7 ? { ...link, sha256: 'forged' } : link));
    const forged = sealDay(chain.slice(0, 7), { kind: 'day', day: chain[7]?.day ?? '', sha256: 'forged', sealedAt: '' });

    expect(brokenAt(chain)).toBeUndefined();
    expect(brokenAt(altered)).toBe(7);
    expect(brokenAt(chain.toSpliced(20, 1))).toBe(20);
    expect(brokenAt(chain.slice(1))).toBe(0);
    expect(brokenAt(chain.with(7, forged))).toBe(8);
  });

  it('gives another checksum for any other row, number or order', () => {
    const rows = [0, 1].map((number) => ({ number, record: aRecord({ id: `r${number}` }), seenAt: NOW.toISOString() }));
    const others = [rows.toReversed(), rows.slice(1), rows.map((row) => ({ ...row, number: row.number + 1 })), rows.map((row) => ({ ...row, record: { ...row.record, operationStatus: 'failed' } }))];

    expect(new Set([rows, ...others].map(dayChecksum)).size).toBe(5);
    expect(dayChecksum(JSON.parse(JSON.stringify(rows)) as typeof rows)).toBe(dayChecksum(rows));
  });
});
