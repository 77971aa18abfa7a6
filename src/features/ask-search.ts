/** A search that was understood, or a line of one that was kept: into the queue, whatever asked for it. */
import type { ResolvedSearch, Search } from '../command/command.ts';
import { parseCommand } from '../command/parse.ts';
import { printSearch } from '../command/print.ts';
import { exportSearch } from './ask-export.ts';
import { queueSearch, type Asking, type QueueDeps } from './queue-job.ts';
import { reachOf } from './read-copy.ts';
import type { Screen } from './screens.ts';

/** Queues a search, as a file where one was asked for, and gives the screen that acknowledges it or says why not. */
export async function askSearch(deps: QueueDeps, asking: Asking, resolved: ResolvedSearch): Promise<Screen> {
  const as = resolved.search.shape?.as;
  if (as === 'csv' || as === 'json' || as === 'ndjson') return exportSearch(deps, asking, as, resolved);
  return queueSearch(deps, asking, resolved);
}

/** Asks a search anew that was put together here: its time is resolved now, and what has become wrong with it is said. */
export async function askAnew(deps: QueueDeps, asking: Asking, search: Search): Promise<Screen> {
  const command = parseCommand(printSearch(search), { now: deps.clock(), zone: asking.zone, ...await reachOf(deps), kept: true });
  switch (command.kind) {
    case 'search': return askSearch(deps, asking, command);
    case 'mistake': return command;
    default: return UNREADABLE;
  }
}

/** What is said of a kept line that this version cannot read. */
export const UNREADABLE: Screen = { kind: 'notice', text: 'This search was kept by another version of me, and I cannot read it any more. Type it anew.' };
