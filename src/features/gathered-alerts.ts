/** What alerts of a place hold for a roll-up or for the end of quiet hours. */
import type { Group } from '../audit/alert-groups.ts';
import type { AlertStore } from './alert-ports.ts';
import type { ListedRule } from './rule-screens.ts';
import type { Rule, RulePlace } from './rule.ts';

export type Gathered = NonNullable<ListedRule['gathered']>;

/** By rule. Throws a `storage` Problem when Redis fails. */
export async function gatheredIn(alerts: Pick<AlertStore, 'read'>, place: RulePlace): Promise<ReadonlyMap<string, Gathered>> {
  const found = new Map<string, Gathered>();
  for (const { ruleId, count, dueMs } of (await alerts.read(place)).state?.groups ?? []) {
    if (dueMs === undefined) continue;
    const [dueAt, held] = [new Date(dueMs).toISOString(), found.get(ruleId)];
    found.set(ruleId, { count: count + (held?.count ?? 0), dueAt: held && held.dueAt < dueAt ? held.dueAt : dueAt });
  }
  return found;
}

/** Takes what an alert still gathered out of a place that it has left, or it would be told there when the alert comes back. */
export async function forgetGathered(alerts: Pick<AlertStore, 'read' | 'write'>, { id, place }: Pick<Rule, 'id' | 'place'>): Promise<void> {
  const isIts = ({ ruleId, dueMs }: Group): boolean => ruleId === id && dueMs !== undefined;
  for (;;) {
    const { state, ...memory } = await alerts.read(place);
    if (!state?.groups.some(isIts)) return;
    if (await alerts.write(place, { ...memory, state: { ...state, groups: state.groups.filter((group) => !isIts(group)) } }, [])) return;
  }
}
