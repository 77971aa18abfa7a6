import { describe, expect, it } from 'vitest';
import { memoryDirectory, memoryFreshness } from '../../sandbox/memory.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { matchesLasting, matchesState } from '../../src/audit/filter.ts';
import { daysOfWindow, planQuery } from '../../src/audit/query.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { nearestSearches } from '../../src/features/nearest-searches.ts';
import type { DayFacts } from '../../src/features/copy-ports.ts';
import type { RecordSource } from '../../src/features/ports.ts';
import { aRecord } from '../support/records.ts';
import { someFacts } from '../support/results.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

/** A log that knows the one condition of the server, and hands over one page for each window. */
function logOf(records: readonly AuditRecord[], pagesPerWindow = 1) {
  const asked: string[] = [];
  const source: RecordSource = {
    async *pages({ windows, serverFilter, copied }, { signal }) {
      for (const day of copied?.windows.flatMap(daysOfWindow) ?? []) yield { window: { first: day, last: day }, records: records.filter(({ operationDate }) => operationDate.startsWith(day)), unreadable: 0, repeats: 0, fromCopy: true };
      for (const window of windows) {
        asked.push(`${serverFilter?.value ?? 'everything'} ${window.first}`);
        const held = records.filter(({ operationDate, customerName = '' }) => (
          operationDate.slice(0, 10) >= window.first && operationDate.slice(0, 10) <= window.last
          && (serverFilter === undefined || customerName.toLowerCase().includes(serverFilter.value.toLowerCase()))));
        for (let page = 0; page < pagesPerWindow; page += 1) {
          signal.throwIfAborted();
          yield { window, records: page === 0 ? held : [], unreadable: 0, repeats: 0 };
        }
      }
    },
  };
  return { source, asked };
}

/** What is next to a search that found nothing in this log. */
async function nearestTo(command: string, records: readonly AuditRecord[], { pages = 1, known = records, ledger = [] }: { readonly pages?: number; readonly known?: readonly AuditRecord[]; readonly ledger?: readonly DayFacts[] } = {}) {
  const parsed = parseCommand(command, { now: NOW, zone: 'UTC' });
  if (parsed.kind !== 'search') throw new Error('not a search');
  const plan = planQuery({ filter: parsed.search.filter, range: parsed.range }, NOW);
  expect(records.filter((record) => record.operationDate >= plan.from && matchesLasting(record, plan.filter) && matchesState(record, plan.filter))).toEqual([]);
  const { source, asked } = logOf(records, pages);
  const directory = memoryDirectory();
  await directory.learn(known);
  const facts = someFacts({ command, zone: 'UTC', plan, readAt: NOW.toISOString() });
  const nearest = await nearestSearches({ source, copy: { ledger: async () => ledger }, directory, freshness: memoryFreshness(), clock: () => NOW }, facts, { correlationId: 'c', signal: new AbortController().signal });
  return { ...nearest, asked };
}

const on = (day: string, facts: Partial<AuditRecord> = {}) => aRecord({ id: JSON.stringify([day, facts]), operationDate: `${day}T09:00:00.0000000Z`, customerName: 'Relecloud', customerId: 'r', ...facts });

