import { describe, expect, it } from 'vitest';
import { memoryDirectory, memoryFreshness, memoryResults } from '../../sandbox/memory.ts';
import type { AnswerPlace } from '../../src/features/answer-ports.ts';
import { exportResult, type ExportDeps } from '../../src/features/export-result.ts';
import type { JobOf } from '../../src/features/jobs.ts';
import type { Person } from '../../src/features/people-ports.ts';
import type { Screen } from '../../src/features/screens.ts';
import { createLogger } from '../../src/runtime/logger.ts';
import { aRecord } from '../support/records.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const MEMBER: Person = { id: 'U0ONE', teamId: 'T0', isAdmin: false, isGuest: false, isBot: false, isDeactivated: false, isStranger: false };
const PLACE: AnswerPlace = { responseUrl: '', openUntil: 0, userId: 'U0ONE' };
const JOB: JobOf<'export'> = {
  kind: 'export', version: 3, format: 'ndjson', command: 'last 7d', zone: 'UTC', correlationId: 'c', answerTo: PLACE,
  of: {
    command: 'last 7d', zone: 'UTC', from: '2026-11-14T10:00:00.000Z', to: '2026-11-21T10:00:00.000Z', clamped: false,
    filter: { customers: [], users: [], operations: [], resources: [], statuses: [] },
  },
};

/** One export of a search that finds two records, or those it is given, in memory; `whenWritten` runs between the file and its way to Slack. */
function exporting(records = [aRecord({ id: 'a' }), aRecord({ id: 'b' })]) {
  const world = { person: MEMBER as Person | undefined, whenWritten: async (): Promise<void> => undefined };
  const [sent, files, answered, late] = [[] as Screen[], [] as string[], new Set<string>(), [] as (() => Promise<void>)[]];
  const deps: ExportDeps = {
    source: {
      async *pages({ windows: [window] }) {
        if (window) yield { window, records, unreadable: 0, repeats: 0 };
      },
    },
    openSpool: async () => {
      const parts: string[] = [];
      return {
        write: async (text) => void parts.push(text),
        finish: async () => {
          await world.whenWritten();
          return { content: async function* () { yield Buffer.from(parts.join('')); }, bytes: parts.join('').length, sha256: 'f00d' };
        },
        remove: async () => undefined,
      };
    },
    files: { send: async (userId) => void files.push(userId) },
    answers: { send: async (_place, screen) => void sent.push(screen), replace: async () => undefined, keep: async () => undefined, stop: async () => undefined },
    ledger: { isAnswered: async (id) => answered.has(id), markAnswered: async (id) => void answered.add(id), forestall: async (id) => !answered.has(id) && Boolean(answered.add(id)) },
    timers: { after: (_ms, task) => (late.push(task), () => undefined), every: () => () => undefined },
    people: { find: async () => world.person, isInGroup: async () => undefined },
    policy: { rules: [{ kind: 'everyone' }], organisation: { teamId: 'T0' } },
    results: memoryResults(), directory: memoryDirectory(), freshness: memoryFreshness(),
    clock: () => NOW, log: createLogger('silent'), newResultId: () => 'result-0000000000000001', hash: (text) => text,
  };
  const run = () => exportResult(deps, 'job-1', JOB, new AbortController().signal);
  return { deps, world, sent, files, run, tellProgress: async () => Promise.all(late.map((task) => task())) };
}

describe('features/export-result', () => {
  it('sends the file and says what it holds', async () => {
    const { run, files, sent } = exporting();
    await run();

    expect(files).toEqual(['U0ONE']);
    expect(sent).toMatchObject([{ kind: 'exported', records: 2, total: 2 }]);
  });

  it('sends no file where nothing matched, and says so', async () => {
    const { run, files, sent } = exporting([]);
    await run();

    expect(files).toEqual([]);
    expect(sent).toEqual([{ kind: 'notice', text: 'No record was found for this, so there is no file: last 7d' }]);
  });

  it('sends no file to somebody who lost access while it was written', async () => {
    const { run, world, files, sent } = exporting();
    world.person = { ...MEMBER, isGuest: true };
    await run();

    expect(files).toEqual([]);
    expect(sent).toEqual([{ kind: 'refused', refusal: 'guest', userId: 'U0ONE' }]);
  });

  it('holds the file back and is run again when Slack cannot say who asks', async () => {
    const { run, world, files, sent } = exporting();
    world.person = undefined;

    await expect(run()).rejects.toMatchObject({ retryable: true });
    expect([files, sent]).toEqual([[], []]);
  });

  it('sends nothing that was cancelled while it was written', async () => {
    const { deps, run, world, files, sent } = exporting();
    world.whenWritten = async () => void await deps.ledger.forestall('job-1');
    await run();

    expect([files, sent]).toEqual([[], []]);
  });

  it('counts a record once, though it is read and then written', async () => {
    const { run, world, sent, tellProgress } = exporting();
    world.whenWritten = async () => void await tellProgress();
    await run();

    expect(sent).toMatchObject([{ kind: 'progress', records: 2, follows: 'file' }, { kind: 'exported' }]);
  });
});
