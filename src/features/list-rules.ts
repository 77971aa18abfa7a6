/** `rules`: what speaks here and in the person's own messages, and how each has done. */
import { DAY_MS } from '../audit/dates.ts';
import { slotAfter } from '../audit/slots.ts';
import { admit, type AdmitDeps } from './access.ts';
import type { AlertStore } from './alert-ports.ts';
import { gatheredIn, type Gathered } from './gathered-alerts.ts';
import type { Clock } from './ports.ts';
import type { Asking } from './queue-job.ts';
import type { RuleStore } from './rule-ports.ts';
import { placeHere } from './rule-place.ts';
import type { ListedRule, RuleList } from './rule-screens.ts';
import type { KeptRule } from './rule.ts';
import type { Screen } from './screens.ts';

/** As far as `alerts open` looks back. */
const DOUBTFUL_MS = 7 * DAY_MS;

export interface ListDeps {
  readonly rules: Pick<RuleStore, 'in'>;
  readonly alerts: Pick<AlertStore, 'read'>;
  readonly clock: Clock;
}

/** The list that a word behind `rules` asks for. */
export function listOfWord(word: string | undefined): RuleList {
  return word === 'muted' || word === 'here' ? word : 'all';
}

/** A page of a list, the first where none is said; `here` leaves out the person's own. Throws a Problem when Redis fails. */
export async function listRules({ rules, alerts, clock }: ListDeps, { place, zone }: Asking, list: RuleList = 'all', page = 0): Promise<Screen> {
  const here = placeHere(place);
  const only = list === 'muted' ? 'mute' : list === 'alerts' ? 'alert' : undefined;
  const isWanted = ({ rule }: KeptRule): boolean => only === undefined || rule.kind === only;
  const listed = async (where: typeof here): Promise<readonly ListedRule[]> => {
    const kept = (await rules.in(where)).filter(isWanted);
    const gathered = kept.some(({ rule }) => rule.kind === 'alert') ? await gatheredIn(alerts, where) : new Map<string, Gathered>();
    return kept.map((one) => ({ ...asListed(one, clock()), ...(gathered.has(one.rule.id) && { gathered: gathered.get(one.rule.id) }) }));
  };
  const isChannel = here.kind === 'channel';
  return {
    kind: 'rules', list, page, zone, isChannel,
    here: isChannel ? await listed(here) : [],
    mine: isChannel && list === 'here' ? [] : await listed({ kind: 'person', id: place.userId }),
  };
}

/** Another page of a list that somebody looks at, as it is now; access is checked again. */
export async function turnRules(deps: ListDeps & AdmitDeps, { id, place }: Pick<Asking, 'id' | 'place'>, { list, page }: { readonly list: RuleList; readonly page: number }): Promise<Screen> {
  const asker = await admit(deps, place);
  return asker.kind === 'refused' ? asker : listRules(deps, { id, place, zone: asker.zone }, list, page);
}

/** Adds when it speaks next, where that is known, and since when a post may be missing, where that is not long ago. */
export function asListed(kept: KeptRule, now: Date): ListedRule {
  const { rule, progress: { state, lastUnconfirmed } } = kept;
  return {
    ...kept,
    ...(rule.kind === 'digest' && state.kind === 'on' && { next: slotAfter(rule.timetable, now).toISOString() }),
    ...(lastUnconfirmed !== undefined && now.getTime() - Date.parse(lastUnconfirmed) <= DOUBTFUL_MS && { doubtful: lastUnconfirmed }),
  };
}
