/** What somebody is shown before their first search: that the bot is connected, and a search that finds something. */
import { fillOf } from '../audit/coverage.ts';
import { DEFAULT_TIME } from '../audit/time-range.ts';
import { NOTHING_KEPT } from '../command/form.ts';
import { printSearch } from '../command/print.ts';
import type { FreshnessStore, SearchHistory } from './answer-ports.ts';
import type { CopyStore } from './copy-ports.ts';
import type { Clock, Directory, Log } from './ports.ts';
import type { FirstRun } from './screens.ts';
import { showHelp } from './show-help.ts';

export interface FirstRunDeps {
  readonly history: Pick<SearchHistory, 'recent'>;
  readonly freshness: Pick<FreshnessStore, 'recall'>;
  readonly directory: Pick<Directory, 'everybody'>;
  readonly copy: Pick<CopyStore, 'ledger'>;
  readonly retentionDays: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Undefined for somebody who has searched in the last 30 days, and where that cannot be known. */
export async function firstRun(deps: FirstRunDeps, userId: string): Promise<FirstRun | undefined> {
  try {
    const [latest] = await deps.history.recent(userId);
    if (latest) return undefined;
    const [freshness, { customers }, ledger] = await Promise.all([deps.freshness.recall(), deps.directory.everybody(), deps.copy.ledger()]);
    const fill = fillOf(ledger, { now: deps.clock(), retentionDays: deps.retentionDays });
    return { ...(freshness && { freshness }), ...(fill.held > 0 && fill.held < fill.of && { fill }), command: firstCommand(showHelp(undefined, customers.map(({ name }) => name)).customer) };
  } catch {
    deps.log.warn({}, 'first run could not be looked up');
    return undefined;
  }
}

function firstCommand(customer: string | undefined): string {
  const customers = customer === undefined ? [] : [{ kind: 'name' as const, name: customer }];
  return printSearch({ filter: { ...NOTHING_KEPT.filter, customers }, time: DEFAULT_TIME, defaultTime: false });
}
