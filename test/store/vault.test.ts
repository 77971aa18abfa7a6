import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { copiedDays } from '../../src/audit/copied-days.ts';
import type { Vault } from '../../src/features/vault-port.ts';
import { createCustomerMemory } from '../../src/store/customer-memory.ts';
import { createCopy } from '../../src/store/copy.ts';
import { createDirectory } from '../../src/store/directory.ts';
import { createFeed } from '../../src/store/feed.ts';
import { createSearchHistory } from '../../src/store/history.ts';
import { createResultStore } from '../../src/store/results.ts';
import { createSavedSearches } from '../../src/store/saved-searches.ts';
import { checkVault, createVault, OPEN_VAULT, openVault } from '../../src/store/vault.ts';
import { testConnection } from '../support/connection.ts';
import { firstChange, flipByte } from '../support/copies.ts';
import { aRecord } from '../support/records.ts';
import { textsIn } from '../support/redis-texts.ts';
import { someFacts } from '../support/results.ts';

const { redis, prefix } = testConnection();
const DAY = '2026-11-16';
const NOW = Date.parse('2026-11-21T10:00:00Z');
const RELECLOUD = 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f';
const RECORD = aRecord({ id: 'r-1', operationDate: `${DAY}T10:00:00.0000000Z`, customerId: RELECLOUD, customerName: 'Relecloud', userPrincipalName: 'Alice@partner.example' });
const SECRETS = ['relecloud', 'alice@partner', RELECLOUD];
const ASKED = { command: 'customer Relecloud', zone: 'UTC', askedAt: '2026-11-21T09:00:00.000Z', jobId: 'U0ONE-1' };

/** Everything that holds something of a record, or of what people typed, with this key. */
function memory(vault: Vault, part = `${prefix}:${randomUUID()}`) {
  const storage = { redis, prefix: part, vault };
  const now = () => NOW;
  const stores = {
    copy: createCopy(storage), feed: createFeed(storage), results: createResultStore({ ...storage, now }), directory: createDirectory({ ...storage, now }),
    history: createSearchHistory({ ...storage, now }), saved: createSavedSearches(storage), memory: createCustomerMemory(storage),
  };
  return {
    ...stores, part, storage,
    async fill(): Promise<void> {
      await stores.copy.write(firstChange(DAY, [RECORD], { feed: [{ row: 0, kind: 'news' }] }));
      await stores.directory.learn([RECORD]);
      await stores.history.note('U0ONE', ASKED);
      await stores.saved.add('U0ONE', { name: 'Relecloud', command: ASKED.command, savedAt: ASKED.askedAt });
      const writer = stores.results.begin('one');
      await writer.append([RECORD]);
      await writer.finish(someFacts({ id: 'one', command: ASKED.command, listed: 1 }), [0]);
    },
    /** All of it, read back. */
    read: async () => ({
      rows: (await stores.copy.read(DAY)).rows.map(({ record }) => record),
      fed: (await stores.feed.rows(await stores.feed.after(0, 10))).map(({ row }) => row.record),
      listed: await stores.results.records('one', 0, 1), facts: (await stores.results.facts('one'))?.command, question: await stores.results.question('one'),
      everybody: await stores.directory.everybody(), named: await stores.directory.customersNamed('rele'),
      asked: await stores.history.recent('U0ONE'), saved: await stores.saved.all('U0ONE'), found: (await stores.saved.find('U0ONE', 'RELECLOUD'))?.name,
      traces: await stores.memory.count({ customerId: RELECLOUD, names: await stores.memory.namesOf(RELECLOUD), people: ['Alice@partner.example'], things: [] }),
    }),
  };
}

const ALL_OF_IT = {
  rows: [RECORD], fed: [RECORD], listed: [RECORD], facts: ASKED.command, question: { command: ASKED.command, zone: 'Europe/Berlin' },
  everybody: { customers: [{ id: RELECLOUD, name: 'Relecloud' }], people: ['Alice@partner.example'] }, named: [{ id: RELECLOUD, name: 'Relecloud' }],
  asked: [ASKED], saved: [{ name: 'Relecloud', command: ASKED.command, savedAt: ASKED.askedAt }], found: 'Relecloud',
  traces: { answers: 1, searches: 2, stays: [{ what: 'saved search', name: 'Relecloud', where: { kind: 'person', id: 'U0ONE' } }], unreadable: [], messages: 0, known: 0, directoryEntries: 2 },
};

