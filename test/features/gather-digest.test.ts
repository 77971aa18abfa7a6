import { beforeEach, describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { gatherDigest } from '../../src/features/gather-digest.ts';
import type { DigestRule, RuleProgress } from '../../src/features/rule.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { testRedis } from '../support/redis.ts';
import { watchingWorld, type WatchingWorld } from '../support/watching.ts';

const { redis } = testConnection();
const FRESH: RuleProgress = { state: { kind: 'on' }, cursor: 0, held: 0 };
const RULE: DigestRule = {
  kind: 'digest', id: '00000000-0000-4000-8000-00000000aaaa', name: 'digest-1', place: { kind: 'channel', id: 'COPS' }, makerId: 'UADMIN', zone: 'UTC', command: 'digest daily',
  madeAt: '2026-11-20T10:00:00.000Z', filter: EVERYTHING, skipEmpty: false, timetable: { schedule: { frequency: 'daily' }, zone: 'UTC', since: '2026-11-20' },
};
const FAILED: DigestRule = { ...RULE, filter: { ...EVERYTHING, statuses: ['failed'] } };

let world: WatchingWorld;

const happens = (id: number, facts = {}, kind: 'news' | 'late' | 'changed' = 'news'): void =>
  world.add(aRecord({ id: `op-${id}`, operationDate: `2026-11-20T12:00:00.${String(id).padStart(7, '0')}Z`, operationType: 'update_customer_user', ...facts }), kind);

describe('features/gather-digest', () => {
  beforeEach(() => {
    world = watchingWorld({ redis, prefix: testRedis().prefix });
  });

  it('lists the newest first, whatever the order in which they were seen, and names each line by its place there', async () => {
    for (const id of [2, 3, 1]) happens(id, id === 2 ? { operationType: 'delete_customer' } : {});

    const { digest, rows, resultId = '' } = await gatherDigest(world.deps, RULE, FRESH);
    const list = await world.results.records(resultId, 0, 10) ?? [];

    expect(list.map(({ id }) => id)).toEqual(['op-3', 'op-2', 'op-1']);
    expect(rows.map(({ at }) => at)).toEqual(list.map(({ operationDate }) => operationDate));
    expect(digest.lookAt.map(({ number }) => list[number ?? -1]?.id)).toEqual(['op-2']);
  });

  it('reads from the cursor on, and neither later states nor what came behind the newest entry it saw', async () => {
    for (const id of [1, 2, 3]) happens(id);
    happens(1, { operationStatus: 'failed' }, 'changed');

    const gathered = await gatherDigest(world.deps, RULE, { ...FRESH, cursor: 1 });

    expect([gathered.rows.length, gathered.cursor]).toEqual([2, 4]);
    expect((await gatherDigest(world.deps, RULE, { ...FRESH, cursor: 4 })).rows).toEqual([]);
  });

  it('keeps no list where nothing is new', async () => {
    expect(await gatherDigest(world.deps, RULE, FRESH)).not.toHaveProperty('resultId');
  });

  it('waits for the end of what a filter on the status leaves out, for the newest thousand', async () => {
    for (let id = 1; id <= 1_002; id += 1) happens(id, { operationStatus: 'progress' });
    const first = await gatherDigest(world.deps, FAILED, FRESH);
    happens(2, { operationStatus: 'failed' }, 'changed');
    happens(1_002, { operationStatus: 'failed' }, 'changed');
    happens(500, { operationStatus: 'succeeded' }, 'changed');

    const second = await gatherDigest(world.deps, FAILED, { ...FRESH, cursor: first.cursor, unfinished: first.unfinished });

    expect([first.rows.length, first.unfinished.length]).toEqual([0, 1_000]);
    // The second of all fell out of the thousand; the end of another is no failure.
    expect([second.rows.map(({ at }) => at), second.unfinished.length]).toEqual([['2026-11-20T12:00:00.0001002Z'], 998]);
  });

  it('never claims a reading whose operations it does not tell', async () => {
    const before = '2026-11-20T10:00:00.000Z';
    // A reading ends while the digest is gathered: just after it saw how long the feed is.
    const head = async (): Promise<number> => {
      const length = await world.deps.feed.head();
      world.at('2026-11-20T10:05:00Z');
      happens(1);
      return length;
    };

    const first = await gatherDigest({ ...world.deps, feed: { ...world.deps.feed, head } }, RULE, FRESH);
    const second = await gatherDigest(world.deps, RULE, { ...FRESH, cursor: first.cursor, coveredTo: first.to });

    expect([first.rows.length, first.to, first.coverage.readAt]).toEqual([0, before, before]);
    expect([second.rows.length, second.to]).toEqual([1, '2026-11-20T10:05:00.000Z']);
  });
});
