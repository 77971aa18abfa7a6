/** `rules`: what speaks here and in the person's own messages, and how each has done. */
import { slotAfter } from '../audit/slots.ts';
import type { AlertStore } from './alert-ports.ts';
import { gatheredIn, type Gathered } from './gathered-alerts.ts';
import type { Clock } from './ports.ts';
import type { Asking } from './queue-job.ts';
import type { RuleStore } from './rule-ports.ts';
import { placeHere } from './rule-place.ts';
import type { ListedRule } from './rule-screens.ts';
import type { KeptRule } from './rule.ts';
import type { Screen } from './screens.ts';

export interface ListDeps {
  readonly rules: Pick<RuleStore, 'in'>;
  readonly alerts: Pick<AlertStore, 'read'>;
  readonly clock: Clock;
}

/** `here` leaves out the person's own, `muted` lists mutes alone. Throws a Problem when Redis fails. */
export async function listRules({ rules, alerts, clock }: ListDeps, { place, zone }: Asking, word?: string): Promise<Screen> {
  const here = placeHere(place);
  const isWanted = ({ rule }: KeptRule): boolean => word !== 'muted' || rule.kind === 'mute';
  const listed = async (where: typeof here): Promise<readonly ListedRule[]> => {
    const kept = (await rules.in(where)).filter(isWanted);
    const gathered = kept.some(({ rule }) => rule.kind === 'alert') ? await gatheredIn(alerts, where) : new Map<string, Gathered>();
    return kept.map((one) => ({ ...withNext(one, clock()), ...(gathered.has(one.rule.id) && { gathered: gathered.get(one.rule.id) }) }));
  };
  const isChannel = here.kind === 'channel';
  return {
    kind: 'rules', zone, isChannel,
    here: isChannel ? await listed(here) : [],
    mine: isChannel && word === 'here' ? [] : await listed({ kind: 'person', id: place.userId }),
  };
}

/** Adds when it speaks next, where that is known. */
export function withNext(kept: KeptRule, now: Date): ListedRule {
  const { rule, progress } = kept;
  if (rule.kind !== 'digest' || progress.state.kind !== 'on') return kept;
  return { ...kept, next: slotAfter(rule.timetable, now).toISOString() };
}
