import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { forget } from '../../src/roles/forget.ts';
import { createLogger } from '../../src/runtime/logger.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { createRules } from '../../src/store/rules.ts';
import { createSavedSearches } from '../../src/store/saved-searches.ts';
import { testConnection } from '../support/connection.ts';
import { copyStores, writeDays } from '../support/copies.ts';
import { aRecord } from '../support/records.ts';

const { redis, url } = testConnection();
const GUID = 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f';
const DAY = '2026-11-10';

async function terminal() {
  const part = `t-${randomUUID().slice(0, 8)}`;
  const { copy } = copyStores(redis, part);
  await writeDays(copy, [DAY], () => [aRecord({ id: 'a', customerId: GUID, customerName: 'Relecloud' }), aRecord({ id: 'b' })]);
  const said: string[] = [];
  const world = { environment: { REDIS_URL: url, REDIS_PREFIX: part }, clock: () => new Date('2026-11-21T10:00:00Z'), log: createLogger('silent') };
  const print = (line: string): void => void said.push(line);
  return {
    said,
    storage: { redis, prefix: part },
    run: (flags: readonly string[], answer?: string) => forget(flags, world, { print, ...(answer !== undefined && { ask: async () => answer }) }),
    held: async () => (await copy.read(DAY)).rows.map(({ record }) => record.id),
  };
}

describe('roles/forget', () => {
  it('only counts where nobody confirms it', async () => {
    const { run, said, held } = await terminal();

    expect([await run([GUID]), await run([GUID], 'yes')]).toEqual([0, 0]);
    expect(await held()).toEqual(['a', 'b']);
    expect(said[0]).toMatch(/^- 1 records in 1 days of the copy would be erased/);
    expect(said.at(-1)).toBe('Nothing was erased. Add --yes to erase it.');
  });

  it.each([[[GUID, '--yes']], [['--yes', GUID.toUpperCase()]]])('erases with %j, and says what remains', async (flags) => {
    const { run, said, held } = await terminal();

    expect(await run(flags)).toBe(0);
    expect(await held()).toEqual(['b']);
    expect(said.join('\n')).toMatch(/1 records in 1 days of the copy erased[\s\S]*What remains:[\s\S]*direct messages[\s\S]*exported[\s\S]*digests/);
    expect(said.join('\n')).toMatch(/0 saved searches and 0 rules name the customer and stay\n[\s\S]*rules that name the customer, as listed above: rules go on until somebody removes them/);
    expect(said.join('\n')).not.toContain('Relecloud');
  });

  it('names what stays and where, with what removes it', async () => {
    const { run, said, storage } = await terminal();
    const facts = { makerId: 'U0ONE', zone: 'UTC', madeAt: '2026-11-20T00:00:00.000Z', filter: { ...EVERYTHING, customers: [{ kind: 'name', name: 'relecloud' }] } } as const;
    const [rules, on] = [createRules(storage), { state: { kind: 'on' }, cursor: 0, held: 0 } as const];
    await rules.add({ ...facts, kind: 'alert', id: 'rule-0001', name: 'theirs\u001b[2J', place: { kind: 'channel', id: 'COPS' }, command: 'alert on customer Relecloud', isPack: false }, on);
    await rules.add({ ...facts, kind: 'mute', id: 'rule-0002', name: 'quiet', place: { kind: 'person', id: 'U0ONE' }, command: 'mute customer Relecloud for 1d because "x"', until: '2026-11-22T00:00:00.000Z', because: 'x', includingHigh: false }, on);
    await rules.add({ ...facts, kind: 'alert', id: 'rule-0003', name: 'others', place: { kind: 'channel', id: 'COPS' }, command: 'alert on risk high', filter: EVERYTHING, isPack: false }, on);
    await createSavedSearches(storage).add('U0ONE', { name: 'mine', command: 'customer Relecloud' } as never);

    await run([GUID, '--yes']);

    expect(said.join('\n')).toContain([
      '- 1 saved searches and 2 rules name the customer and stay:', '  - saved search “mine” of U0ONE: unsave mine',
      '  - mute “quiet” in direct messages to U0ONE: unmute quiet', '  - alert “theirs [2J” in the channel COPS: remove theirs [2J',
    ].join('\n'));
    expect(said.join('\n')).not.toContain('others');
  });

  it('names what cannot be read by its place, and erases all the same', async () => {
    const { run, said, storage, held } = await terminal();
    await storage.redis.hset(`${storage.prefix}:rules`, 'rule-0004', `{"name":"${GUID}"`);
    await storage.redis.hset(`${storage.prefix}:alerts:card:c1\u001b`, 'card', `{"customerId":"${GUID}"`);

    expect(await run([GUID, '--yes'])).toBe(0);
    expect(said.join('\n')).toContain([
      '- 1 values erased that cannot be read and may name the customer:', `  - message card of the hash ${storage.prefix}:alerts:card:c1 `,
      '- 1 values cannot be read, may name the customer and stay: restore or remove them in Redis:', `  - rule rule-0004 of the hash ${storage.prefix}:rules`,
    ].join('\n'));
    expect(await held()).toEqual(['b']);
  });

  it('erases when the id is typed again', async () => {
    const { run, held } = await terminal();
    await run([GUID], ` ${GUID} `);

    expect(await held()).toEqual(['b']);
  });

  it.each([[[]], [['Relecloud']], [[GUID, '--force']], [[GUID, GUID]]])('asks for a customer where it gets %j', async (flags) => {
    const { run, said, held } = await terminal();

    expect(await run(flags)).toBe(1);
    expect(said).toEqual([expect.stringContaining('npm run forget -- 11111111')]);
    expect(await held()).toEqual(['a', 'b']);
  });

  it('names what is wrong when Redis is not there', async () => {
    const { said } = await terminal();
    const world = { environment: { REDIS_URL: 'redis://127.0.0.1:1', REDIS_PREFIX: 'nowhere' }, clock: () => new Date(), log: createLogger('silent') };

    await expect(forget([GUID, '--yes'], world, { print: (line) => void said.push(line) })).rejects.toMatchObject({ whatHappened: 'Redis cannot be reached.' });
    await expect(forget([GUID], { ...world, environment: { REDIS_URL: 'http://x' } }, { print: () => undefined })).rejects.toThrow('REDIS_URL is not right');
  });
});
