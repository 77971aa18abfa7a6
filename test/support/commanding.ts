/** The verbs asked as people type them: real stores in Redis, a queue that only remembers. */
import { memoryDirectory, memoryFreshness } from '../../sandbox/memory.ts';
import type { Job } from '../../src/features/jobs.ts';
import { handleCommand, type CommandDeps } from '../../src/features/handle-command.ts';
import type { FreshnessStore } from '../../src/features/answer-ports.ts';
import type { Person } from '../../src/features/people-ports.ts';
import type { Directory } from '../../src/features/ports.ts';
import type { Screen } from '../../src/features/screens.ts';
import { createLogger } from '../../src/runtime/logger.ts';
import { createAnswerLedger } from '../../src/store/answer-ledger.ts';
import { createCopy } from '../../src/store/copy.ts';
import { createSearchHistory } from '../../src/store/history.ts';
import { createSavedSearches } from '../../src/store/saved-searches.ts';
import { createSeals } from '../../src/store/seals.ts';
import { testConnection } from './connection.ts';
import { watchingWorld } from './watching.ts';

const SATURDAY = new Date('2026-11-21T10:00:00Z');

export interface Commanding {
  readonly deps: CommandDeps & { readonly directory: Directory; readonly freshness: FreshnessStore };
  readonly jobs: Job[];
  /** What a person is shown at once; each command is a delivery of its own. */
  type(text: string, userId?: string): Promise<Screen>;
  /** Moves the clock. */
  pass(ms: number): void;
}

/** Call it once a file: its connection ends with the file. */
export function commanding(): Commanding {
  const storage = testConnection();
  const jobs: Job[] = [];
  let now = SATURDAY.getTime();
  let commands = 0;
  const person = (id: string): Person => ({ id, teamId: 'T0', isAdmin: id === 'UADMIN', isGuest: false, isBot: false, isDeactivated: false, isStranger: false, zone: 'Europe/London' });
  const deps = {
    people: { find: async (id: string) => person(id), isInGroup: async () => undefined },
    policy: { rules: [{ kind: 'admins' }, { kind: 'channel', id: 'COPS' }], organisation: { teamId: 'T0' } } as const,
    queue: { add: async (_id: string, job: Job) => void jobs.push(job) },
    history: createSearchHistory({ ...storage, now: () => now }),
    saved: createSavedSearches(storage),
    ledger: createAnswerLedger(storage),
    answers: { stop: async () => undefined },
    directory: memoryDirectory(), freshness: memoryFreshness(),
    copy: createCopy(storage), seals: createSeals(storage), retentionDays: 400, everyMs: 300_000,
    watching: { ...watchingWorld(storage).deps, clock: () => new Date(now) },
    about: { version: '1.2.3', node: 'v24.0.0', workspace: 'Example', readsEmail: false },
    clock: () => new Date(now), log: createLogger('silent'), defaultZone: 'UTC',
    newCorrelationId: () => 'correlation',
  };
  return {
    deps, jobs,
    type: (text, userId = 'UADMIN') => handleCommand(deps, { id: String(commands += 1).padStart(32, '0'), text, place: { responseUrl: '', openUntil: 0, userId, channelId: 'COPS' } }),
    pass: (ms) => void (now += ms),
  };
}
