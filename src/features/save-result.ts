/** `Save search`: the search of an answer, kept under a name. */
import { ANY_DAY } from '../audit/time-range.ts';
import { parseCommand } from '../command/parse.ts';
import { admit, type AdmitDeps } from './access.ts';
import type { AnswerPlace, ResultStore } from './answer-ports.ts';
import { saveSearch, type SavedDeps } from './save-search.ts';
import type { Screen } from './screens.ts';

export interface SaveResultDeps extends AdmitDeps, SavedDeps {
  readonly results: ResultStore;
}

/** The search that a name is to be found for, or why there is none. */
export type ToName = { readonly kind: 'to-name'; readonly command: string } | Extract<Screen, { kind: 'refused' | 'expired' }>;

/** Finds the search of an answer, however old the answer is. */
export async function searchToName(deps: SaveResultDeps, place: AnswerPlace, resultId: string): Promise<ToName> {
  const asker = await admit(deps, place);
  if (asker.kind === 'refused') return asker;
  const question = await deps.results.question(resultId);
  return question ? { kind: 'to-name', command: question.command } : { kind: 'expired', resultId };
}

/** Keeps it under a name, or says what is wrong with the name or the search. */
export async function saveResult(deps: SaveResultDeps, place: AnswerPlace, resultId: string, name: string): Promise<Screen> {
  const asker = await admit(deps, place);
  if (asker.kind === 'refused') return asker;
  const question = await deps.results.question(resultId);
  if (!question) return { kind: 'expired', resultId };
  const command = parseCommand(question.command, { now: deps.clock(), zone: asker.zone, oldestDay: ANY_DAY, kept: true });
  if (command.kind === 'search') return saveSearch(deps, place.userId, { ...command, name });
  return command.kind === 'mistake' ? command : { kind: 'expired', resultId };
}
