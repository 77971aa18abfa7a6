import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryResults } from '../../sandbox/memory.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { foldCase } from '../../src/audit/filter.ts';
import { parseCommand } from '../../src/command/parse.ts';
import type { ResultStore } from '../../src/features/answer-ports.ts';
import type { Person } from '../../src/features/people-ports.ts';
import { Problem } from '../../src/features/problem.ts';
import type { ResultFacts } from '../../src/features/result-facts.ts';
import { recordAt, searchesFrom, showRecord } from '../../src/features/show-record.ts';
import { notebook } from '../slack/running-app.ts';
import { aRecord } from '../support/records.ts';
import { someFacts } from '../support/results.ts';

const NOW = new Date('2026-11-21T10:00:00.000Z');
const ID = 'result-0000000000000001';
const PERSON: Person = { id: 'U0ONE', teamId: 'T1', isAdmin: true, isGuest: false, isBot: false, isDeactivated: false, isStranger: false, zone: 'Europe/Berlin' };
const ZONE = 'Europe/Berlin';

async function kept(records: readonly AuditRecord[], facts: Partial<ResultFacts> = {}): Promise<ResultStore> {
  const results = memoryResults();
  const writer = results.begin(ID);
  await writer.append(records);
  await writer.finish(someFacts({ id: ID, listed: records.length, ...facts }), records.map((_, index) => index));
  return results;
}

/** A copy of these records by their days; `looked` notes which days were read. */
function copyOf(held: readonly AuditRecord[], looked: string[] = []) {
  const days = Map.groupBy(held, ({ operationDate }) => operationDate.slice(0, 10));
  return {
    read: async (day: string) => {
      looked.push(day);
      return { rows: (days.get(day) ?? []).map((record, number) => ({ number, record, seenAt: record.operationDate })), version: days.has(day) ? 1 : 0 };
    },
  };
}

function depsOf(results: ResultStore, person: Partial<Person> = {}, held: readonly AuditRecord[] = []) {
  return {
    results, copy: copyOf(held), people: { find: async () => ({ ...PERSON, ...person }), isInGroup: async () => false },
    policy: { rules: [{ kind: 'admins' as const }], organisation: { teamId: 'T1' } },
    defaultZone: 'UTC', clock: () => NOW, log: notebook(),
  };
}

const ASKER = { userId: 'U0ONE' };

function subscription(quantity: number, operationDate: string, facts: Partial<AuditRecord> = {}): AuditRecord {
  const resourceNewValue = JSON.stringify({ Id: 'aaaa0a0a-bb1b', Quantity: quantity });
  return aRecord({ id: operationDate, operationType: 'update_subscription', resourceType: 'subscription', customerId: 'c', resourceNewValue, operationDate, ...facts });
}

/** Other work of the same customer, one record a minute, newest first. */
function others(count: number): readonly AuditRecord[] {
  return Array.from({ length: count }, (_, index) => aRecord({ id: `other ${index}`, customerId: 'c', resourceNewValue: `{"Id":"${index}","Quantity":1}`, operationDate: new Date(Date.parse('2026-11-19T00:00:00Z') - index * 60_000).toISOString().replace('Z', '0000Z') }));
}

const NEWEST = subscription(250, '2026-11-20T15:05:12.0589308Z');
const BEFORE = subscription(25, '2026-10-03T09:00:00.0000000Z');
const LONG_BEFORE = subscription(5, '2026-09-03T09:00:00.0000000Z');

