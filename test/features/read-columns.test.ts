/** Answers that are counted by the columns of copied days, held against the same answers from whole records. */
import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { keptLog } from '../partner-center/loopback.ts';
import { memoryDirectory, memoryFreshness } from '../../sandbox/memory.ts';
import { createLog } from '../../sandbox/partner-center/story/log.ts';
import { createStory } from '../../sandbox/partner-center/story/story.ts';
import { addDays } from '../../src/audit/dates.ts';
import { DIMENSIONS, SORT_COLUMNS } from '../../src/audit/dimensions.ts';
import { EVERYTHING, type AuditFilter, type FilterValues } from '../../src/audit/filter.ts';
import { daysOfWindow, isServed } from '../../src/audit/query.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import type { Shape } from '../../src/command/command.ts';
import type { CopyStore } from '../../src/features/copy-ports.ts';
import { countRecords } from '../../src/features/count-records.ts';
import type { Reading, RecordSource } from '../../src/features/ports.ts';
import { createCopiedSource } from '../../src/features/read-copy.ts';
import { findAnswer, planSearch } from '../../src/features/run-search.ts';
import { readPage } from '../../src/partner-center/wire.ts';
import { createResultStore } from '../../src/store/results.ts';
import { testConnection } from '../support/connection.ts';
import { copyStores, writeDays } from '../support/copies.ts';

const { redis, prefix } = testConnection();
const NOW = new Date('2026-11-21T10:00:00Z');
const [OLDEST, SETTLED] = ['2026-10-01', '2026-11-17'];
const clock = (): Date => NOW;

/** What the log holds: many alike, a story with all kinds of values, and operations whose end carries a later day's date. */
function records(): readonly AuditRecord[] {
  const many = createLog({ count: 1_200, seed: 'columns', from: new Date(`${OLDEST}T00:00:00Z`), to: NOW });
  const story = createStory({ now: NOW }).records.filter(({ operationDate }) => operationDate >= OLDEST).slice(0, 1_200);
  const read = readPage(JSON.stringify({ items: [...many, ...story] }));
  const known = read.kind === 'page' ? read.page.records : [];
  const ends = known.slice(0, 200).filter(({ operationStatus }) => operationStatus === 'succeeded')
    .map((record): AuditRecord => ({ ...record, operationStatus: 'progress', operationDate: `${addDays(record.operationDate.slice(0, 10), -1)}T23:59:59.9999999Z` }));
  return [...known, ...ends];
}

const LOG = records();
const byDay = Map.groupBy(LOG, ({ operationDate }) => operationDate.slice(0, 10));
const { copy } = copyStores(redis, prefix);

/** Partner Center, as far as a plan asks it. */
const direct: RecordSource = {
  async *pages({ windows, serverFilter }) {
    for (const window of windows) {
      for (const day of daysOfWindow(window)) yield { window: { first: day, last: day }, records: (byDay.get(day) ?? []).filter((record) => isServed(record, serverFilter)), unreadable: 0, repeats: 0 };
    }
  },
};

interface Asking {
  readonly filter: AuditFilter;
  readonly shape: Shape;
  readonly from: Date;
  readonly to: Date;
  readonly zone: string;
}

/** An answer from the copy, and how many of its days were read by their columns. */
async function ask(columns: CopyStore['columns'], { filter, shape, from, to, zone }: Asking) {
  let byColumns = 0;
  const counting: CopyStore['columns'] = async (day) => {
    const held = await columns(day);
    if (held) byColumns += 1;
    return held;
  };
  const results = createResultStore({ redis, prefix: `${prefix}`, now: Date.now });
  const source = createCopiedSource({ source: direct, copy: { read: copy.read, columns: counting }, clock, log: keptLog() });
  const { id, ...facts } = await findAnswer({
    source, copy, results, directory: memoryDirectory(), freshness: memoryFreshness(), clock, log: keptLog(), newResultId: randomUUID,
    // Nothing is shared between the two readings.
    hash: () => createHash('sha256').update(randomUUID()).digest('hex'),
  }, { command: 'x', zone, filter, shape, from: from.toISOString(), to: to.toISOString(), clamped: false, correlationId: randomUUID() }, AbortSignal.timeout(60_000));
  const { planKey: _key, ...compared } = facts;
  return { facts: compared, records: await results.records(id, 0, facts.listed), byColumns };
}

