/** `cancel` and the Cancel button: the worker stops within a second, and what was not on its way by then does not come. */
import { admit, type AdmitDeps } from './access.ts';
import type { AnswerLedger, AnswerPlace, Answers, SearchHistory } from './answer-ports.ts';
import type { Screen } from './screens.ts';

export interface CancelDeps {
  readonly ledger: AnswerLedger;
  readonly history: Pick<SearchHistory, 'latestJob'>;
  readonly answers: Pick<Answers, 'stop'>;
}

export const STOPPED: Screen = { kind: 'stopped', text: 'Stopped: nothing more is read for this, and no answer comes, unless it was on its way already.' };

/** Stops a job of this person; without an id whatever they asked last. Others' jobs are left alone. */
export async function cancelSearch({ ledger, history, answers }: CancelDeps, userId: string, jobId?: string): Promise<Screen> {
  const asked = jobId ?? await history.latestJob(userId);
  if (asked === undefined) return { kind: 'notice', text: 'You have asked nothing in the last 30 days, so there is nothing to stop.' };
  if (!asked.startsWith(`${userId}-`)) return { kind: 'notice', text: 'That is no search of yours, so it was left alone.' };
  if (!await ledger.forestall(asked)) return { kind: 'notice', text: 'There was nothing left to stop: this was answered or stopped before.' };
  // Not waited for: a command is to be acknowledged at once.
  void answers.stop(asked, STOPPED);
  return STOPPED;
}

/** The same for a press on Cancel: access is checked again. */
export async function cancelPressed(deps: CancelDeps & AdmitDeps, place: AnswerPlace, jobId: string): Promise<Screen> {
  const asker = await admit(deps, place);
  return asker.kind === 'refused' ? asker : cancelSearch(deps, place.userId, jobId);
}
