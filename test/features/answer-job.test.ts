import { describe, expect, it } from 'vitest';
import { answerJob, type AnswerDeps } from '../../src/features/answer-job.ts';
import type { SearchJob } from '../../src/features/jobs.ts';
import type { Screen } from '../../src/features/screens.ts';
import { createLogger } from '../../src/runtime/logger.ts';

const JOB: SearchJob = {
  kind: 'search', version: 3, command: 'last 7d', zone: 'UTC', from: '2026-11-14T10:00:00.000Z', to: '2026-11-21T10:00:00.000Z', clamped: false,
  filter: { customers: [], users: [], operations: [], resources: [], statuses: [] }, correlationId: 'c',
  answerTo: { responseUrl: '', openUntil: 0, userId: 'U0ONE' },
};
const ANSWER: Screen = { kind: 'notice', text: 'Three operations' };

/** A job of which the ten seconds are over at once; progress is on its way until it is let go. */
function slowly() {
  const sent: (readonly [kind: string, jobId: string | undefined])[] = [];
  const stopped: string[] = [];
  const answered = new Set<string>();
  const onItsWay = Promise.withResolvers<void>();
  const arrival = Promise.withResolvers<void>();
  const deps: AnswerDeps = {
    answers: {
      send: async (_place, screen, jobId) => {
        onItsWay.resolve();
        if (screen.kind === 'progress') await arrival.promise;
        sent.push([screen.kind, jobId]);
      },
      stop: async (jobId, { kind }) => void stopped.push(`${jobId} ${kind}`),
      replace: async () => undefined, keep: async () => undefined,
    },
    ledger: { isAnswered: async (id) => answered.has(id), markAnswered: async (id) => void answered.add(id), forestall: async () => true },
    timers: { after: (_ms, task) => {
      void task();
      return () => undefined;
    }, every: () => () => undefined },
    people: { find: async () => ({ id: 'U0ONE', teamId: 'T0', isAdmin: true, isGuest: false, isBot: false, isDeactivated: false, isStranger: false }), isInGroup: async () => undefined },
    policy: { rules: [{ kind: 'everyone' }], organisation: { teamId: 'T0' } },
    log: createLogger('silent'),
  };
  const run = (work: () => Promise<Screen>) => answerJob(deps, 'job-1', JOB, new AbortController().signal, async () => {
    await onItsWay.promise;
    setTimeout(arrival.resolve, 50);
    return work();
  });
  return { run, sent, stopped, answered };
}

describe('features/answer-job', () => {
  it('sends the answer after a word that is on its way, since that would take its place', async () => {
    const { run, sent } = slowly();

    await run(async () => ANSWER);

    expect(sent).toEqual([['progress', undefined], ['notice', 'job-1']]);
  });

  it('fails after a word that is on its way, since that would take the place of the failure', async () => {
    const { run, sent } = slowly();

    await expect(run(async () => { throw new Error('no'); })).rejects.toThrow('no');

    expect(sent).toEqual([['progress', undefined]]);
  });

  it('says again that it was stopped where a word may have taken the place of that', async () => {
    const { run, sent, stopped, answered } = slowly();

    await run(async () => {
      answered.add('job-1');
      return ANSWER;
    });

    expect(sent).toEqual([['progress', undefined]]);
    expect(stopped).toEqual(['job-1 stopped']);
  });
});
