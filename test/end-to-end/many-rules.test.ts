import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WireRecord } from '../../sandbox/partner-center/wire.ts';
import { APP, type Channel } from '../../sandbox/slack/workspace.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { addDays } from '../../src/audit/dates.ts';
import type { AlertRule } from '../../src/features/rule.ts';
import { createRules } from '../../src/store/rules.ts';
import { testConnection } from '../support/connection.ts';
import { ADMIN, live, type Live } from '../support/live.ts';
import { until } from '../support/until.ts';

const storage = testConnection();
const SYNC_SECONDS = 5;
const ROUNDS = 3;
const CHANNELS: readonly Channel[] = Array.from({ length: 20 }, (_, index) => ({ id: `C0MANY${String(index).padStart(2, '0')}`, name: `many-${index}`, isPrivate: false, members: [ADMIN, APP.userId] }));

let world: Live;

const rule = (number: number): AlertRule => ({
  kind: 'alert', id: randomUUID(), name: `rule-${number}`, place: { kind: 'channel', id: CHANNELS[number % CHANNELS.length]?.id ?? '' }, makerId: ADMIN, zone: 'UTC',
  madeAt: new Date().toISOString(), command: 'alert on risk high', filter: { ...EVERYTHING, risks: ['high'] }, isPack: false,
});

async function keep(rules: readonly AlertRule[]): Promise<void> {
  const store = createRules({ redis: storage.redis, prefix: world.environment()['REDIS_PREFIX'] ?? '' });
  for (const one of rules) await store.add(one, { state: { kind: 'on' }, cursor: 0, held: 0 });
}

/** A customer's password is reset. */
const reset = (agoMs: number): WireRecord => ({
  id: randomUUID(), operationDate: new Date(Date.now() - agoMs).toISOString(), operationType: 'reset_customer_user_password', operationStatus: 'succeeded', resourceType: 'customer_user',
  userPrincipalName: 'alice@partner.example', customerId: randomUUID(), customerName: 'Relecloud',
});

/** Requests in so many rounds. Each round begins with the days in which news appear. */
async function requestsInRounds(): Promise<number> {
  const today = new Date().toISOString().slice(0, 10);
  const begins = (): readonly number[] => world.partnerCenter.requests.flatMap(({ query }, at) => (query['startdate']?.slice(0, 10) === addDays(today, -3) ? [at] : []));
  const before = begins().length;
  await until(() => begins().length > before + ROUNDS, 120_000);
  const [from = 0, to = 0] = [begins()[before], begins()[before + ROUNDS]];
  return to - from;
}

describe('many rules, with the whole bot', () => {
  beforeAll(async () => {
    world = await live({ copy: 'kept', partnerCenter: { records: [1, 2, 3].map((days) => reset(days * 86_400_000)) }, slack: { channels: CHANNELS } });
    await keep([rule(0)]);
    const bot = await world.startBot({ SYNC_SECONDS: String(SYNC_SECONDS) });
    await until(() => bot.lines.some(({ msg }) => msg === 'days of the copy sealed'), 60_000);
    // What the first fill leaves over is read by then.
    await requestsInRounds();
  }, 240_000);

  it('asks Partner Center as often for 200 rules in 20 channels as for one, and all of them speak', async () => {
    const forOne = await requestsInRounds();

    await keep(Array.from({ length: 199 }, (_, index) => rule(index + 1)));
    world.partnerCenter.addRecords([reset(0)]);
    const forMany = await requestsInRounds();
    await until(() => world.slack.allMessages().length === 200, 90_000);

    console.log(`requests in ${ROUNDS} rounds: ${forOne} for one rule, ${forMany} for 200`);
    expect(forOne).toBeGreaterThanOrEqual(ROUNDS);
    expect(forMany).toBe(forOne);
    expect(new Set(world.slack.allMessages().map(({ channel }) => channel)).size).toBe(CHANNELS.length);
  }, 400_000);
});
