/** Every number of an answer, held against counting by hand over the whole log. */
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryDirectory, memoryEndDateReading, memoryFreshness, openGate } from '../sandbox/memory.ts';
import { startPartnerCenter, type PartnerCenterStandIn } from '../sandbox/partner-center/server.ts';
import { startEntra, type EntraStandIn } from '../sandbox/entra/server.ts';
import { createLog } from '../sandbox/partner-center/story/log.ts';
import { createRandom } from '../sandbox/partner-center/story/random.ts';
import type { WireRecord } from '../sandbox/partner-center/wire.ts';
import type { AuditFilter, CustomerRef } from '../src/audit/filter.ts';
import { findAnswer } from '../src/features/run-search.ts';
import { readPage } from '../src/features/show-page.ts';
import { connectPartnerCenter } from '../src/partner-center/connect.ts';
import { createLogger } from '../src/runtime/logger.ts';
import { createResultStore } from '../src/store/results.ts';
import { testConnection } from './support/connection.ts';

const QUESTIONS = 300;
const RECORDS = 20_000;
const DAY_MS = 86_400_000;
const NOW = new Date('2026-11-21T10:00:00Z');
const OLDEST = Date.parse('2026-08-24T00:00:00Z');

const { redis, prefix } = testConnection();
const log = createLog({ count: RECORDS, seed: 'oracle', from: new Date(OLDEST), to: NOW });
let partnerCenter: PartnerCenterStandIn;
let entra: EntraStandIn;
let close: () => Promise<void>;
let ask: (filter: AuditFilter, from: Date, to: Date) => ReturnType<typeof findAnswer>;
const results = createResultStore({ redis, prefix, now: Date.now });

/** What makes one record of the log recognisable on both sides. */
function mark(record: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(['operationDate', 'operationType', 'operationStatus', 'customerId', 'userPrincipalName', 'id', 'customizedData']
    .map((field) => record[field] ?? null));
}

const lower = (text: unknown): string => (typeof text === 'string' ? text.toLowerCase() : '');

/** Counting by hand: every record of the log is looked at, with nothing of the product. */
function byHand(filter: AuditFilter, from: Date, to: Date): readonly string[] {
  const fits = (wanted: readonly string[], value: unknown): boolean => wanted.length === 0 || wanted.some((one) => value !== undefined && value !== null && lower(one) === lower(value));
  return log.filter((record) => {
    const cut = (instant: Date): string => instant.toISOString().replace('Z', '0000Z');
    if (record.operationDate < cut(from) || record.operationDate >= cut(to)) return false;
    const isCustomer = filter.customers.length === 0 || filter.customers.some((customer) => (customer.kind === 'id'
      ? lower(record.customerId) === lower(customer.id)
      : lower(record.customerName).includes(lower(customer.name))));
    return isCustomer && fits(filter.users, record.userPrincipalName) && fits(filter.operations, record.operationType)
      && fits(filter.resources, record.resourceType) && fits(filter.statuses, record.operationStatus);
  }).map(mark).toSorted();
}

/** A question somebody might ask of this log; every part of it is taken from some record. */
function question(number: number) {
  const random = createRandom(`question ${number}`);
  const any = (): WireRecord => random.pick(log);
  const some = <T>(chance: number, values: () => readonly T[]): readonly T[] => (random.next() < chance ? values() : []);
  const filter: AuditFilter = {
    customers: some(0.5, (): readonly CustomerRef[] => {
      const { customerId, customerName } = any();
      const part = customerName?.slice(0, random.int(2, 8)).trim();
      return random.next() < 0.5 && customerId ? [{ kind: 'id', id: customerId }] : part ? [{ kind: 'name', name: part }] : [];
    }),
    users: some(0.2, () => [any().userPrincipalName ?? 'nobody@partner.example', any().userPrincipalName ?? 'x@partner.example']),
    operations: some(0.2, () => [any().operationType, any().operationType]),
    resources: some(0.3, () => [any().resourceType]),
    statuses: some(0.2, () => [any().operationStatus]),
  };
  const to = random.next() < 0.3
    ? Math.floor((OLDEST + random.next() * (NOW.getTime() - OLDEST)) / DAY_MS + 1) * DAY_MS
    : OLDEST + random.next() * (NOW.getTime() - OLDEST);
  const from = random.next() < 0.3 ? Math.floor((to - random.next() * 5 * DAY_MS) / DAY_MS) * DAY_MS : to - random.next() ** 2 * 60 * DAY_MS;
  return { filter, from: new Date(Math.max(OLDEST, Math.min(from, to - 1))), to: new Date(Math.min(to, NOW.getTime())) };
}

