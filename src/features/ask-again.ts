/** `again` and `history`: what somebody asked before. */
import { resolveTime, type TimeSpec } from '../audit/time-range.ts';
import type { Search } from '../command/command.ts';
import { parseCommand } from '../command/parse.ts';
import { printSearch } from '../command/print.ts';
import { askAnew, UNREADABLE } from './ask-search.ts';
import { explainSearch } from './explain-search.ts';
import type { Asking, QueueDeps } from './queue-job.ts';
import { reachOf } from './read-copy.ts';
import { searchIn } from './reworded.ts';
import type { PlanDeps } from './run-search.ts';
import type { Screen } from './screens.ts';

/** A list of this length is still read. */
const LISTED = 15;

/** Asks the last search of this person again, over another time where one is given. */
export async function askAgain(deps: QueueDeps, asking: Asking, time: TimeSpec | undefined): Promise<Screen> {
  const last = await lastSearch(deps, asking, time);
  return 'kind' in last ? last : askAnew(deps, asking, last);
}

/** How the last search of this person would be read now, over another time where one is given. Nothing is asked. */
export async function explainAgain(deps: QueueDeps & PlanDeps, asking: Asking, time: TimeSpec | undefined): Promise<Screen> {
  const last = await lastSearch(deps, asking, time);
  if ('kind' in last) return last;
  const read = parseCommand(printSearch(last), { now: deps.clock(), zone: asking.zone, ...await reachOf(deps), kept: true });
  if (read.kind === 'search') return explainSearch(deps, asking.zone, read);
  return read.kind === 'mistake' ? read : UNREADABLE;
}

/** The last plain search, or what is said where there is none; exports and comparisons are no searches to repeat. */
async function lastSearch(deps: QueueDeps, asking: Asking, time: TimeSpec | undefined): Promise<Search | Screen> {
  const last = (await deps.history.recent(asking.place.userId)).find(({ verb }) => verb === undefined);
  if (!last) return { kind: 'notice', text: 'You have asked nothing in the last 30 days, so there is nothing to ask again. For example: customer Relecloud last 7d.' };
  const search = searchIn({ command: last.command, zone: asking.zone, now: new Date(last.askedAt) });
  if (!search) return UNREADABLE;
  return time ? { ...search, time, defaultTime: false } : search;
}

/** What this person asked, of a time where one is given; never anybody else's. */
export async function showHistory(deps: QueueDeps, asking: Asking, time: TimeSpec | undefined): Promise<Screen> {
  const all = await deps.history.recent(asking.place.userId);
  const span = time && resolveTime(time, deps.clock(), asking.zone);
  const asked = span?.kind === 'range'
    ? all.filter(({ askedAt }) => askedAt >= span.range.from.toISOString() && askedAt <= span.range.to.toISOString())
    : all;
  return { kind: 'history', asked: asked.slice(0, LISTED), left: Math.max(0, asked.length - LISTED), zone: asking.zone };
}
