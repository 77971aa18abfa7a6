/** Which rule somebody means by its name: one of the channel in which it was typed, or one of their own. */
import type { AnswerPlace } from './answer-ports.ts';
import { asListed } from './list-rules.ts';
import type { Clock } from './ports.ts';
import type { Asking } from './queue-job.ts';
import { mayManage, placeHere, type RulePlaceDeps } from './rule-place.ts';
import type { RuleStore } from './rule-ports.ts';
import type { KeptRule } from './rule.ts';
import type { Screen } from './screens.ts';

export interface NamedDeps extends Pick<RulePlaceDeps, 'people' | 'adminPolicy'> {
  readonly rules: Pick<RuleStore, 'in'>;
  readonly clock: Clock;
}

type NamedRule =
  | { readonly kind: 'found'; readonly kept: KeptRule }
  | { readonly kind: 'none' }
  /** The channel and the person each have one, and both may be meant: the screen asks which. */
  | { readonly kind: 'several'; readonly screen: Screen };

/** Every rule that somebody can name in a place: those of the channel, then their own. Throws a Problem when Redis fails. */
export async function rulesInReach({ rules }: Pick<NamedDeps, 'rules'>, place: AnswerPlace): Promise<readonly KeptRule[]> {
  const here = placeHere(place);
  const mine = await rules.in({ kind: 'person', id: place.userId });
  return here.kind === 'channel' ? [...await rules.in(here), ...mine] : mine;
}

/** The one of some rules that has a name, letter case ignored. Who may not change those of the channel means their own. */
export async function ruleNamed(deps: NamedDeps, { place, zone }: Pick<Asking, 'place' | 'zone'>, reach: readonly KeptRule[], name: string): Promise<NamedRule> {
  const named = reach.filter(({ rule }) => rule.name.toLowerCase() === name.toLowerCase());
  const mine = named.filter(({ rule }) => rule.place.kind === 'person');
  const here = named.filter(({ rule }) => rule.place.kind === 'channel');
  const [own, ofChannel] = [mine[0], here[0]];
  if (own && ofChannel && await mayManage(deps, place, ofChannel.rule.place)) {
    const listed = (kept: readonly KeptRule[]) => kept.map((one) => asListed(one, deps.clock()));
    return { kind: 'several', screen: { kind: 'rules', list: 'named', page: 0, zone, isChannel: true, here: listed(here), mine: listed(mine) } };
  }
  const kept = own ?? ofChannel;
  return kept ? { kind: 'found', kept } : { kind: 'none' };
}