describe('answers against counting by hand', () => {
  beforeAll(async () => {
    const [tenantId, clientId, secret] = [randomUUID(), randomUUID(), randomUUID()];
    entra = await startEntra({ tenantId, clients: [{ clientId, secret }], now: () => NOW });
    partnerCenter = await startPartnerCenter({ records: log, now: () => NOW });
    const silent = createLogger('silent');
    const connected = connectPartnerCenter({
      tenantId, clientId, credential: { kind: 'secret', secret: () => secret }, cloud: 'global', partnerCenterUrl: partnerCenter.url, entraAuthorityUrl: entra.url,
      environment: {}, gate: openGate(), concurrency: 4, endDateReading: memoryEndDateReading(), clock: () => NOW, random: Math.random, newId: randomUUID, log: silent,
    });
    close = connected.close;
    ask = (filter, from, to) => findAnswer({
      source: connected.source, results, directory: memoryDirectory(), freshness: memoryFreshness(), clock: () => NOW, log: silent, newResultId: () => randomUUID(),
      hash: (text) => createHash('sha256').update(text).digest('hex'),
    }, {
      command: 'x', zone: 'UTC', filter, from: from.toISOString(), to: to.toISOString(), clamped: false,
      correlationId: randomUUID(),
    }, AbortSignal.timeout(60_000));
  });
  afterAll(async () => {
    await close();
    await Promise.all([partnerCenter.close(), entra.close()]);
  });

  it('has a log with the edges that matter', () => {
    const perDay = Map.groupBy(log, ({ operationDate }) => operationDate.slice(0, 10));

    expect(log).toHaveLength(RECORDS);
    expect([...perDay.values()].some((day) => day.length > 500)).toBe(true);
    expect(log.some(({ operationDate }) => operationDate.endsWith('23:59:59.9999999Z'))).toBe(true);
    expect(log.some(({ id }) => !id)).toBe(true);
  });

  it(`lists and counts every matching record once, for ${QUESTIONS} questions`, { timeout: 300_000 }, async () => {
    let matched = 0;
    for (let number = 0; number < QUESTIONS; number += 1) {
      const { filter, from, to } = question(number);
      const expected = byHand(filter, from, to);
      const facts = await ask(filter, from, to);
      const listed = await results.records(facts.id, 0, facts.listed);

      expect((listed ?? []).map(mark).toSorted(), `question ${number}`).toEqual(expected);
      expect(facts.summary.total).toBe(expected.length);
      expect(facts.summary.operations.reduce((sum, { count }) => sum + count, 0)).toBe(expected.length);
      matched += expected.length;
    }
    expect(matched).toBeGreaterThan(QUESTIONS);
  });

  it('visits each listed record once, page by page, newest first', async () => {
    const facts = await ask({ customers: [], users: [], operations: [], resources: ['order'], statuses: [] }, new Date(NOW.getTime() - 20 * DAY_MS), NOW);
    const visited: Readonly<Record<string, unknown>>[] = [];
    let pageCount = 1;
    for (let page = 0; page < pageCount; page += 1) {
      const screen = await readPage(results, facts, page);
      if (screen.kind !== 'summary') continue;
      pageCount = screen.pageCount;
      visited.push(...screen.records);
    }

    expect(visited).toHaveLength(facts.summary.total);
    expect(new Set(visited.map(mark)).size).toBe(facts.summary.total);
    expect(visited.map(({ operationDate }) => String(operationDate))).toEqual(visited.map(({ operationDate }) => String(operationDate)).toSorted().toReversed());
  });
});