describe('features/nearest-searches', () => {
  it('looks further back: 30 days, and the whole log only where they hold nothing', async () => {
    const recent = await nearestTo('customer Relecloud last 7d', [on('2026-11-01'), on('2026-09-10')]);
    const old = await nearestTo('customer Relecloud last 7d', [on('2026-09-10')]);

    expect(recent.searches).toEqual([{ command: 'customer Relecloud last 30d', count: 1 }]);
    expect(old.searches).toEqual([{ command: 'customer Relecloud last 89d', count: 1 }]);
  });

  it('leaves one condition out, and counts what is then found', async () => {
    const { searches } = await nearestTo('customer Relecloud not op create_order status failed last 7d', [on('2026-11-20'), on('2026-11-19', { operationType: 'update_order' }), on('2026-11-18', { operationStatus: 'failed' })]);

    expect(searches).toEqual([
      { command: 'customer Relecloud not op create_order last 7d', count: 1 },
      { command: 'customer Relecloud status failed last 7d', count: 1 },
    ]);
  });

  it('takes the longest time and leaves one condition out at once, where neither alone finds anything', async () => {
    const { searches, asked } = await nearestTo('customer Relecloud op create_order status failed last 1h', [on('2026-10-02', { operationStatus: 'failed', operationType: 'update_order' }), on('2026-10-03')]);

    expect(searches).toEqual([
      { command: 'customer Relecloud op create_order last 89d', count: 1 },
      { command: 'customer Relecloud status failed last 89d', count: 1 },
    ]);
    expect(asked.length).toBeLessThanOrEqual(6);
  });

  it('leaves out the condition of the server over the longest time where that costs few requests: the copy holds the days', async () => {
    const records = [on('2026-10-02', { customerName: 'Contoso', operationStatus: 'failed' })];
    const ledger = daysOfWindow({ first: '2026-08-24', last: '2026-11-17' }).map((day): DayFacts => ({ day, records: 1, bytes: 1, readAt: NOW.toISOString(), firstReadAt: NOW.toISOString(), next: 1, sha256: '' }));
    const command = 'customer Relecloud op create_order status failed last 1h';
    const [held, asked] = [await nearestTo(command, records, { ledger }), await nearestTo(command, records)];

    expect(held.searches).toEqual([{ command: 'op create_order status failed last 89d', count: 1 }]);
    expect([held.asked.length, asked.asked.length].every((count) => count <= 6)).toBe(true);
    expect(asked.searches).toEqual([]);
  });

  it('does not widen what one change finds, nor leaves the only condition out of all time', async () => {
    expect((await nearestTo('customer Relecloud status failed last 7d', [on('2026-11-20')])).searches).toEqual([{ command: 'customer Relecloud last 7d', count: 1 }]);
    expect((await nearestTo('customer Nowhere last 7d', [on('2026-10-02')])).searches).toEqual([]);
  });

  it('tells where every value is known, so that nothing can be spelled wrongly', async () => {
    const known = [on('2026-09-01', { userPrincipalName: 'alice@partner.example' })];

    expect(await nearestTo('customer relecloud user *@partner.example op create_* status failed risk high last 7d', [], { known })).toMatchObject({ searches: [], isKnown: true });
    for (const part of ['customer Nowhere', 'user bob@partner.example', 'not customer Nowhere', 'text anything', 'op "new_thing" raw']) {
      expect([part, await nearestTo(`${part} status failed last 7d`, [], { known })]).not.toEqual([part, expect.objectContaining({ isKnown: true })]);
    }
  });

  it('names the known customer or person whose name comes near', async () => {
    const records = [on('2026-11-20', { customerName: 'Relecloud Nord', userPrincipalName: 'alice@partner.example' })];

    expect((await nearestTo('customer Relcloud last 7d', records)).searches[0]).toEqual({ command: 'customer "Relecloud Nord" last 7d', count: 1 });
    expect((await nearestTo('user alcie@partner.example last 7d', records)).searches[0]).toEqual({ command: 'user alice@partner.example last 7d', count: 1 });
  });

  it('says how far back there is nothing, when it has looked', async () => {
    expect(await nearestTo('customer Nowhere last 7d', [on('2026-11-20')])).toMatchObject({ noneIn: 89, searches: [{ command: 'last 7d', count: 1 }], holdsRecords: true });
  });

  it('says that an account holds nothing, once it has asked', async () => {
    expect(await nearestTo('last 7d', [])).toMatchObject({ searches: [], holdsRecords: false });
  });

  it('reads six pages at most, and says where it counted in part', async () => {
    const { asked, searches } = await nearestTo('customer Relecloud status failed op create_order risk high last 7d', [on('2026-11-20', { operationType: 'update_order' })], { pages: 3 });
    const part = await nearestTo('customer Relecloud risk high last 7d', [on('2026-11-20')], { pages: 3 });

    expect(asked.length).toBeLessThanOrEqual(6);
    expect(searches).toEqual([]);
    expect(part.searches[0]).toEqual({ command: 'customer Relecloud last 7d', count: 1, isAtLeast: true });
  });

  it('gives what it found when time runs out, and heeds whoever stops the job', async () => {
    const facts = someFacts({ command: 'customer Nowhere last 7d', zone: 'UTC', readAt: NOW.toISOString() });
    const deps = { source: logOf([]).source, directory: memoryDirectory(), freshness: memoryFreshness(), clock: () => NOW };

    expect(await nearestSearches(deps, facts, { correlationId: 'c', signal: AbortSignal.abort(new DOMException('late', 'TimeoutError')) })).toEqual({ searches: [] });
    await expect(nearestSearches(deps, facts, { correlationId: 'c', signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  });
});
