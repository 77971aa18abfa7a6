import { describe, expect, it, onTestFinished } from 'vitest';
import { judgeServer } from '../../src/store/check-redis.ts';
import { configureRedis, consult, greenWorld, testWorld } from '../support/doctor.ts';

describe('store/check-redis', () => {
  it('tells that it is down, and looks at everything else', async () => {
    const world = await greenWorld();

    const { code, lines } = await consult({ ...world.environment(), REDIS_URL: 'redis://:not-for-print@127.0.0.1:1' });

    expect(code).toBe(1);
    expect(lines('Redis')).toEqual([expect.stringMatching(/^FAIL .*cannot be used \(ECONNREFUSED\) → Start Redis/)]);
    expect(lines('Partner Center')).toEqual([expect.stringMatching(/^ok /)]);
  });

  it('tells that it evicts', async () => {
    const world = await greenWorld();
    await configureRedis('maxmemory-policy', 'allkeys-lru');
    onTestFinished(() => configureRedis('maxmemory-policy', 'noeviction'));

    const { code, lines } = await consult(world.environment());

    expect(code).toBe(1);
    expect(lines('Redis eviction')).toEqual([expect.stringMatching(/^FAIL .*allkeys-lru: .*→ Set maxmemory-policy to noeviction/)]);
  });

  it('warns of what is lost without an append-only file', async () => {
    const world = await testWorld();

    const { code, lines } = await consult(world.environment());

    expect(code).toBe(0);
    expect(lines('Redis persistence')).toEqual([expect.stringMatching(/^warn .*append-only file off: .*are lost → Set appendonly to yes/)]);
  });

  it.each([
    ['redis_version:6.0.16', 1, 'warn', /^Redis 6\.0\.16 .*older than recommended/],
    ['redis_version:6.2.0', 1, 'ok', /^Redis 6\.2\.0 answers in 1\.0 ms$/],
    ['redis_version:7.2.4 valkey_version:8.0.1', 1, 'ok', /^Valkey 8\.0\.1 /],
    ['redis_version:7.2.4', 150, 'warn', /150\.0 ms, which is slow/],
  ])('judges a server that says %s and answers in %d ms as %s', (facts, ms, status, says) => {
    const finding = judgeServer(new Map(facts.split(' ').map((fact) => fact.split(':') as [string, string])), ms);

    expect(finding).toMatchObject({ status, says: expect.stringMatching(says) });
  });
});
