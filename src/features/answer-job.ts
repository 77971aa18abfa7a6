/** What every job has around its work: answered once, stopped when asked, a word after ten seconds, access looked at again. */
import { checkAccess, type AccessDeps } from './access.ts';
import { STOPPED } from './cancel-search.ts';
import { JOB_WORDS } from './job-words.ts';
import type { Job } from './jobs.ts';
import type { AnswerLedger, Answers } from './answer-ports.ts';
import type { Log, RecordPage, Timers } from './ports.ts';
import { Problem } from './problem.ts';
import type { RefusedScreen, Screen } from './screens.ts';

export interface AnswerDeps extends AccessDeps {
  readonly answers: Answers;
  readonly ledger: AnswerLedger;
  readonly timers: Timers;
  readonly log: Log;
}

/** How far a reading has come. */
export interface Progress {
  /** Days that are to be read, in UTC. */
  expect(days: number): void;
  note(page: RecordPage): void;
  /** Records that were written on; those that were read before are not counted anew. */
  add(records: number): void;
}

/** Does the work of a job and gives what its person is shown; undefined where nobody waits for it any more. */
export type Work = (signal: AbortSignal, progress: Progress) => Promise<Screen | undefined>;

/** Silence of this length is too long. */
const PROGRESS_AFTER_MS = 10_000;
const CANCELLED_LOOK_MS = 1_000;

/**
 * Answers one job, once, however often it is run. Throws a Problem when Partner Center or Slack fails; whoever runs
 * the job decides whether it is tried again and tells the person in the end.
 */
export async function answerJob(deps: AnswerDeps, jobId: string, job: Job, signal: AbortSignal, work: Work): Promise<void> {
  const { ledger } = deps;
  if (await ledger.isAnswered(jobId)) return;
  const cancelled = new AbortController();
  const stopLooking = deps.timers.every(CANCELLED_LOOK_MS, async () => {
    if (await ledger.isAnswered(jobId).catch(() => false)) cancelled.abort();
  });
  const meter = createMeter();
  let told = Promise.resolve();
  const stopProgress = deps.timers.after(PROGRESS_AFTER_MS, () => told = tellProgress(deps, jobId, job, meter.read()));
  // A word on its way must not overtake the answer, or the failure, and take its place.
  const endProgress = async (): Promise<void> => {
    stopProgress();
    await told;
  };
  try {
    const screen = await work(AbortSignal.any([signal, cancelled.signal]), meter);
    await endProgress();
    if (screen && !await ledger.isAnswered(jobId)) await bring(deps, jobId, job, screen);
  } catch (error) {
    // Whoever pressed Cancel was told at once.
    if (!cancelled.signal.aborted) throw error;
    deps.log.info({ correlationId: job.correlationId }, 'job cancelled');
  } finally {
    stopLooking();
    await endProgress();
  }
}

async function bring(deps: AnswerDeps, jobId: string, job: Job, screen: Screen): Promise<void> {
  await deps.answers.send(job.answerTo, await refusalOf(deps, job) ?? screen, jobId);
  await deps.ledger.markAnswered(jobId);
}

/**
 * What somebody is shown who lost access while their answer was made; undefined for whoever may still have it. Throws a
 * Problem, to be tried again, when Slack cannot say. To be asked before anything of an answer leaves the bot.
 */
export async function refusalOf(deps: AccessDeps & { readonly log: Log }, { answerTo, kind }: Job): Promise<RefusedScreen | undefined> {
  const access = await checkAccess(deps, answerTo);
  if (access.kind === 'allowed') return undefined;
  if (access.refusal === 'unknown-person') throw slackIsSilent(kind);
  deps.log.info({ user: answerTo.userId, refusal: access.refusal }, 'answer withheld');
  return { kind: 'refused', refusal: access.refusal, userId: answerTo.userId };
}

/** The answer is there, but not whether it may be shown: it waits for Slack to say. */
function slackIsSilent(kind: Job['kind']): Problem {
  return new Problem({
    kind: 'unavailable',
    retryable: true,
    whatHappened: 'Slack could not say who you are, so the answer was held back.',
    whatToDo: `${JOB_WORDS[kind].again} in a minute.`,
  });
}

/** What was read so far; a day counts once its first page is there. */
export interface Read {
  readonly daysExpected: number;
  readonly daysBegun: number;
  readonly records: number;
}

function createMeter(): Progress & { read(): Read } {
  const begun = new Set<string>();
  let [daysExpected, records, written] = [0, 0, 0];
  return {
    expect: (days) => void (daysExpected = days),
    note({ window, records: { length }, repeats, held }) {
      records += length - repeats + (held?.facts.records ?? 0);
      if (window.first === window.last) begun.add(window.first);
    },
    add: (count) => void (written += count),
    read: () => ({ daysExpected, daysBegun: begun.size, records: Math.max(records, written) }),
  };
}

/** A word to somebody who still may know; nobody is told that this word failed. */
async function tellProgress(deps: AnswerDeps, jobId: string, { answerTo, command, kind }: Job, read: Read): Promise<void> {
  try {
    const access = await checkAccess(deps, answerTo);
    if (access.kind !== 'allowed' || await deps.ledger.isAnswered(jobId)) return;
    await deps.answers.send(answerTo, { kind: 'progress', jobId, command, ...read, follows: kind === 'export' ? 'file' : 'answer' });
    // Stopped meanwhile: this word may have taken the place of the one that says so.
    if (await deps.ledger.isAnswered(jobId)) await deps.answers.stop(jobId, STOPPED);
  } catch {
    deps.log.warn({ jobId }, 'progress could not be told');
  }
}
