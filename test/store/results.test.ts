import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/audit/record.ts';
import { EVERYBODY } from '../../src/features/answer-ports.ts';
import { createResultStore } from '../../src/store/results.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { someFacts } from '../support/results.ts';

const { redis, prefix } = testConnection();
const NOW = Date.parse('2026-11-21T10:00:00Z');

function store(options: { bytesPerResult?: number; bytesInAll?: number; name?: string; now?: () => number } = {}) {
  const { name = randomUUID(), now = () => NOW, ...sizes } = options;
  return createResultStore({ redis, prefix: `${prefix}:${name}`, now, ...sizes });
}

/** Records that gzip cannot make small. */
function records(count: number): readonly AuditRecord[] {
  return Array.from({ length: count }, (_, index) => aRecord({ id: `record-${index}`, sessionId: randomUUID() }));
}

async function keep(results: ReturnType<typeof store>, id: string, kept: readonly AuditRecord[], planKey = id) {
  const writer = results.begin(id);
  const numbers = (await writer.append(kept)).filter((number) => number !== undefined);
  await writer.finish(someFacts({ id, planKey, listed: numbers.length }), numbers.toReversed());
  return numbers.length;
}

describe('store/results', () => {
  it('gives every record back once, in the order it was listed, whatever the page', async () => {
    const results = store();
    const kept = records(1_000);
    await keep(results, 'result-0000000000000001', kept);

    const pages = await Promise.all(Array.from({ length: 125 }, (_, page) => results.records('result-0000000000000001', page * 8, 8)));

    expect(pages.flatMap((page) => page ?? [])).toEqual(kept.toReversed());
  });

  it('gives fewer records at the end and none beyond it', async () => {
    const results = store();
    await keep(results, 'result-0000000000000001', records(10));

    expect(await results.records('result-0000000000000001', 8, 8)).toHaveLength(2);
    expect(await results.records('result-0000000000000001', 80, 8)).toEqual([]);
  });

  it('shows nothing before an answer is finished', async () => {
    const results = store();
    await results.begin('result-0000000000000001').append(records(100));

    expect(await results.facts('result-0000000000000001')).toBeUndefined();
    expect(await results.records('result-0000000000000001', 0, 8)).toBeUndefined();
  });

  it('finds the answer to an equal plan while it is young', async () => {
    let now = NOW;
    const results = store({ now: () => now });
    await keep(results, 'result-0000000000000001', records(1), 'same-plan');

    expect((await results.findRecent('same-plan', 60_000))?.id).toBe('result-0000000000000001');
    now += 60_001;
    expect(await results.findRecent('same-plan', 60_000)).toBeUndefined();
  });

  it('keeps no more bytes of one answer than its budget, and says which records it kept', async () => {
    const results = store({ bytesPerResult: 5_000 });
    const kept = await keep(results, 'result-0000000000000001', records(1_000));

    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(500);
    expect(await results.records('result-0000000000000001', 0, 1_000)).toHaveLength(kept);
  });

  it('lets the oldest answers go when all together are too large, and still knows what they asked', async () => {
    let now = NOW;
    const results = store({ bytesInAll: 15_000, now: () => now });
    for (const id of ['result-0000000000000001', 'result-0000000000000002', 'result-0000000000000003']) {
      now += 1_000;
      await keep(results, id, records(200));
    }

    expect(await results.facts('result-0000000000000001')).toBeUndefined();
    expect(await results.records('result-0000000000000003', 0, 8)).toHaveLength(8);
    expect(await results.question('result-0000000000000001')).toEqual({ command: 'last 7d', zone: 'Europe/Berlin' });
  });

  it('knows whose answer it is, and who else it was shared with', async () => {
    const results = store();
    const isFor = () => Promise.all(['UALICE', 'UBOB'].map((user) => results.isFor('result-0000000000000001', user)));

    expect(await isFor()).toEqual([true, true]);
    await results.showTo('result-0000000000000001', 'UALICE');
    expect(await isFor()).toEqual([true, false]);
    await results.showTo('result-0000000000000001', EVERYBODY);
    expect(await isFor()).toEqual([true, true]);
  });

  it('lets everything of an answer expire, and leaves nothing behind that was thrown away', async () => {
    const results = store({ name: 'expiry' });
    await keep(results, 'result-0000000000000001', records(100));
    const thrownAway = results.begin('result-0000000000000002');
    await thrownAway.append(records(100));
    await thrownAway.discard();

    const keys = await redis.keys(`${prefix}:expiry:result:*`);
    const lives = await Promise.all(keys.map((key) => redis.ttl(key)));

    expect(keys.every((key) => key.includes('result-0000000000000001'))).toBe(true);
    expect(lives.every((seconds) => seconds > 0 && seconds <= 86_400)).toBe(true);
  });
});
