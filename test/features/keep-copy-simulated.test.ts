import { describe, expect, it } from 'vitest';
import type { WireRecord } from '../../sandbox/partner-center/wire.ts';
import { lostDays, openGaps } from '../../src/audit/coverage.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/audit/dates.ts';
import { brokenAt, dayChecksum, latestLinks } from '../../src/audit/seal.ts';
import type { CopyStore } from '../../src/features/copy-ports.ts';
import { keepCopy } from '../../src/features/keep-copy.ts';
import { testConnection } from '../support/connection.ts';
import { BEGUN, happened, history, keeping } from '../support/keeping.ts';

const { redis, prefix } = testConnection();
const DAYS = process.env['LONG'] ? 60 : 12;
const SEEDS = process.env['LONG'] ? [1, 2, 3, 4, 5] : [1, 2];

/** Numbers from 0 up to 1, the same for each seed. */
function chance(seed: number): () => number {
  let state = seed * 2_654_435_761 >>> 0;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A worker that dies before or after every thirtieth write. */
function dying(copy: CopyStore, random: () => number): CopyStore {
  const mayDie = (): void => {
    if (random() < 1 / 60) throw new Error('killed');
  };
  return {
    ...copy,
    async write(change) {
      mayDie();
      const taken = await copy.write(change);
      mayDie();
      return taken;
    },
  };
}

/** What happens in one step of some hours: when it happened, and when the log shows it. */
function happenings(random: () => number, step: number, at: Date): readonly { readonly record: WireRecord; readonly shownAt: number }[] {
  const made = (id: string, more: Partial<WireRecord> = {}) => happened(new Date(at.getTime() - random() * 2 * HOUR_MS), id, more);
  const usual = { record: made(`n-${step}`), shownAt: at.getTime() + random() * HOUR_MS };
  const late = { record: made(`l-${step}`), shownAt: at.getTime() + random() * 48 * HOUR_MS };
  const progress = made(`p-${step}`, { operationStatus: 'progress' });
  const ended = { record: { ...progress, operationStatus: 'succeeded' }, shownAt: at.getTime() + random() * 30 * HOUR_MS };
  return [usual, ...(random() < 0.3 ? [late] : []), ...(random() < 0.3 ? [{ record: progress, shownAt: at.getTime() }, ended] : [])];
}

describe('features/keep-copy, simulated', () => {
  it.each(SEEDS)('tells each operation once over weeks of deaths, outages and late records (seed %i)', async (seed) => {
    const random = chance(seed);
    const { deps, stand, copy, seals, pass, fed, ids } = await keeping(redis, prefix, history(24));
    let waiting: { readonly record: WireRecord; readonly shownAt: number }[] = [];
    const all: string[] = [];
    const show = (): void => {
      stand.addRecords(waiting.filter(({ shownAt }) => shownAt <= deps.clock().getTime()).map(({ record }) => record));
      waiting = waiting.filter(({ shownAt }) => shownAt > deps.clock().getTime());
    };
    await keepCopy(deps, new AbortController().signal);
    const end = BEGUN.getTime() + DAYS * DAY_MS;
    for (let [step, downUntil] = [0, 0]; deps.clock().getTime() < end; step += 1) {
      pass(3 * HOUR_MS);
      const now = deps.clock().getTime();
      const news = happenings(random, step, deps.clock());
      waiting.push(...news);
      all.push(...new Set(news.map(({ record }) => String(record.id))));
      show();
      if (random() < 0.02) downUntil = now + random() * 5 * DAY_MS;
      if (now < downUntil) continue;
      const worker = () => keepCopy({ ...deps, everyMs: 3 * HOUR_MS, copy: dying(copy, random) }, new AbortController().signal).catch(() => undefined);
      await (random() < 0.1 ? Promise.all([worker(), worker()]) : worker());
    }
    pass(3 * DAY_MS);
    show();
    await keepCopy(deps, new AbortController().signal);
    const told = (await fed()).filter(([kind]) => kind !== 'changed').map(([, id]) => id);
    const [ledger, chain] = [await copy.ledger(), await seals.chain()];

    expect(told.toSorted()).toEqual(all.toSorted());
    expect((await ids()).toSorted()).toEqual([...all, ...history(24).map(({ id }) => String(id))].toSorted());
    expect([lostDays(ledger, deps.clock()), openGaps(ledger, deps.clock())]).toEqual([[], []]);
    expect(brokenAt(chain)).toBeUndefined();
    for (const [day, { sha256 }] of latestLinks(chain)) expect(dayChecksum((await copy.read(day)).rows), day).toBe(sha256);
    expect(ledger.filter(({ alteredAt }) => alteredAt !== undefined)).toEqual([]);
    expect(new Date(deps.clock().getTime() - 4 * DAY_MS - MINUTE_MS).toISOString().slice(0, 10) <= (chain.at(-1)?.day ?? '')).toBe(true);
  });
});
