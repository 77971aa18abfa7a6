import { describe, expect, it } from 'vitest';
import type { AnswerPlace } from '../../src/features/answer-ports.ts';
import type { Job } from '../../src/features/jobs.ts';
import type { Screen } from '../../src/features/screens.ts';
import { tellFailure, type FailureDeps } from '../../src/features/tell-failure.ts';
import { createLogger } from '../../src/runtime/logger.ts';

const PLACE: AnswerPlace = { responseUrl: 'https://hooks.slack.test/1', openUntil: 0, userId: 'UONE' };
const PERSON = { id: 'UONE', teamId: 'T0', isAdmin: false, isGuest: false, isBot: false, isDeactivated: false, isStranger: false };
const EACH = { version: 3, correlationId: 'c', answerTo: PLACE, zone: 'UTC' } as const;

function telling() {
  const sent: Screen[] = [];
  const answered = new Set<string>();
  const deps: FailureDeps = {
    people: { find: async () => PERSON, isInGroup: async () => false },
    policy: { rules: [{ kind: 'everyone' }], organisation: { teamId: 'T0' } },
    answers: { send: async (_, screen) => void sent.push(screen), replace: async () => undefined, keep: async () => undefined, stop: async () => undefined },
    ledger: { isAnswered: async (id) => answered.has(id), markAnswered: async (id) => void answered.add(id), forestall: async () => false },
    log: createLogger('silent'),
  };
  return { deps, sent };
}

describe('features/tell-failure', () => {
  it.each<[Job, string]>([
    [{ ...EACH, kind: 'record', id: 'a', command: 'record a' }, 'the record was not looked up'],
    [{ ...EACH, kind: 'export', format: 'csv', command: 'search', of: { resultId: 'r' } }, 'the file was not written'],
  ])('says what did not come about, once', async (job, undone) => {
    const { deps, sent } = telling();

    await tellFailure(deps, 'UONE-1', job, new Error('a secret'));
    await tellFailure(deps, 'UONE-1', job, new Error('a secret'));

    expect(sent).toMatchObject([{ kind: 'problem', whatHappened: `Something went wrong on our side, and ${undone}.`, command: job.command }]);
    expect(JSON.stringify(sent)).not.toContain('secret');
  });
});
