/** Answers with the local copy in front of Partner Center, held against the same questions asked directly. */
import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryDirectory, memoryFreshness, memoryResults } from '../../sandbox/memory.ts';
import { createLog } from '../../sandbox/partner-center/story/log.ts';
import type { WireRecord } from '../../sandbox/partner-center/wire.ts';
import { addDays, DAY_MS } from '../../src/audit/dates.ts';
import { EVERYTHING, type AuditFilter } from '../../src/audit/filter.ts';
import { createCopiedSource } from '../../src/features/read-copy.ts';
import { findAnswer, type ReadingDeps } from '../../src/features/run-search.ts';
import { sourceAt } from '../partner-center/loopback.ts';
import { testConnection } from '../support/connection.ts';
import { flipByte, writeDays } from '../support/copies.ts';
import { BEGUN, happened, history, keeping } from '../support/keeping.ts';
import { aRecord } from '../support/records.ts';

const { redis, prefix } = testConnection();
const OLDEST = Date.parse('2026-08-24T00:00:00Z');
/** Two full rounds fill the whole log. */
const FILL = { everyMs: 600_000 };

type Kept = Awaited<ReturnType<typeof keeping>>;

/** Searches as the worker asks them, with the copy in front or without it. */
function searches(kept: Kept) {
  const { log, clock } = kept.deps;
  const direct = sourceAt(kept.stand.url, { clock });
  const deps = (): Omit<ReadingDeps, 'source'> => ({
    results: memoryResults(), directory: memoryDirectory(), freshness: memoryFreshness(), clock, log, newResultId: randomUUID,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
  });
  const ask = async (reading: ReadingDeps, from: Date, to: Date, filter: Partial<AuditFilter> = {}) => {
    const before = kept.stand.requests.length;
    const facts = await findAnswer(reading, {
      command: 'x', zone: 'UTC', filter: { ...EVERYTHING, ...filter }, from: from.toISOString(), to: to.toISOString(), clamped: false, correlationId: randomUUID(),
    }, AbortSignal.timeout(60_000));
    const records = await reading.results.records(facts.id, 0, facts.listed) ?? [];
    return { facts, records, requests: kept.stand.requests.length - before };
  };
  return {
    direct: (from: Date, to: Date, filter?: Partial<AuditFilter>) => ask({ ...deps(), source: direct }, from, to, filter),
    withCopy: (from: Date, to: Date, filter?: Partial<AuditFilter>) =>
      ask({ ...deps(), source: createCopiedSource({ source: direct, copy: kept.copy, clock, log }), copy: kept.copy }, from, to, filter),
  };
}

const daysAgo = (days: number): Date => new Date(BEGUN.getTime() - days * DAY_MS);

async function filled(records: readonly WireRecord[]): Promise<Kept> {
  const kept = await keeping(redis, prefix, records, FILL);
  await kept.round();
  return kept;
}

