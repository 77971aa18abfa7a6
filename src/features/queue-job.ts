/** Puts what was understood into the queue, before anybody is told that it was. */
import type { ResolvedSearch } from '../command/command.ts';
import { printSearch } from '../command/print.ts';
import type { Job, Question } from './jobs.ts';
import type { AskedSearch } from './asked-search.ts';
import type { AnswerPlace, SearchHistory } from './answer-ports.ts';
import type { JobQueue, Log } from './ports.ts';
import { Problem } from './problem.ts';
import type { CopiedDeps } from './read-copy.ts';
import type { Screen } from './screens.ts';

export interface QueueDeps extends CopiedDeps {
  readonly queue: JobQueue;
  readonly history: SearchHistory;
  readonly log: Log;
  /** A fresh GUID: names the conversation with Partner Center. */
  readonly newCorrelationId: () => string;
}

/** What is asked by whom, from where. The id is equal for two deliveries of the same command or click. */
export interface Asking {
  readonly id: string;
  readonly place: AnswerPlace;
  /** IANA name of the zone in which this person means days. */
  readonly zone: string;
}

/** The job of something asked; it begins with the person's id, so that nobody stops what another asked. */
export function jobIdOf({ id, place }: Asking): string {
  return `${place.userId}-${id}`;
}

/** A search as it stands in a job. Days are meant in the zone that was said, else in the person's own. */
export function questionOf({ search, range, clamped }: ResolvedSearch, zone: string): Question {
  return {
    command: printSearch(search),
    zone: search.zone ?? zone,
    filter: search.filter,
    ...(search.shape && { shape: search.shape }),
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    clamped,
  };
}

type Unsent<Each> = Each extends Job ? Omit<Each, 'version' | 'correlationId' | 'answerTo'> : never;

/** Queues a job durably and gives the screen that acknowledges it; when that fails, one that says that nothing runs. */
export async function queueJob(deps: QueueDeps, asking: Asking, unsent: Unsent<Job>, acknowledged: Screen): Promise<Screen> {
  const { place } = asking;
  const job: Job = { ...unsent, version: 3, correlationId: deps.newCorrelationId(), answerTo: place };
  try {
    await deps.queue.add(jobIdOf(asking), job);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    deps.log.warn({ kind: error.kind, correlationId: job.correlationId }, 'job could not be queued');
    return { kind: 'problem', whatHappened: error.whatHappened, whatToDo: error.whatToDo, command: job.command };
  }
  deps.log.info({ correlationId: job.correlationId, user: place.userId, job: job.kind }, 'job queued');
  await deps.history.noteJob(place.userId, jobIdOf(asking)).catch(() => deps.log.warn({}, 'job could not be noted as the latest'));
  return acknowledged;
}

/** Queues a search, notes it in the person's history, and says what was understood. */
export async function queueSearch(deps: QueueDeps, asking: Asking, resolved: ResolvedSearch): Promise<Screen> {
  const question = questionOf(resolved, asking.zone);
  const jobId = jobIdOf(asking);
  const screen = await queueJob(deps, asking, { kind: 'search', ...question }, { ...resolved, kind: 'understood', zone: question.zone, jobId });
  if (screen.kind === 'understood') await noteAsked(deps, asking, { command: question.command, zone: question.zone });
  return screen;
}

/** Notes what was queued in the person's history. What runs is not held up by a history that cannot be written. */
export async function noteAsked({ history, clock, log }: QueueDeps, asking: Asking, { command, zone, verb }: Pick<AskedSearch, 'command' | 'zone' | 'verb'>): Promise<void> {
  await history.note(asking.place.userId, { command, zone, askedAt: clock().toISOString(), jobId: jobIdOf(asking), ...(verb && { verb }) })
    .catch(() => log.warn({}, 'search could not be noted in the history'));
}
