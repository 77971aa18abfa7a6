/** Tells the person who waits that their search failed for good, so that nobody is left in silence. */
import type { SearchJob } from './jobs.ts';
import type { AnswerLedger, Answers, Log } from './ports.ts';
import { Problem } from './problem.ts';

export interface FailureDeps {
  readonly answers: Answers;
  readonly ledger: AnswerLedger;
  readonly log: Log;
}

/** Sends the failure once per job. A failure that nobody classified is told without its text, which may hold anything. */
export async function tellFailure(deps: FailureDeps, jobId: string, job: SearchJob, error: unknown): Promise<void> {
  if (await deps.ledger.isAnswered(jobId)) return;
  const told = error instanceof Problem
    ? { whatHappened: error.whatHappened, whatToDo: error.whatToDo, correlationId: error.correlationId ?? job.correlationId }
    : {
        whatHappened: 'Something went wrong on our side, and the search was not answered.',
        whatToDo: 'Run it again; if it fails again, give the correlation id to whoever runs this bot.',
        correlationId: job.correlationId,
      };
  await deps.answers.send(job.answerTo, { kind: 'problem', ...told, command: job.command });
  await deps.ledger.markAnswered(jobId);
}
