import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addDays } from '../../src/audit/dates.ts';
import { daysOfWindow } from '../../src/audit/query.ts';
import { oldestDay } from '../../src/audit/time-range.ts';
import { sealDays } from '../../src/features/seal-days.ts';
import { createLogger } from '../../src/runtime/logger.ts';
import { copyStores, flipByte, writeDays } from '../support/copies.ts';
import { consult, greenWorld } from '../support/doctor.ts';
import { aRecord } from '../support/records.ts';

const NOW = new Date();
const OLDEST = oldestDay(NOW);

/** A world whose copy is complete and sealed up to a month ago. */
async function copiedWorld() {
  const world = await greenWorld();
  const environment = world.environment();
  const [redis, prefix] = [new Redis(environment['REDIS_URL'] ?? ''), environment['REDIS_PREFIX'] ?? ''];
  onTestFinished(() => redis.disconnect());
  const stores = copyStores(redis, prefix);
  await writeDays(stores.copy, daysOfWindow({ first: OLDEST, last: addDays(OLDEST, 60) }), (day) => [aRecord({ id: day, customerName: 'Relecloud', operationDate: `${day}T10:00:00.0000000Z` })]);
  await sealDays({ ...stores, clock: () => NOW, log: createLogger('silent'), retentionDays: 400 });
  return { environment, redis, prefix, ...stores };
}

describe('roles/doctor on the local copy', () => {
  it('tells what is held and that it is as it was written', async () => {
    const { environment, seals } = await copiedWorld();

    const { code, text, lines } = await consult(environment);

    expect(code).toBe(0);
    expect(lines('Copy')).toEqual([expect.stringMatching(/^ok .* 61 records of 61 days in \d+ bytes; the first fill has 61 of 90 days$/)]);
    expect(lines('Copy seals')).toEqual([expect.stringContaining(`61 links hold together and end with ${(await seals.chain()).at(-1)?.link}`)]);
    expect(text).not.toContain('Relecloud');
  });

  it('fails and names the day in which one byte was flipped', async () => {
    const { environment, redis, prefix } = await copiedWorld();
    const day = addDays(OLDEST, 17);
    await flipByte(redis, prefix, day);

    const { code, lines } = await consult(environment);

    expect(code).toBe(1);
    expect(lines('Copy seals')).toEqual([expect.stringMatching(new RegExp(`^FAIL .*not as it was written: ${Number(day.slice(8))} \\w+ ${day.slice(0, 4)} →`))]);
  });

  it('waits for Redis where there is none', async () => {
    const { environment } = await copiedWorld();

    const { lines } = await consult({ ...environment, REDIS_URL: 'redis://127.0.0.1:1' });

    expect(lines('Copy')).toEqual([expect.stringContaining('waits for Redis')]);
  });
});
