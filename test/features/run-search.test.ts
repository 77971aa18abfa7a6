import { describe, expect, it } from 'vitest';
import { memoryDirectory, memoryFreshness, memoryResults } from '../../sandbox/memory.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import type { SearchJob } from '../../src/features/jobs.ts';
import type { AnswerPlace, Answers, ResultStore } from '../../src/features/answer-ports.ts';
import type { Person } from '../../src/features/people-ports.ts';
import type { Directory } from '../../src/features/ports.ts';
import { Problem } from '../../src/features/problem.ts';
import { runSearch, type SearchDeps } from '../../src/features/run-search.ts';
import type { Screen } from '../../src/features/screens.ts';
import { tellFailure, tellUnreadable } from '../../src/features/tell-failure.ts';
import { createLogger } from '../../src/runtime/logger.ts';
import { aRecord } from '../support/records.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const RELECLOUD = { customerId: 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', customerName: 'Relecloud' };
const MEMBER: Person = { id: 'U0ONE', teamId: 'T0', isAdmin: false, isGuest: false, isBot: false, isDeactivated: false, isStranger: false };
const PLACE: AnswerPlace = { responseUrl: '', openUntil: 0, userId: 'U0ONE' };

function job(facts: Partial<SearchJob> = {}): SearchJob {
  return {
    kind: 'search', version: 3, command: 'last 7d', zone: 'UTC', from: '2026-11-14T10:00:00.000Z', to: '2026-11-21T10:00:00.000Z', clamped: false,
    filter: { customers: [], users: [], operations: [], resources: [], statuses: [] }, correlationId: 'c', answerTo: PLACE, ...facts,
  };
}

/** Everything around one search, in memory: what Slack says of the asker can be changed while it runs. */
function searching(records: readonly AuditRecord[] = [aRecord({ id: 'a', ...RELECLOUD })], parts: { readonly directory?: Partial<Directory>; readonly results?: Partial<ResultStore> } = {}) {
  const asker: { person: Person | undefined } = { person: MEMBER };
  const sent: Screen[] = [];
  const asked: unknown[] = [];
  const answered = new Set<string>();
  const answers: Answers = { send: async (_place, screen) => void sent.push(screen), replace: async () => undefined, keep: async () => undefined, stop: async () => undefined };
  let ids = 0;
  const deps: SearchDeps = {
    source: {
      async *pages({ serverFilter, windows }) {
        asked.push(serverFilter);
        const [window] = windows;
        if (window) yield { window, records, unreadable: 0, repeats: 0 };
      },
    },
    results: { ...memoryResults(), ...parts.results },
    directory: { ...memoryDirectory(), ...parts.directory },
    answers,
    ledger: { isAnswered: async (id) => answered.has(id), markAnswered: async (id) => void answered.add(id), forestall: async () => true },
    timers: { after: () => () => undefined, every: () => () => undefined },
    freshness: memoryFreshness(),
    people: { find: async () => asker.person, isInGroup: async () => undefined },
    policy: { rules: [{ kind: 'everyone' }], organisation: { teamId: 'T0' } },
    clock: () => NOW, log: createLogger('silent'), newResultId: () => `result-${ids += 1}`, hash: (text) => text,
  };
  const run = (asks = job(), id = 'job-1') => runSearch(deps, id, asks, new AbortController().signal);
  return { deps, asker, sent, asked, run };
}

const named = (name: string) => ({ filter: { ...job().filter, customers: [{ kind: 'name' as const, name }] } });

describe('features/run-search', () => {
  it('answers a job that is run again after a crash once', async () => {
    const { run, sent } = searching();
    await run();
    await run();

    expect(sent.map(({ kind }) => kind)).toEqual(['summary']);
  });

  it('withholds the answer from somebody who lost access while it was read', async () => {
    const { run, asker, sent } = searching();
    asker.person = { ...MEMBER, isGuest: true };
    await run();

    expect(sent).toEqual([{ kind: 'refused', refusal: 'guest', userId: 'U0ONE' }]);
  });

  it('holds the answer back and is run again when Slack cannot say who asks', async () => {
    const { run, asker, sent } = searching();
    asker.person = undefined;

    await expect(run()).rejects.toMatchObject({ retryable: true });
    expect(sent).toEqual([]);
    asker.person = MEMBER;
    await run();
    expect(sent.map(({ kind }) => kind)).toEqual(['summary']);
  });

  it('asks by name as long as a customer of that name may not have been seen yet', async () => {
    const { run, asked } = searching([], { directory: { customersNamed: async () => [{ id: RELECLOUD.customerId, name: 'Relecloud' }] } });
    await run(job(named('Relecloud')));

    expect(asked[0]).toEqual({ field: 'CompanyName', value: 'Relecloud' });
  });

  it.each([
    ['exactly one', [RELECLOUD.customerId], { field: 'CustomerId', value: RELECLOUD.customerId }],
    ['two', [RELECLOUD.customerId, 'cccc1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f'], { field: 'CompanyName', value: 'Relecloud' }],
    ['one whose id is none', ['not-a-guid'], { field: 'CompanyName', value: 'Relecloud' }],
  ])('knows every day and %s of that name', async (_, ids, filter) => {
    const { run, asked } = searching([], {
      directory: { knowsDays: async () => true, customersNamed: async () => ids.map((id) => ({ id, name: 'Relecloud' })) },
    });
    await run(job(named('Relecloud')));

    expect(asked[0]).toEqual(filter);
  });

  it('reads anew when an equal answer has made room for newer ones', async () => {
    const { run, deps, sent } = searching();
    await run(job(), 'job-1');
    const facts = sent[0]?.kind === 'summary' ? sent[0].facts : undefined;
    const gone: ResultStore = { ...deps.results, findRecent: async () => facts, records: async (id, from, count) => (id === facts?.id ? undefined : deps.results.records(id, from, count)) };
    await runSearch({ ...deps, results: gone }, 'job-2', job(), new AbortController().signal);

    expect(sent[1]).toMatchObject({ kind: 'summary', facts: { id: 'result-2' } });
  });

  it('cuts off what the log no longer holds by the time the search runs, and says so', async () => {
    const { run, sent } = searching();
    await run(job({ from: '2026-08-23T10:00:00.000Z' }));

    expect(sent[0]).toMatchObject({ facts: { clamped: true, plan: { from: '2026-08-24T00:00:00.0000000Z' } } });
  });
});

describe('features/tell-failure', () => {
  it('tells a failure once, and one that nobody classified without its text', async () => {
    const { deps, sent } = searching();
    await tellFailure(deps, 'job-1', job(), new Error('password: hunter2'));
    await tellFailure(deps, 'job-1', job(), new Error('again'));

    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ kind: 'problem', correlationId: 'c', command: 'last 7d' });
    expect(JSON.stringify(sent)).not.toContain('hunter2');
  });

  it('tells somebody who lost access only that', async () => {
    const { deps, sent, asker } = searching();
    asker.person = { ...MEMBER, isDeactivated: true };
    await tellFailure(deps, 'job-1', job(), new Problem({ kind: 'bad-request', retryable: false, whatHappened: 'Relecloud …', whatToDo: 'x' }));

    expect(sent).toEqual([{ kind: 'refused', refusal: 'deactivated', userId: 'U0ONE' }]);
  });

  it('tells whoever waits for a search that a new version cannot read', async () => {
    const { deps, sent } = searching();
    await tellUnreadable(deps, 'job-1', PLACE);

    expect(sent[0]).toMatchObject({ kind: 'problem', whatToDo: 'Run it again.' });
  });
});
