/** What handling a command needs, in memory: one admin of one workspace, and a log of one customer. */
import { Redis } from 'ioredis';
import type { AskedSearch } from '../../src/features/asked-search.ts';
import type { CommandDeps } from '../../src/features/handle-command.ts';
import type { Job } from '../../src/features/jobs.ts';
import type { Person } from '../../src/features/people-ports.ts';
import { testRedis } from './redis.ts';
import { watchingWorld } from './watching.ts';
import { notebook } from '../slack/running-app.ts';
import { PEOPLE, TEAM } from '../../sandbox/slack/workspace.ts';

export const AN_ADMIN: Person = {
  id: PEOPLE.admin.id, teamId: TEAM.id, isAdmin: true, isGuest: false, isBot: false, isDeactivated: false, isStranger: false, zone: 'Europe/Berlin',
};

export interface InMemory {
  readonly deps: CommandDeps;
  readonly jobs: readonly Job[];
  readonly asked: readonly AskedSearch[];
}

/** Everything works; whatever matters to the test is laid over it. */
export function commandDeps(facts: Partial<CommandDeps> = {}): InMemory {
  const { url, prefix } = testRedis();
  const jobs: Job[] = [];
  const asked: AskedSearch[] = [];
  const deps: CommandDeps = {
    people: { find: async () => AN_ADMIN, isInGroup: async () => false },
    policy: { rules: [{ kind: 'admins' }], organisation: { teamId: TEAM.id } },
    directory: { everybody: async () => ({ customers: [{ id: 'x', name: 'Relecloud' }], people: [] }), knowsDays: async () => true, customersNamed: async () => [] },
    queue: { add: async (_id, job) => void jobs.push(job) },
    history: { note: async (_user, search) => void asked.push(search), recent: async () => asked, noteJob: async () => undefined, latestJob: async () => asked[0]?.jobId },
    saved: { add: async () => 'added', all: async () => [], find: async () => undefined, remove: async () => false },
    ledger: { isAnswered: async () => false, markAnswered: async () => undefined, forestall: async () => true },
    answers: { stop: async () => undefined },
    freshness: { note: async () => undefined, recall: async () => undefined },
    copy: { ledger: async () => [] }, seals: { chain: async () => [] }, retentionDays: 400, everyMs: 300_000,
    // Nothing connects before a rule is made.
    watching: watchingWorld({ redis: new Redis(url, { lazyConnect: true }), prefix }).deps,
    about: { version: '1.0.0', node: 'v24', workspace: TEAM.name, readsEmail: false },
    clock: () => new Date('2026-11-21T10:00:00Z'), defaultZone: 'UTC', log: notebook(), newCorrelationId: () => 'correlation-1',
    ...facts,
  };
  return { deps, jobs, asked };
}