const one = fc.constantFrom(...LOG);
const some = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> => fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(values, { minLength: 1, maxLength: 2 }) });
const filterValues: fc.Arbitrary<FilterValues> = fc.record({
  customers: some(fc.oneof(
    one.map(({ customerId = 'no-id' }) => ({ kind: 'id' as const, id: customerId.toUpperCase() })),
    one.map(({ customerName = 'Contoso' }) => ({ kind: 'name' as const, name: customerName.slice(1, 5) })),
  )),
  users: some(one.map(({ userPrincipalName = 'x@y.example' }) => `*${userPrincipalName.slice(userPrincipalName.indexOf('@'))}`)),
  operations: some(fc.oneof(one.map(({ operationType }) => operationType), fc.constantFrom('granular_*', 'update_*'))),
  resources: some(one.map(({ resourceType }) => resourceType)),
  statuses: some(fc.constantFrom('failed', 'Succeeded', 'progress')),
  risks: some(fc.constantFrom('low' as const, 'medium' as const, 'high' as const)),
  categories: some(fc.constantFrom('access' as const, 'billing' as const, 'identity' as const)),
  applications: some(one.map(({ applicationId = 'portal' }) => applicationId.slice(0, 6))),
  texts: fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.constantFrom(['quantity'], ['p1y']) }),
});
const mostlyNothing = fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: filterValues });
const filters: fc.Arbitrary<AuditFilter> = fc.record({ values: filterValues, not: mostlyNothing }).map(({ values, not }) => ({ ...values, not }));
const shapes: fc.Arbitrary<Shape> = fc.record({
  by: fc.uniqueArray(fc.constantFrom(...DIMENSIONS), { minLength: 1, maxLength: 2 }),
  sort: fc.record({ column: fc.constantFrom(...SORT_COLUMNS), direction: fc.constantFrom('asc' as const, 'desc' as const) }),
  limit: fc.integer({ min: 1, max: 40 }),
}, { requiredKeys: [] });
const instants = fc.oneof(
  fc.integer({ min: Date.parse(OLDEST), max: NOW.getTime() }).map((ms) => new Date(ms)),
  one.map(({ operationDate }) => new Date(`${operationDate.slice(0, 23)}Z`)),
);

describe('features/read-copy by columns', () => {
  beforeAll(() => writeDays(copy, [...byDay.keys()].filter((day) => day <= SETTLED), (day) => byDay.get(day) ?? []));

  it('answers by columns as it does from whole records, whatever is asked', { timeout: 240_000 }, async () => {
    let [byColumns, listed] = [0, 0];

    await fc.assert(fc.asyncProperty(filters, shapes, instants, instants, fc.constantFrom('UTC', 'America/New_York'), async (filter, shape, a, b, zone) => {
      const asking = { filter, shape, zone, from: new Date(Math.min(+a, +b)), to: new Date(Math.max(+a, +b) + 1) };
      const [whole, slim] = [await ask(async () => undefined, asking), await ask(copy.columns, asking)];

      expect(slim.facts).toEqual(whole.facts);
      expect(slim.records).toEqual(whole.records);
      expect(slim.byColumns > 0).toBe([filter, filter.not].every((values) => (values?.texts?.length ?? 0) === 0) && (slim.facts.plan.copied?.windows.length ?? 0) > 0);
      byColumns += slim.byColumns;
      listed += slim.facts.listed;
    }), { numRuns: 120 });
    expect(byColumns).toBeGreaterThan(1_000);
    expect(listed).toBeGreaterThan(1_000);
  });

  it('counts by columns what it counts from whole records', async () => {
    const plan = await planSearch({ copy, clock, directory: memoryDirectory() }, { filter: { ...EVERYTHING, risks: ['high'] }, from: '2026-10-05T00:00:00.000Z', to: NOW.toISOString() });
    const count = (columns: CopyStore['columns']) => countRecords(createCopiedSource({ source: direct, copy: { read: copy.read, columns }, clock, log: keptLog() }), { read: plan, plans: [plan] }, { correlationId: 'x', signal: AbortSignal.timeout(10_000) }, () => true);

    const [whole, slim] = [await count(async () => undefined), await count(copy.columns)];

    expect(slim).toEqual(whole);
    expect(slim.counts[0]).toBeGreaterThan(10);
  });

  it('reads days whole that are removed before the answer is gone', async () => {
    const { windows } = await planSearch({ copy, clock, directory: memoryDirectory() }, { filter: EVERYTHING, from: '2026-11-01T00:00:00.000Z', to: '2026-11-05T00:00:00.000Z' });
    const source = createCopiedSource({ source: direct, copy, clock, log: keptLog(), retentionDays: 18 });
    const options: Reading = { correlationId: 'x', signal: AbortSignal.timeout(10_000), days: 'columns' };
    const read: [string, boolean][] = [];

    for await (const { window, held } of source.pages({ windows, copied: { windows: [{ first: '2026-11-01', last: '2026-11-08' }], readAt: '' } }, options)) read.push([window.first, held !== undefined]);

    expect(read.toReversed().filter(([, isByColumns]) => isByColumns).map(([day]) => day)).toEqual(['2026-11-05', '2026-11-06', '2026-11-07', '2026-11-08']);
    expect(read).toHaveLength(8);
  });
});