describe('store/vault', () => {
  it('leaves nothing readable in Redis with a key, and everything without one', async () => {
    const [open, sealed] = [memory(OPEN_VAULT), memory(createVault(randomBytes(32)))];
    await open.fill();
    await sealed.fill();

    const [openTexts, sealedTexts] = [await textsIn(redis, open.part), await textsIn(redis, sealed.part)];

    expect(SECRETS.filter((secret) => openTexts.some((text) => text.includes(secret)))).toEqual(SECRETS);
    expect(SECRETS.filter((secret) => sealedTexts.some((text) => text.includes(secret)))).toEqual([]);
    expect([await open.read(), await sealed.read()]).toEqual([ALL_OF_IT, ALL_OF_IT]);
  });

  it('reads what was written in clear before there was a key, replaces it sealed, and erases both', async () => {
    const open = memory(OPEN_VAULT);
    await open.fill();
    const sealed = memory(createVault(randomBytes(32)), open.part);
    const before = await sealed.read();
    await sealed.directory.learn([{ ...RECORD, operationDate: `${DAY}T11:00:00.0000000Z`, customerName: 'Relecloud Ltd' }]);

    expect(before).toEqual(ALL_OF_IT);
    expect(await sealed.saved.add('U0ONE', { name: 'relecloud', command: 'x', savedAt: ASKED.askedAt })).toBe('taken');
    expect(await sealed.directory.everybody()).toEqual({ customers: [{ id: RELECLOUD, name: 'Relecloud Ltd' }], people: ['Alice@partner.example'] });
    await sealed.memory.erase({ customerId: RELECLOUD, names: ['Relecloud'], people: ['Alice@partner.example'], things: [] });
    expect(await sealed.directory.everybody()).toEqual({ customers: [], people: [] });
    expect(await sealed.saved.remove('U0ONE', 'Relecloud')).toBe(true);
    expect(await sealed.saved.all('U0ONE')).toEqual([]);
  });

  it.each([['another key', createVault(randomBytes(32))], ['none', OPEN_VAULT]])('says clearly that %s cannot open what is there', async (_case, other) => {
    const sealed = memory(createVault(randomBytes(32)));
    await sealed.fill();
    await checkVault(sealed.storage);
    const wrong = memory(other, sealed.part);

    const reads = [
      () => wrong.copy.read(DAY), () => wrong.feed.after(0, 1).then((entries) => wrong.feed.rows(entries)), () => wrong.results.facts('one'), () => wrong.results.question('one'),
      () => wrong.directory.everybody(), () => wrong.history.recent('U0ONE'), () => wrong.saved.all('U0ONE'), () => checkVault(wrong.storage),
    ];

    for (const read of reads) await expect(read()).rejects.toMatchObject({ name: 'Problem', kind: 'storage', retryable: false, whatHappened: expect.stringMatching(/STORE_ENCRYPTION_KEY/) as string });
    expect((await sealed.copy.read(DAY)).rows).toHaveLength(1);
  });

  it('opens a value nowhere but where it was sealed', async () => {
    const { part, copy, results, fill, storage } = memory(createVault(randomBytes(32)));
    await fill();
    await copy.write(firstChange('2026-11-17', []));
    const chunk = await redis.hgetBuffer(`${part}:copy:day:${DAY}`, 'chunk:0');
    await redis.hset(`${part}:copy:day:2026-11-17`, 'chunk:0', chunk ?? '');
    await redis.rename(`${part}:result:one:facts`, `${part}:result:two:facts`);

    expect((await copy.read('2026-11-17')).rows).toEqual([]);
    await expect(results.facts('two')).rejects.toMatchObject({ name: 'Problem', whatHappened: 'A value in Redis was altered, or moved to another place.' });
    expect(() => storage.vault.openText('b', storage.vault.sealText('a', 'x'))).toThrow('altered');
  });

  it('takes a flipped byte of the copy as an altered day, not as another key', async () => {
    const { part, copy, fill } = memory(createVault(randomBytes(32)));
    await fill();
    await flipByte(redis, part, DAY);

    expect((await copy.read(DAY)).rows).toEqual([]);
    expect(copiedDays(await copy.ledger(), new Date(NOW)).readAt.has(DAY)).toBe(true);
  });

  it('never seals a value twice in the same way', () => {
    const vault = openVault(Buffer.alloc(32, 7).toString('base64'));

    const sealed = [1, 2, 3].map(() => vault.sealText('place', 'Relecloud'));

    expect(new Set(sealed).size).toBe(3);
    expect(sealed.map((text) => vault.openText('place', text))).toEqual(['Relecloud', 'Relecloud', 'Relecloud']);
    expect([vault.hide('a'), vault.hide('a') === vault.hide('b')]).toEqual([createVault(Buffer.alloc(32, 7)).hide('a'), false]);
  });
});
