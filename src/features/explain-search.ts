/** `explain`: how a search would be read. Nothing is asked of Partner Center. */
import { daysIn, type QueryPlan } from '../audit/query.ts';
import type { ResolvedSearch } from '../command/command.ts';
import { printSearch } from '../command/print.ts';
import { questionOf } from './queue-job.ts';
import { planSearch, type PlanDeps } from './run-search.ts';
import type { Screen } from './screens.ts';

/** The plan of a search as the worker would make it now. */
export async function explainSearch(deps: PlanDeps, zone: string, { search, range, clamped }: ResolvedSearch): Promise<Screen> {
  const question = questionOf({ search, range, clamped }, zone);
  const plan = await planSearch(deps, question);
  return { kind: 'explained', command: printSearch(search), search, range, clamped, zone: question.zone, plan, requests: requestsFor(plan) };
}

/** One request a window; a window of several days whose first page is not its last is read again day by day. */
function requestsFor({ windows }: QueryPlan): { readonly least: number; readonly most: number } {
  const severalDays = windows.filter(({ first, last }) => first < last);
  return { least: windows.length, most: windows.length + daysIn(severalDays) };
}
