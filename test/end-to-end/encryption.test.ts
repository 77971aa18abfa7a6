/** A bot with STORE_ENCRYPTION_KEY, and all that it leaves in Redis. */
import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBot } from '../../sandbox/bot.ts';
import { CUSTOMERS, PEOPLE } from '../../sandbox/partner-center/story/cast.ts';
import { live, type Live } from '../support/live.ts';
import { read } from '../support/reading.ts';
import { textsIn } from '../support/redis-texts.ts';
import { until } from '../support/until.ts';

const KEY = { STORE_ENCRYPTION_KEY: randomBytes(32).toString('base64') };
/** One is called Customer, which is a word of our own keys. */
const SECRETS = [...CUSTOMERS.flatMap(({ id, name }) => (name === 'Customer' ? [id] : [id, name])), ...PEOPLE.map(({ userPrincipalName }) => userPrincipalName), 'http://127.0.0.1'];

let world: Live;
let redis: Redis;

/** Which of all names, ids and addresses somebody finds who reads all of Redis. */
async function found(): Promise<readonly string[]> {
  const texts = await textsIn(redis, world.environment()['REDIS_PREFIX'] ?? '');
  expect(texts.length).toBeGreaterThan(10);
  return SECRETS.filter((secret) => texts.some((text) => text.includes(secret.toLowerCase())));
}

describe('a bot that encrypts what it keeps', () => {
  beforeAll(async () => {
    world = await live({ copy: 'kept' });
    redis = new Redis(world.environment()['REDIS_URL'] ?? '');
  });
  afterAll(() => redis.disconnect());

  it('holds a waiting search sealed, answers it, fills its copy, and leaves nothing readable', { timeout: 180_000 }, async () => {
    await world.startBot({ ...KEY, ROLE: 'web' });
    const { acknowledgement, answer } = await world.type('customer Relecloud last 30d');
    const waiting = await found();
    await world.startBot({ ...KEY, ROLE: 'worker' });
    const answered = read(await answer());
    await world.type('save "Relecloud for me" customer Relecloud last 7d');
    await until(async () => await redis.hlen(`${world.environment()['REDIS_PREFIX']}:copy:ledger`) >= 89, 100_000);

    expect(read(acknowledgement)).toContain('Relecloud');
    expect(answered).toMatch(/operations? for Relecloud/);
    expect(waiting).toEqual([]);
    expect(await found()).toEqual([]);
    expect(read((await world.type('saved')).acknowledgement)).toContain('Relecloud for me');
  });

  it.each([['another key', { STORE_ENCRYPTION_KEY: randomBytes(32).toString('base64') }], ['no key', {}]])('does not start with %s, and says why', async (_case, environment) => {
    const starting = startBot({ ...world.environment('http'), ...environment, ROLE: 'web' });

    await expect(starting).rejects.toThrow(/STORE_ENCRYPTION_KEY.*sets the key again/s);
  });
});