describe('features/read-copy', () => {
  it('answers like a direct query, whatever is asked over whatever time', { timeout: 120_000 }, async () => {
    const log = createLog({ count: 3_000, seed: 'copy', from: new Date(OLDEST), to: BEGUN });
    const kept = await filled(log);
    const { direct, withCopy } = searches(kept);
    const one = fc.constantFrom(...log);
    const filters = fc.record({
      customers: fc.oneof(
        fc.constant([]),
        one.map(({ customerId }) => (customerId ? [{ kind: 'id' as const, id: customerId }] : [])),
        fc.tuple(one, fc.nat(5), fc.integer({ min: 1, max: 6 })).map(([{ customerName }, from, length]) => (customerName ? [{ kind: 'name' as const, name: customerName.slice(from, from + length).trim().toUpperCase() || 'o' }] : [])),
      ),
      resources: fc.oneof(fc.constant([]), one.map(({ resourceType }) => [resourceType])),
      operations: fc.oneof(fc.constant([]), one.map(({ operationType }) => [operationType])),
      statuses: fc.oneof(fc.constant([]), fc.constant(['failed'])),
    });
    // Some edges stand at midnight, where records lie in the last 100 ns of the day before.
    const instants = fc.oneof(
      fc.nat(BEGUN.getTime() - OLDEST).map((ms) => OLDEST + ms),
      fc.nat(88).map((day) => OLDEST + day * DAY_MS),
      one.map(({ operationDate }) => Math.max(OLDEST, Date.parse(operationDate.slice(0, 23) + 'Z'))),
    );
    let [asked, saved] = [0, 0];

    await fc.assert(fc.asyncProperty(filters, instants, instants, async (filter, a, b) => {
      const [from, to] = [new Date(Math.min(a, b)), new Date(Math.max(a, b) + 1)];
      const [expected, given] = [await direct(from, to, filter), await withCopy(from, to, filter)];

      expect(given.records).toEqual(expected.records);
      expect(given.facts.summary).toEqual(expected.facts.summary);
      asked += given.requests;
      saved += expected.requests - given.requests;
    }), { numRuns: 60 });
    expect(asked).toBeGreaterThan(0);
    expect(saved).toBeGreaterThan(asked);
  });

  it('asks nothing about days that are settled, and says what it took from where', async () => {
    const { withCopy } = searches(await filled(history(6)));
    // How end dates are read is found out with the first request.
    await withCopy(daysAgo(1), BEGUN);

    const old = await withCopy(daysAgo(40), daysAgo(10));
    const mixed = await withCopy(daysAgo(28), BEGUN);

    expect(old).toMatchObject({ requests: 0, facts: { summary: { total: 120 }, plan: { windows: [], copied: { windows: [{ first: '2026-10-12', last: '2026-11-11' }], readAt: BEGUN.toISOString() } } } });
    expect(old.facts.plan).not.toHaveProperty('serverFilter');
    expect(mixed).toMatchObject({ requests: 1, facts: { summary: { total: 112 }, plan: { windows: [{ first: '2026-11-18', last: '2026-11-21' }], copied: { windows: [{ first: '2026-10-24', last: '2026-11-18' }] } } } });
  });

  it('counts a record once that lies in an edge day which was asked for too', async () => {
    const { withCopy } = searches(await filled(history(1)));

    const { facts } = await withCopy(daysAgo(20), BEGUN);

    expect(facts.recordsRead).toBe(facts.summary.total + 10);
  });

  it('sees what happened after the copy was last read', async () => {
    const kept = await filled(history(24));
    kept.stand.addRecords([happened(new Date(BEGUN.getTime() - 1_000), 'just-now')]);

    const { records } = await searches(kept).withCopy(daysAgo(30), BEGUN);

    expect(records[0]?.id).toBe('just-now');
  });

  it('asks for a day that somebody altered in Redis, and says so', async () => {
    const kept = await filled(history(6));
    await flipByte(redis, kept.part, '2026-11-01');

    const { facts, requests } = await searches(kept).withCopy(daysAgo(40), daysAgo(10));

    expect([facts.summary.total, requests]).toEqual([120, 1]);
    expect(facts.plan).toMatchObject({ windows: [{ first: '2026-10-31', last: '2026-11-02' }], copied: { windows: [{ first: '2026-11-02' }, { last: '2026-10-31' }] } });
  });

  it('answers alone what the log no longer holds, and names what is missing', async () => {
    const kept = await filled(history(24));
    const day = (at: number): string => addDays('2026-05-01', at);
    await writeDays(kept.copy, [day(0), day(1), day(4)], (held) => [aRecord({ id: `old-${held}`, operationDate: `${held}T23:59:59.9999999Z` })]);

    const { facts, requests, records } = await searches(kept).withCopy(new Date('2026-04-01T00:00:00Z'), new Date('2026-05-06T00:00:00Z'));

    expect(records.map(({ id }) => id)).toEqual(['old-2026-05-05', 'old-2026-05-02', 'old-2026-05-01']);
    expect([requests, facts.clamped]).toEqual([0, true]);
    expect(facts.plan).toMatchObject({ from: '2026-05-01T00:00:00.0000000Z', heldFrom: '2026-05-01', gaps: [{ first: '2026-05-03', last: '2026-05-04' }] });
  });

  it('gives what is left of an old day that was altered, and names the day', async () => {
    const kept = await filled(history(24));
    await writeDays(kept.copy, ['2026-05-01', '2026-05-02'], (held) => [aRecord({ id: `old-${held}`, operationDate: `${held}T10:00:00.0000000Z` })]);
    await flipByte(redis, kept.part, '2026-05-02');

    const { facts, records } = await searches(kept).withCopy(new Date('2026-05-01T00:00:00Z'), new Date('2026-05-03T00:00:00Z'));

    expect(records.map(({ id }) => id)).toEqual(['old-2026-05-01']);
    expect(facts.plan).toMatchObject({ copied: { windows: [{ first: '2026-05-01', last: '2026-05-01' }] }, gaps: [{ first: '2026-05-02', last: '2026-05-02' }] });
  });
});
