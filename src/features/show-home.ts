/** App Home: how fresh the answers are, a person's own searches, and what to do first. */
import { admit, type AdmitDeps } from './access.ts';
import type { AskedSearch, SavedSearch } from './asked-search.ts';
import { firstRun, type FirstRunDeps } from './first-run.ts';
import { opensElsewhere, type FormRefused } from './open-form.ts';
import type { Freshness, SavedSearches } from './answer-ports.ts';
import type { Log } from './ports.ts';
import type { FirstRun } from './screens.ts';

export interface HomeDeps extends AdmitDeps, FirstRunDeps {
  readonly saved: Pick<SavedSearches, 'all'>;
}

/** What an allowed person sees. Recent searches are each listed once, newest first. */
export interface OwnHome {
  readonly kind: 'home';
  readonly zone: string;
  readonly freshness?: Freshness;
  readonly firstRun?: FirstRun;
  readonly saved: readonly SavedSearch[];
  readonly recent: readonly Pick<AskedSearch, 'command' | 'askedAt'>[];
}

export type HomeScreen = OwnHome | FormRefused;

/** Each list is as long as a person looks through. */
const MOST = 10;

/** A page for anybody; what cannot be read at the moment is left out, never the page. */
export async function showHome(deps: HomeDeps, userId: string): Promise<HomeScreen> {
  const admitted = await admit(deps, { userId });
  if (admitted.kind === 'refused') return { ...admitted, elsewhere: opensElsewhere(deps) };
  const [freshness, first, saved, asked] = await Promise.all([
    readOr(deps.log, undefined, () => deps.freshness.recall()),
    firstRun(deps, userId),
    readOr(deps.log, [], () => deps.saved.all(userId)),
    readOr(deps.log, [], () => deps.history.recent(userId)),
  ]);
  return {
    kind: 'home', zone: admitted.zone,
    ...(freshness && { freshness }), ...(first && { firstRun: first }),
    saved: saved.slice(0, MOST),
    recent: latestOfEach(asked).slice(0, MOST),
  };
}

async function readOr<T>(log: Log, otherwise: T, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch {
    log.warn({}, 'a part of App Home could not be read');
    return otherwise;
  }
}

function latestOfEach(asked: readonly AskedSearch[]): readonly AskedSearch[] {
  return [...new Map(asked.toReversed().map((search) => [search.command, search])).values()].toSorted((a, b) => b.askedAt.localeCompare(a.askedAt));
}
