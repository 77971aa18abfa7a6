import { describe, expect, it } from 'vitest';
import { memoryDirectory, memoryFreshness } from '../../sandbox/memory.ts';
import { addDays } from '../../src/audit/dates.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { planQuery } from '../../src/audit/query.ts';
import { summarise } from '../../src/audit/summary.ts';
import { completeAnswer, type CompleteDeps } from '../../src/features/complete-answer.ts';
import type { DayFacts } from '../../src/features/copy-ports.ts';
import type { Directory, RecordPage } from '../../src/features/ports.ts';
import type { ResultFacts } from '../../src/features/result-facts.ts';
import { createLogger } from '../../src/runtime/logger.ts';
import { aRecord } from '../support/records.ts';
import { someFacts } from '../support/results.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const rangeOf = (days: number) => ({ from: new Date(NOW.getTime() - days * 86_400_000), to: NOW });
const one = { operationType: 'create_order', status: 'succeeded', risk: 'medium' as const, user: 'bob@partner.example' };

interface Around {
  readonly pages?: readonly (readonly Partial<RecordPage>[])[];
  readonly directory?: Partial<Directory>;
  readonly ledger?: readonly DayFacts[];
}

/** Completes an answer over some days; each request is answered with the next pages. */
async function completed(days: number, facts: Partial<ResultFacts>, { pages = [], directory = {}, ledger }: Around = {}) {
  const asked: string[] = [];
  const waiting = [...pages];
  const deps: CompleteDeps = {
    source: {
      async *pages({ windows, copied }) {
        for (const window of copied?.windows ?? []) {
          for (const page of waiting.shift() ?? []) yield { window, records: [], unreadable: 0, repeats: 0, fromCopy: true, ...page };
        }
        for (const window of windows) {
          asked.push(`${window.first} ${window.last}`);
          for (const page of waiting.shift() ?? []) yield { window, records: [], unreadable: 0, repeats: 0, ...page };
        }
      },
    },
    directory: { ...memoryDirectory(), ...directory }, freshness: memoryFreshness(), clock: () => NOW, log: createLogger('silent'),
    ...(ledger && { copy: { ledger: async () => ledger } }),
  };
  const plan = planQuery({ filter: EVERYTHING, range: rangeOf(days) }, NOW);
  const answer = await completeAnswer(deps, someFacts({ plan, summary: summarise([one]), recordsRead: 1, ...facts }), { correlationId: 'c', signal: new AbortController().signal });
  return { answer, asked };
}

const before = { records: [aRecord({ operationDate: '2026-11-10T09:00:00.0000000Z' }), aRecord({ id: 'b', operationDate: '2026-11-11T09:00:00.0000000Z' })] };

describe('features/complete-answer', () => {
  it('counts the equal span before with one request', async () => {
    const { answer, asked } = await completed(7, {}, { pages: [[before]] });

    expect(answer.before).toBe(2);
    expect(asked).toEqual(['2026-11-06 2026-11-15']);
  });

  it('counts the span before from the copy alone where that holds it, however much was read', async () => {
    const ledger = Array.from({ length: 30 }, (_, back) => ({ day: addDays('2026-11-18', -back), readAt: '2026-11-21T09:00:00.000Z', firstReadAt: '2026-11-21T09:00:00.000Z', records: 1, bytes: 1, next: 1, sha256: '' }));

    const { answer, asked } = await completed(7, { recordsRead: 60_000 }, { pages: [[before]], ledger });

    expect(answer.before).toBe(2);
    expect(asked).toEqual([]);
  });

  it.each([
    ['nothing was found', 7, { summary: summarise([]), nearest: { searches: [] } }, [[before]]],
    ['many records were read', 7, { recordsRead: 251 }, [[before]]],
    ['the log reaches not so far back', 60, {}, [[before]]],
    ['the days take more than one request', 30, {}, [[before]]],
    ['its records take more than a page', 7, {}, [[before, before]]],
  ])('leaves the span before out where %s', async (_, days, facts, pages) => {
    expect((await completed(days, facts, { pages })).answer).not.toHaveProperty('before');
  });

  it.each([
    ['seen first within the span', 41, '2026-11-20T09:00:00.0000000Z', { daysHeld: 41, people: ['bob@partner.example'] }],
    ['seen before', 41, '2026-11-01T09:00:00.0000000Z', undefined],
    ['seen first, with too few days held before the span', 14, '2026-11-20T09:00:00.0000000Z', undefined],
    ['seen first, with just enough days held', 15, '2026-11-20T09:00:00.0000000Z', { daysHeld: 15, people: ['bob@partner.example'] }],
    ['never seen', 41, undefined, undefined],
  ])('calls new only who is proven to be: %s', async (_, daysHeld, first, expected) => {
    const { answer } = await completed(7, {}, { directory: { firstSeen: async () => ({ daysHeld, first: [first] }) } });

    expect(answer.firstSeen).toEqual(expected);
  });

  it('offers each customer that a name fits, by id where another name holds its own', async () => {
    const [whole, part] = ['bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', 'cccc1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f'];
    const summary = summarise([{ ...one, customerId: whole, customerName: 'Relecloud' }, { ...one, customerId: part, customerName: 'Relecloud Nord' }, { ...one, customerId: part, customerName: 'Relecloud Nord' }]);
    const customersNamed = async () => [{ id: whole, name: 'Relecloud' }, { id: part, name: 'Relecloud Nord' }];
    const { answer } = await completed(7, { summary, command: 'customer Relecloud status failed last 7d' }, { directory: { customersNamed } });

    expect(answer.matched).toEqual([
      { name: 'Relecloud Nord', count: 2, command: 'customer "Relecloud Nord" status failed last 7d' },
      { name: 'Relecloud', count: 1, command: `customer ${whole} status failed last 7d` },
    ]);
  });

  it('gives the answer as it is when nothing can be said beside it', async () => {
    const gone = async () => { throw new Error('Redis is gone'); };
    const { answer } = await completed(7, {}, { directory: { firstSeen: gone, customersNamed: gone, everybody: gone } });

    expect(answer.summary.total).toBe(1);
    expect(answer).not.toHaveProperty('firstSeen');
  });
});