describe('features/show-record', () => {
  it('shows the record at a place, when it is read, in whose zone, and where it is kept', async () => {
    const results = await kept([aRecord({ id: 'a' }), aRecord({ id: 'b' })]);

    expect(await showRecord(depsOf(results), ASKER, ID, 1)).toEqual({ kind: 'record', record: aRecord({ id: 'b' }), zone: ZONE, now: NOW, at: { resultId: ID, place: 1 } });
  });

  it('tells the last record before it that the copy or the answer holds, and whether only the answer does', async () => {
    const [first, second, last] = [subscription(25, '2026-11-01T09:00:00.0000000Z'), subscription(40, '2026-11-13T09:00:00.0000000Z'), subscription(50, '2026-11-19T09:00:00.0000000Z')];
    const [byBob, lastDays] = [await kept([last, first]), await kept([last])];

    for (const results of [byBob, lastDays]) {
      const screen = await showRecord(depsOf(results, {}, [first, second, last]), ASKER, ID, 0);
      expect(screen).toMatchObject({ record: last, earlier: second });
      expect(screen).not.toHaveProperty('earlierFrom');
    }
    expect(await showRecord(depsOf(await kept([last, second]), {}, [first]), ASKER, ID, 0)).toMatchObject({ earlier: second, earlierFrom: 'answer' });
    expect(await showRecord(depsOf(byBob, {}, [first]), ASKER, ID, 0)).not.toHaveProperty('earlierFrom');
  });

  it('reads the copy from the day of the record back, no further than it must', async () => {
    const [held, inAnswer]: [string[], string[]] = [[], []];
    const answered = await kept([NEWEST, subscription(30, '2026-11-18T09:00:00.0000000Z')]);
    await showRecord({ ...depsOf(answered), copy: copyOf([subscription(40, '2026-11-19T09:00:00.0000000Z')], held) }, ASKER, ID, 0);
    await showRecord({ ...depsOf(answered), copy: copyOf([], inAnswer) }, ASKER, ID, 0);

    expect(held).toEqual(['2026-11-20', '2026-11-19']);
    expect(inAnswer).toEqual(['2026-11-20', '2026-11-19', '2026-11-18']);
  });

  it('says nothing of the answer where there was no time to look through the copy as far back', async () => {
    let now = NOW.getTime();
    const { read } = copyOf([LONG_BEFORE]);
    const slow = { ...depsOf(await kept([NEWEST, BEFORE])), copy: { read: async (day: string) => ((now += 600), read(day)) }, clock: () => new Date(now) };

    expect(await showRecord(slow, ASKER, ID, 0)).not.toHaveProperty('earlier');
    expect(now - NOW.getTime()).toBeLessThan(3_000);
  });

  it('adds the newest earlier record of the same thing that the answer holds', async () => {
    const results = await kept([NEWEST, ...others(700), BEFORE, LONG_BEFORE]);

    expect(await showRecord(depsOf(results), ASKER, ID, 0)).toMatchObject({ record: NEWEST, earlier: BEFORE });
    expect(await recordAt(depsOf(results), ASKER, ID, 0)).not.toHaveProperty('earlier');
  });

  it('finds the newest earlier one in whatever order an answer is listed', async () => {
    const results = await kept([LONG_BEFORE, BEFORE, ...others(300), NEWEST], { shape: { sort: { column: 'date', direction: 'asc' } } });

    expect(await showRecord(depsOf(results), ASKER, ID, 302)).toMatchObject({ record: NEWEST, earlier: BEFORE });
  });

  it('says nothing of an order in which a newer one may stand where it did not look', async () => {
    const results = await kept([LONG_BEFORE, ...others(2_000), BEFORE, NEWEST], { shape: { sort: { column: 'date', direction: 'asc' } } });

    expect(await showRecord(depsOf(results), ASKER, ID, 2_002)).not.toHaveProperty('earlier');
  });

  it('gives up the look through the answer after a second', async () => {
    const results = await kept([NEWEST, ...others(700), BEFORE]);
    let now = NOW.getTime();
    const deps = { ...depsOf({ ...results, records: async (...asked) => ((now += 1_000), results.records(...asked)) }), clock: () => new Date(now) };

    expect(await showRecord(deps, ASKER, ID, 0)).not.toHaveProperty('earlier');
    expect(now - NOW.getTime()).toBe(3_000);
  });

  it('looks no further than 2,000 places', async () => {
    const [within, beyond] = [await kept([NEWEST, ...others(1_998), BEFORE, LONG_BEFORE]), await kept([NEWEST, ...others(2_000), BEFORE])];

    expect(await showRecord(depsOf(within), ASKER, ID, 0)).toHaveProperty('earlier', BEFORE);
    expect(await showRecord(depsOf(beyond), ASKER, ID, 0)).not.toHaveProperty('earlier');
  });

  it('does not look where the record itself says what was before', async () => {
    const results = await kept([{ ...NEWEST, resourceOldValue: '{"Quantity":200}' }, BEFORE]);

    expect(await showRecord(depsOf(results), ASKER, ID, 0)).not.toHaveProperty('earlier');
  });

  it('shows the record all the same when the look for an earlier value fails', async () => {
    const results = await kept([NEWEST, BEFORE]);
    const gone = new Problem({ kind: 'unavailable', retryable: true, whatHappened: 'Redis is gone.', whatToDo: 'Wait.' });
    const deps = depsOf({ ...results, records: async (id, from, count) => (count > 1 ? Promise.reject(gone) : results.records(id, from, count)) });

    expect(await showRecord(deps, ASKER, ID, 0)).toMatchObject({ kind: 'record', record: NEWEST });
    expect(deps.log.lines.map(({ text }) => text)).toEqual(['no earlier value could be looked for']);
  });

  it('says what was asked where the answer has expired, and nothing to whom may not ask', async () => {
    const results = { ...memoryResults(), question: async () => ({ command: 'customer Relecloud last 7d', zone: ZONE }) };

    expect(await showRecord(depsOf(results), ASKER, ID, 0)).toEqual({ kind: 'record-expired', command: 'customer Relecloud last 7d' });
    expect(await showRecord(depsOf(results, { isGuest: true }), ASKER, ID, 0)).toEqual({ kind: 'record-refused', refusal: 'guest', userId: 'U0ONE' });
  });
});

