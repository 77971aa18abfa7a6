import { Redis } from 'ioredis';
import { afterAll, describe, expect, it } from 'vitest';
import type { BotLine } from '../../sandbox/bot.ts';
import { copyStores, firstChange } from '../support/copies.ts';
import { ADMIN, live, OPS, type Live } from '../support/live.ts';
import { read } from '../support/reading.ts';
import { aRecord } from '../support/records.ts';
import { until } from '../support/until.ts';

const HOUR_MS = 3_600_000;
const connections: Redis[] = [];

const item = (id: string, agoMs: number) => ({ id, operationDate: new Date(Date.now() - agoMs).toISOString(), operationType: 'create_order', operationStatus: 'succeeded', resourceType: 'order' });
const RECORDS = Array.from({ length: 88 * 4 }, (_, at) => item(`h-${at}`, (at + 1) * 6 * HOUR_MS));

function copyOf(world: Live) {
  const { REDIS_URL: url = '', REDIS_PREFIX: prefix = '' } = world.environment();
  const redis = new Redis(url);
  connections.push(redis);
  const stores = copyStores(redis, prefix);
  const ids = async (): Promise<readonly string[]> => {
    const rows = await Promise.all((await stores.copy.ledger()).map(async ({ day }) => (await stores.copy.read(day)).rows));
    return rows.flat().map(({ record }) => record.id ?? '');
  };
  const fed = async () => (await stores.feed.rows(await stores.feed.after(0, 1_000))).map(({ entry, row }) => [entry.kind, row.record.id]);
  return { ...stores, redis, prefix, ids, fed };
}

const wentWrong = (lines: readonly BotLine[]) => lines.filter(({ level }) => level === 'error' || level === 'warn').map(({ msg }) => msg);

describe('the local copy of a running bot', () => {
  afterAll(() => connections.forEach((redis) => redis.disconnect()));

  it('fills itself, keeps up with what is new, and tells its state', async () => {
    const world = await live({ partnerCenter: { records: RECORDS }, copy: 'kept' });
    const { ids, fed, seals, copy } = copyOf(world);
    const bot = await world.startBot({ SYNC_SECONDS: '5' });
    await until(async () => (await seals.chain()).length > 80, 60_000);
    const filled = (await ids()).toSorted();
    world.partnerCenter.addRecords([item('new', 0), item('late', 48 * HOUR_MS + 1)]);
    await until(async () => (await fed()).length === 2, 30_000);
    const { acknowledgement } = await world.type('status');
    const old = new Date(Date.now() - 200 * 24 * HOUR_MS).toISOString();
    await copy.write(firstChange(old.slice(0, 10), [aRecord({ id: 'only-here', operationDate: old.replace('Z', '0000Z') })]));
    const [found, unknown] = [await (await world.type('record only-here')).answer(), await (await world.type('record nobody-knows-it')).answer()];

    expect(filled).toEqual(RECORDS.map(({ id }) => id).toSorted());
    expect(await fed()).toEqual([['late', 'late'], ['news', 'new']]);
    const shown = JSON.stringify(acknowledgement);
    expect(shown).toContain('The local copy holds all 90 days');
    expect(shown).toMatch(/354 records of 90 days/);
    expect(read(found)).toMatch(/^Order placed[^]*From the copy, last read .* Partner Center does not know this id/);
    expect(read(unknown)).toMatch(new RegExp(`Nor does the local copy, which holds [^]*since ${old.slice(0, 10)}`));
    expect(wentWrong(bot.lines)).toEqual([]);
    expect(await bot.stop()).toBe(0);
  }, 120_000);

  it('goes on within 30 seconds when a worker is killed in the middle, with nothing lost or doubled', async () => {
    const world = await live({ partnerCenter: { records: RECORDS, latencyMs: 1_500 }, copy: 'kept' });
    const { ids, fed, copy, redis, prefix } = copyOf(world);
    const doomed = await world.startBot({ ROLE: 'worker', SYNC_SECONDS: '300' });
    await until(async () => (await copy.ledger()).length > 3, 40_000);
    // However long the other one takes to start, the first is in the middle of a request then.
    world.partnerCenter.faults.whenever(() => ({ kind: 'hang' }));
    await world.startBot({ ROLE: 'worker', SYNC_SECONDS: '300' });
    const before = (await copy.ledger()).length;
    const asked = world.partnerCenter.requests.length;
    await doomed.kill();
    const killed = Date.now();
    world.partnerCenter.faults.clear();
    await until(async () => (await copy.ledger()).length === 90 && await redis.exists(`${prefix}:lease:sync`) === 0, 120_000);
    const pauses = world.partnerCenter.requests.slice(asked - 1).map(({ startedAt }) => startedAt.getTime());
    const longest = Math.max(...pauses.slice(1).map((at, index) => at - Math.max(killed, pauses[index] ?? killed)));

    expect(before).toBeLessThan(90);
    expect(longest).toBeLessThan(30_000);
    expect((await ids()).toSorted()).toEqual(RECORDS.map(({ id }) => id).toSorted());
    expect(await fed()).toEqual([]);
  }, 240_000);

  it('tells the operators’ channel when Partner Center cannot be read', async () => {
    const world = await live({ partnerCenter: { records: RECORDS }, copy: 'kept' });
    const { redis, prefix } = copyOf(world);
    world.partnerCenter.faults.whenever(() => ({ kind: 'unauthorized', reason: 'mfaEmpty' }));
    await redis.set(`${prefix}:silence:watched`, new Date(Date.now() - 2 * HOUR_MS).toISOString());
    await Promise.all([1, 2].map(() => world.startBot({ SYNC_SECONDS: '5', OPS_CHANNEL: OPS, ROLE: 'worker' })));
    await until(async () => await redis.exists(`${prefix}:silence:told`) === 1, 30_000);

    expect(world.slack.messages({ channel: OPS, viewer: ADMIN }).map(({ text }) => text)).toEqual([expect.stringContaining('was not read for 2 h 0 min')]);
  });
});
