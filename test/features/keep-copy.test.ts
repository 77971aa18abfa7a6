import { describe, expect, it } from 'vitest';
import { fillOf, lostDays, openGaps } from '../../src/audit/coverage.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/audit/dates.ts';
import { brokenAt } from '../../src/audit/seal.ts';
import { keepCopy } from '../../src/features/keep-copy.ts';
import type { RecordSource } from '../../src/features/ports.ts';
import { Problem } from '../../src/features/problem.ts';
import { testConnection } from '../support/connection.ts';
import { BEGUN, happened, history, keeping } from '../support/keeping.ts';

const { redis, prefix } = testConnection();
const reachAt = (now: Date) => ({ now, retentionDays: 400 });

describe('features/keep-copy', () => {
  it('fills 89 days at first start, newest first, and tells nobody of them', async () => {
    const { round, ids, fed, stand, copy, deps } = await keeping(redis, prefix, history(6));

    const first = await round();

    expect(first).toEqual({ news: 0, late: 0, changed: 0 });
    expect((await ids()).toSorted()).toEqual(history(6).map(({ id }) => String(id)).toSorted());
    expect(await fed()).toEqual([]);
    expect(fillOf(await copy.ledger(), reachAt(deps.clock()))).toEqual({ held: 90, of: 90 });
    const starts = stand.requests.map(({ query }) => query['startDate'] ?? '');
    expect(starts).toEqual(starts.toSorted().toReversed());
    expect(starts.length).toBeLessThan(15);
  });

  it('lets a new record into the feed once, however often it is read', async () => {
    const { round, fed, stand, pass, ago } = await keeping(redis, prefix, history(24));
    await round();
    pass(5 * MINUTE_MS);
    stand.addRecords([happened(ago(MINUTE_MS), 'new')]);

    const rounds = [await round(), await round()];
    pass(48 * HOUR_MS);
    await round();
    pass(7 * 24 * HOUR_MS);
    await round();

    expect(rounds).toEqual([{ news: 1, late: 0, changed: 0 }, { news: 0, late: 0, changed: 0 }]);
    expect(await fed()).toEqual([['news', 'new']]);
  });

  it('marks what is older than 48 hours when it is first seen as late, and measures how late', async () => {
    const { round, fed, stand, pass, ago, copy } = await keeping(redis, prefix, history(24));
    await round();
    pass(5 * MINUTE_MS);
    stand.addRecords([happened(ago(47 * HOUR_MS), 'in time'), happened(ago(49 * HOUR_MS), 'late')]);
    await round();

    const lateness = (await copy.ledger()).flatMap((facts) => facts.lateness ?? []);

    expect(await fed()).toEqual(expect.arrayContaining([['late', 'late'], ['news', 'in time']]));
    expect(lateness).toEqual([{ count: 2, medianMs: 49 * HOUR_MS, maxMs: 49 * HOUR_MS }]);
  });

  it('tells that progress became an end as a change, not as news', async () => {
    const started = happened(new Date(BEGUN.getTime() + MINUTE_MS), 'order', { operationStatus: 'progress' });
    const { round, fed, stand, pass, feed } = await keeping(redis, prefix, history(24));
    await round();
    pass(5 * MINUTE_MS);
    stand.addRecords([started]);
    await round();
    pass(5 * MINUTE_MS);
    stand.addRecords([{ ...started, operationStatus: 'succeeded' }]);
    const last = [await round(), await round()];

    expect(last).toEqual([{ news: 0, late: 0, changed: 1 }, { news: 0, late: 0, changed: 0 }]);
    expect(await fed()).toEqual([['news', 'order'], ['changed', 'order']]);
    expect((await feed.rows(await feed.after(0, 1)))[0]?.row.record.operationStatus).toBe('succeeded');
  });

  it('tells an operation whose end carries the next day’s date once', async () => {
    const { round, fed, stand, pass } = await keeping(redis, prefix, history(24));
    await round();
    pass(14 * HOUR_MS - MINUTE_MS);
    stand.addRecords([happened(new Date('2026-11-21T23:59:00Z'), 'order', { operationStatus: 'progress' })]);
    await round();
    pass(5 * MINUTE_MS);
    stand.addRecords([happened(new Date('2026-11-22T00:01:00Z'), 'order')]);
    await round();

    expect(await fed()).toEqual([['news', 'order'], ['changed', 'order']]);
  });

  it('catches up after days without a reading, with nothing lost or doubled', async () => {
    const { round, fed, ids, stand, passDays, copy, deps } = await keeping(redis, prefix, history(24));
    await round();
    const missed = Array.from({ length: 20 }, (_, at) => happened(new Date(BEGUN.getTime() + (at * 12 + 1) * HOUR_MS), `m-${at}`));
    stand.addRecords(missed);
    passDays(10);
    await round();

    expect((await fed()).map(([, id]) => id).toSorted()).toEqual(missed.map(({ id }) => String(id)).toSorted());
    expect((await fed()).filter(([kind]) => kind === 'late')).toHaveLength(16);
    expect(new Set(await ids()).size).toBe((await ids()).length);
    expect([openGaps(await copy.ledger(), deps.clock()), lostDays(await copy.ledger(), deps.clock())]).toEqual([[], []]);
  });

  it('names what is lost after an outage that is longer than the log', async () => {
    const { round, passDays, copy, deps } = await keeping(redis, prefix, history(24));
    await round();
    passDays(100);
    await round();

    expect(lostDays(await copy.ledger(), deps.clock())).toEqual([{ first: '2026-11-21', last: '2026-12-01' }]);
  });

  it('keeps what it has when Partner Center fails in the middle, and goes on from there', async () => {
    const { round, ids, fed, stand, copy } = await keeping(redis, prefix, history(6));
    stand.faults.whenever(({ ordinal }) => (ordinal >= 5 && ordinal < 30 ? { kind: 'status', status: 500 } : undefined));

    const problem = await round().catch((error: unknown) => error);
    const held = (await copy.ledger()).length;
    stand.faults.clear();
    await round();

    expect(problem).toBeInstanceOf(Problem);
    expect(held).toBeGreaterThan(3);
    expect(held).toBeLessThan(90);
    expect((await ids()).toSorted()).toEqual(history(6).map(({ id }) => String(id)).toSorted());
    expect(await fed()).toEqual([]);
  });

  it('never reads with two workers at once, and none of them doubles anything', async () => {
    const { deps, ids, fed, stand, pass } = await keeping(redis, prefix, history(6));
    let [inside, most] = [0, 0];
    const source: RecordSource = {
      async* pages(plan, options) {
        most = Math.max(most, inside += 1);
        yield* deps.source.pages(plan, options);
        inside -= 1;
      },
    };
    const worker = () => keepCopy({ ...deps, source }, new AbortController().signal);
    await Promise.all([worker(), worker(), worker()]);
    pass(5 * MINUTE_MS);
    stand.addRecords([happened(deps.clock(), 'new')]);
    await Promise.all([worker(), worker()]);

    expect(most).toBe(1);
    expect((await ids()).length).toBe(history(6).length + 1);
    expect(await fed()).toEqual([['news', 'new']]);
  });

  it('seals the settled days when the fill is complete, and again what is corrected later', async () => {
    const { round, seals, stand, pass, passDays, ago } = await keeping(redis, prefix, history(24));
    await round();
    const first = await seals.chain();
    passDays(1);
    stand.addRecords([happened(ago(30 * 24 * HOUR_MS), 'very late')]);
    await round();
    passDays(7);
    for (let rounds = 0; rounds < 90; rounds += 1) {
      await round();
      pass(5 * MINUTE_MS);
    }
    const chain = await seals.chain();

    expect([first[0]?.day, first.at(-1)?.day, first.length]).toEqual(['2026-08-24', '2026-11-18', 87]);
    expect(chain.slice(0, 88).map(({ kind }) => kind)).toEqual(Array(88).fill('day'));
    expect(chain.filter(({ kind }) => kind === 'correction').map(({ day }) => day)).toEqual(['2026-10-23']);
    expect(brokenAt(chain)).toBeUndefined();
  });

  it('removes days when their time is over, once a day, says so, and keeps their seals', async () => {
    const { round, ids, copy, seals, log, feed, passDays } = await keeping(redis, prefix, history(12), { retentionDays: 30 });
    await round();
    const sealed = (await seals.chain()).length;
    const before = [(await copy.ledger())[0]?.day, (await ids()).length];
    passDays(2);
    await round();
    await round();

    expect(before).toEqual(['2026-10-22', 61]);
    expect((await copy.ledger())[0]?.day).toBe('2026-10-24');
    expect(log.lines.filter(({ text }) => text.startsWith('days removed')).map(({ facts }) => facts)).toEqual([
      { days: 2, recordCount: 4, oldestKept: '2026-10-24', retentionDays: 30 },
    ]);
    expect((await seals.chain()).length).toBe(sealed + 2);
    expect(await feed.head()).toBe(0);
  });

  it('says how fresh answers are, and teaches the directory', async () => {
    const customer = { customerId: 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', customerName: 'Relecloud' };
    const { round, freshness, directory } = await keeping(redis, prefix, [happened(new Date('2026-11-21T09:30:00Z'), 'a', customer), happened(new Date('2026-09-01T09:30:00Z'), 'b')]);
    await round();

    expect(await freshness.recall()).toEqual({ readAt: BEGUN.toISOString(), newestRecord: '2026-11-21T09:30:00.0000000Z' });
    expect((await directory.everybody()).customers).toEqual([{ id: customer.customerId, name: 'Relecloud' }]);
  });
});