/** The one value that a search asks for; nothing where there is no search. */
function valueAsked(command: string | undefined): string | undefined {
  const read = command === undefined ? undefined : parseCommand(command, { now: NOW, zone: ZONE });
  if (read === undefined) return undefined;
  const { users, customers, texts = [] } = read.kind === 'search' ? read.search.filter : { users: [], customers: [] };
  const values = [...users, ...customers.map((customer) => (customer.kind === 'id' ? customer.id : customer.name)), ...texts];
  return values.length === 1 ? values[0] : `not one value but ${JSON.stringify(read)}`;
}

describe('features/show-record: searchesFrom', () => {
  const search = (facts: Partial<AuditRecord>) => searchesFrom(aRecord(facts), ZONE, NOW);

  it('asks by user and customer for 30 days, and by session around the day in the reader\'s zone', () => {
    const facts = { userPrincipalName: 'alice@partner.example', customerId: 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', customerName: 'Relecloud', sessionId: '9c75b432-a7b3', originalCorrelationId: '94588c3f', operationDate: '2026-11-19T23:30:00.0000000Z' };

    expect(search(facts)).toEqual({
      user: 'user alice@partner.example last 30d',
      customer: 'customer bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f last 30d',
      session: { by: 'session', command: 'text "9c75b432-a7b3" around 2026-11-20' },
    });
  });

  it('asks by name where there is no customer id, and by correlation where there is no session', () => {
    const facts = { customerId: 'not-a-guid', customerName: 'Contoso "GmbH" & Co, failed', originalCorrelationId: '94588c3f-5e41' };

    expect(search(facts)).toEqual({
      customer: String.raw`customer "Contoso \"GmbH\" & Co, failed" last 30d`,
      session: { by: 'correlation', command: 'text "94588c3f-5e41" around 2026-11-20' },
    });
  });

  it.each<readonly [string, Partial<AuditRecord>]>([
    ['what is not there', {}],
    ['what is blank', { userPrincipalName: ' ', customerName: '', sessionId: '\t' }],
    ['a star, which would stand for any text', { userPrincipalName: '*@partner.example' }],
    ['what does not fit into a command', { userPrincipalName: `${'u'.repeat(2_500)}@partner.example`, customerName: 'c'.repeat(2_500) }],
    ['a day the log no longer reaches', { sessionId: '9c75b432', operationDate: '2026-01-20T15:05:12.0589308Z' }],
  ])('leaves out %s', (_case, facts) => {
    expect(search(facts)).toEqual({});
  });

  it('says of any value what parses back to it, or nothing', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('"', '\\', 'last 7d', '<!channel>', '<mailto:a@b|a@b>', "O'Brien", '“x”', 'not failed', ',', '&amp;'));
    fc.assert(fc.property(text, text, text, (userPrincipalName, customerName, sessionId) => {
      const { user, customer, session } = search({ userPrincipalName, customerName, sessionId });

      // As filters compare: letter case and what nobody sees make no other value.
      const values = [userPrincipalName, customerName, sessionId].map((value) => foldCase(value.normalize('NFC')));
      expect([user, customer, session?.command].map((command, index) => foldCase(valueAsked(command) ?? values[index] ?? ''))).toEqual(values);
    }));
  });
});
