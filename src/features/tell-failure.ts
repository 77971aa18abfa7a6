/** Tells the person who waits that their job failed for good, so that nobody is left in silence. */
import { checkAccess, type AccessDeps } from './access.ts';
import { JOB_WORDS } from './job-words.ts';
import type { Job } from './jobs.ts';
import type { AnswerLedger, AnswerPlace, Answers } from './answer-ports.ts';
import type { Log } from './ports.ts';
import { Problem } from './problem.ts';
import type { Screen } from './screens.ts';

export interface FailureDeps extends AccessDeps {
  readonly answers: Answers;
  readonly ledger: AnswerLedger;
  readonly log: Log;
}

/** Sends the failure once per job, to somebody who may still use the bot. A failure that nobody classified is told without its text, which may hold anything. */
export async function tellFailure(deps: FailureDeps, jobId: string, job: Job, error: unknown): Promise<void> {
  if (await deps.ledger.isAnswered(jobId)) return;
  const told = error instanceof Problem
    ? { whatHappened: error.whatHappened, whatToDo: error.whatToDo, correlationId: error.correlationId ?? job.correlationId }
    : {
        whatHappened: `Something went wrong on our side, and ${JOB_WORDS[job.kind].undone}.`,
        whatToDo: 'Run it again; if it fails again, give the correlation id to whoever runs this bot.',
        correlationId: job.correlationId,
      };
  await tell(deps, jobId, job.answerTo, { kind: 'problem', ...told, command: job.command });
}

/** Tells somebody whose question was queued by another version of the bot that it was not run. */
export async function tellUnreadable(deps: FailureDeps, jobId: string, place: AnswerPlace): Promise<void> {
  await tell(deps, jobId, place, {
    kind: 'problem',
    whatHappened: 'The bot was updated while your question waited, and the new version cannot read it.',
    whatToDo: 'Run it again.',
  });
}

/** Whoever lost access meanwhile is told that, and nothing of what they had asked. */
async function tell(deps: FailureDeps, jobId: string, place: AnswerPlace, screen: Screen): Promise<void> {
  const access = await checkAccess(deps, place);
  await deps.answers.send(place, access.kind === 'allowed' ? screen : { kind: 'refused', refusal: access.refusal, userId: place.userId }, jobId);
  await deps.ledger.markAnswered(jobId);
}
