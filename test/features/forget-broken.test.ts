import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createAlertStore } from '../../src/store/alert-groups.ts';
import { createCustomerMemory } from '../../src/store/customer-memory.ts';
import { createSearchHistory } from '../../src/store/history.ts';
import { createOutbox } from '../../src/store/outbox.ts';
import { createReminders } from '../../src/store/reminders.ts';
import { createResultStore } from '../../src/store/results.ts';
import { createVault, OPEN_VAULT } from '../../src/store/vault.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { testRedis } from '../support/redis.ts';
import { textsIn } from '../support/redis-texts.ts';
import { someFacts } from '../support/results.ts';

const { redis } = testConnection();
const NOW = new Date('2026-11-21T12:00:00Z');
const GONE = 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f';
const TRACES = { customerId: GONE, names: ['Relecloud'], people: [], things: [] };
const PLACE = { kind: 'channel', id: 'COPS' } as const;
const [ANSWER, OTHER] = ['result-0000000000000001', 'result-0000000000000002'];

let prefix: string;

async function keepAnswer(id: string, customerId: string, vault = OPEN_VAULT): Promise<void> {
  const writer = createResultStore({ redis, prefix, vault, now: () => NOW.getTime() }).begin(id);
  const numbers = (await writer.append([aRecord({ customerId })])).filter((number) => number !== undefined);
  await writer.finish(someFacts({ id, planKey: id, command: 'last 7d', listed: numbers.length }), numbers);
}

async function putMessage(key: string, text: string): Promise<void> {
  await createOutbox({ redis, prefix }).put({ key, ruleId: 'r', place: PLACE, message: { kind: 'notice', text }, dueAt: NOW.toISOString() }, NOW);
}

describe('features/forget-customer, past what somebody broke', () => {
  beforeEach(() => {
    prefix = testRedis().prefix;
  });

  it('erases sealed searches and answers that do not open, since they may name anybody and can be had again', async () => {
    const vault = createVault(randomBytes(32));
    const memory = createCustomerMemory({ redis, prefix, vault });
    await keepAnswer(ANSWER, 'another', vault);
    await keepAnswer(OTHER, 'another', vault);
    const foreign = vault.seal('elsewhere', Buffer.from('x'));
    await redis.set(`${prefix}:result:${ANSWER}:chunk:0`, foreign);
    await redis.set(`${prefix}:question:alone`, vault.sealText('elsewhere', 'x'));
    await redis.lpush(`${prefix}:history:U0ONE`, vault.sealText('elsewhere', 'x'));
    await createSearchHistory({ redis, prefix, vault, now: () => NOW.getTime() }).note('U0ONE', { command: 'customer Contoso', zone: 'UTC', askedAt: NOW.toISOString() } as never);
    const expected = {
      answers: 1, searches: 2,
      unreadable: [
        { what: 'remembered search', key: `${prefix}:history:U0ONE`, fate: 'erased' }, { what: 'remembered search', key: `${prefix}:question:alone`, fate: 'erased' },
        { what: 'answer', key: `${prefix}:result:${ANSWER}:facts`, fate: 'erased' },
      ],
    };

    expect(await memory.count(TRACES)).toMatchObject(expected);
    expect(await memory.erase(TRACES)).toMatchObject(expected);
    expect(await memory.erase(TRACES)).toMatchObject({ answers: 0, searches: 0, unreadable: [] });
    expect([await redis.exists(`${prefix}:result:${ANSWER}:facts`), await redis.exists(`${prefix}:result:${OTHER}:facts`), await redis.llen(`${prefix}:history:U0ONE`)]).toEqual([0, 1, 1]);
  });

  it('erases an answer of which it is not readable what belongs to it', async () => {
    await keepAnswer(ANSWER, GONE);
    await redis.hset(`${prefix}:result-sizes`, ANSWER, '{"keys":5');

    expect(await createCustomerMemory({ redis, prefix }).erase(TRACES)).toMatchObject({ answers: 1, unreadable: [{ what: 'answer', fate: 'erased' }] });
    expect(await redis.keys(`${prefix}:result:*`)).toEqual([]);
    expect((await textsIn(redis, `${prefix}:`)).filter((text) => text.includes(GONE))).toEqual([]);
  });

  it.each([
    ['a card', 'alerts:card:c1', 'card'], ['the memory of a place', 'alerts:state:channel:COPS', 'memory'], ['a message that waits', 'outbox:row:a', 'delivery'], ['what a reminder said', 'reminders:r', 'memory'],
  ])('overwrites %s that cannot be read and names the customer, names one that may, and goes on', async (_what, place, field) => {
    const memory = createCustomerMemory({ redis, prefix });
    await putMessage('next', 'Relecloud moves');
    const [key, other] = [`${prefix}:${place}`, `${prefix}:${place}2`];
    await redis.hset(key, field, `{"customerId":"${GONE.toUpperCase()}"`, 'version', '7');
    await redis.hset(other, field, 'broken');
    const expected = { messages: 1, unreadable: [{ what: 'message', key, field, fate: 'erased' }, { what: 'message', key: other, field, fate: 'stays' }] };

    const counted = await memory.count(TRACES);
    expect([counted, await redis.hget(key, 'version')]).toMatchObject([expected, '7']);
    expect(await memory.erase(TRACES)).toMatchObject(expected);
    expect(await memory.erase(TRACES)).toMatchObject({ messages: 0, unreadable: [{ key: other }] });
    expect((await textsIn(redis, `${prefix}:`)).filter((text) => /relecloud|bbbb1b1b/i.test(text))).toEqual([]);
  });

  it('does not take a memory apart that is no memory', async () => {
    const storage = { redis, prefix };
    await createAlertStore(storage).write(PLACE, { version: 0, waiting: 5 as never, state: { groups: 'none' } as never }, []);

    expect(await createCustomerMemory(storage).erase(TRACES)).toMatchObject({ unreadable: [{ what: 'message', key: `${prefix}:alerts:state:channel:COPS`, fate: 'stays' }] });
  });

  it('leaves a reminder that was overwritten to begin anew', async () => {
    await redis.hset(`${prefix}:reminders:r`, 'memory', `{"customerId":"${GONE}"`, 'version', '7');

    await createCustomerMemory({ redis, prefix }).erase(TRACES);

    expect(await createReminders({ redis, prefix }).read('r')).toEqual({ version: 8, told: {}, waiting: [] });
  });
});
