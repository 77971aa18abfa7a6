/** App Home: how fresh and whole the copy is, what closes soon, a person's own searches and rules, and what to do first. */
import { EVERYTHING } from '../audit/filter.ts';
import { admit, type AdmitDeps } from './access.ts';
import type { AskedSearch, SavedSearch } from './asked-search.ts';
import type { CopyStore } from './copy-ports.ts';
import { copyStatus, type CopyStatus } from './copy-status.ts';
import type { CustomerNames } from './customer-names.ts';
import { firstRun, type FirstRunDeps } from './first-run.ts';
import { closingWindows, type ClosingWindows } from './closing-windows.ts';
import { namesBehind } from './known-names.ts';
import { asListed } from './list-rules.ts';
import { opensElsewhere, type FormRefused } from './open-form.ts';
import type { Freshness, SavedSearches } from './answer-ports.ts';
import type { Clock, Log } from './ports.ts';
import type { RuleStore } from './rule-ports.ts';
import type { ListedRule } from './rule-screens.ts';
import type { FirstRun } from './screens.ts';

export interface HomeDeps extends AdmitDeps, FirstRunDeps {
  readonly saved: Pick<SavedSearches, 'all'>;
  readonly copy: Pick<CopyStore, 'read' | 'ledger'>;
  readonly retentionDays: number;
  /** How often the log is read, in milliseconds. */
  readonly everyMs: number;
  readonly clock: Clock;
  readonly watching: { readonly rules: Pick<RuleStore, 'all'> };
}

/** What an allowed person sees. Recent searches are each listed once, newest first. */
export interface OwnHome {
  readonly kind: 'home';
  readonly zone: string;
  readonly freshness?: Freshness;
  readonly firstRun?: FirstRun;
  /** What the local copy holds and lacks; absent while it is empty. */
  readonly copy?: CopyStatus;
  readonly closing?: ClosingWindows;
  /** Those that speak to the person, and those that the person made. */
  readonly rules: readonly ListedRule[];
  readonly saved: readonly SavedSearch[];
  readonly recent: readonly Pick<AskedSearch, 'command' | 'askedAt'>[];
  /** Of customers that these searches name by id. */
  readonly names?: CustomerNames;
}

export type HomeScreen = OwnHome | FormRefused;

/** Each list is as long as a person looks through. */
const MOST = 10;
/** How long the page waits for what closes soon. */
const LOOK_MS = 1_500;

/** A page for anybody; what cannot be read at the moment is left out, never the page. */
export async function showHome(deps: HomeDeps, userId: string): Promise<HomeScreen> {
  const admitted = await admit(deps, { userId });
  if (admitted.kind === 'refused') return { ...admitted, elsewhere: opensElsewhere(deps) };
  const [freshness, first, copy, closing, rules, saved, asked] = await Promise.all([
    readOr(deps.log, undefined, () => deps.freshness.recall()),
    firstRun(deps, userId),
    readOr(deps.log, undefined, () => copyOf(deps)),
    readOr(deps.log, undefined, () => closingWindows(deps, EVERYTHING, { lookMs: LOOK_MS })),
    readOr(deps.log, [], () => rulesOf(deps, userId)),
    readOr(deps.log, [], () => deps.saved.all(userId)),
    readOr(deps.log, [], () => deps.history.recent(userId)),
  ]);
  const lists = { saved: saved.slice(0, MOST), recent: latestOfEach(asked).slice(0, MOST) };
  return {
    kind: 'home', zone: admitted.zone,
    ...(freshness && { freshness }), ...(first && { firstRun: first }), ...(copy && { copy }), ...(closing && { closing }), rules,
    ...lists,
    ...await namesBehind(deps, [...lists.saved, ...lists.recent].map(({ command }) => command)),
  };
}

async function copyOf({ copy, clock, retentionDays, everyMs }: HomeDeps): Promise<CopyStatus | undefined> {
  const ledger = await copy.ledger();
  return ledger.length === 0 ? undefined : copyStatus(ledger, { now: clock(), retentionDays, everyMs });
}

async function rulesOf({ watching, clock }: HomeDeps, userId: string): Promise<readonly ListedRule[]> {
  const all = await watching.rules.all();
  const own = all.filter(({ rule: { place, makerId } }) => makerId === userId || place.kind === 'person' && place.id === userId);
  return own.map((kept) => asListed(kept, clock())).sort((a, b) => (a.rule.name < b.rule.name ? -1 : 1));
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
