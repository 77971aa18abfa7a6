/** `Take it`: says on the card and in its thread who answers it, and since when. */
import { checkAccess, type AccessDeps } from './access.ts';
import type { AlertStore } from './alert-ports.ts';
import type { AnswerPlace } from './answer-ports.ts';
import type { Clock, Log } from './ports.ts';
import { deliveryKey } from './raise-alerts.ts';
import { placeHere } from './rule-place.ts';
import type { Outbox } from './rule-ports.ts';
import type { Screen } from './screens.ts';

export interface TakeDeps extends AccessDeps {
  readonly alerts: Pick<AlertStore, 'card' | 'take'>;
  readonly outbox: Pick<Outbox, 'put'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The first who presses it has it. Gives the card as it stands then, to be put in place of the pressed one, or says who was quicker.
 * Throws a `storage` Problem when Redis fails: nothing was taken then, or what was taken shows with the next press.
 */
export async function takeAlert(deps: TakeDeps, place: AnswerPlace, id: string): Promise<Screen> {
  const access = await checkAccess(deps, place);
  if (access.kind === 'refused') return { kind: 'refused', refusal: access.refusal, userId: place.userId };
  const kept = await deps.alerts.card(id);
  if (!kept || !isSeenFrom(kept.place, place)) return GONE;
  const at = deps.clock().toISOString();
  const taken = await deps.alerts.take(id, { by: place.userId, at });
  if (!taken) return GONE;
  const [now, ruleId, under] = [deps.clock(), kept.ruleId, { key: deliveryKey(id) }];
  // Put in by whoever presses: what a first press could not finish, a second one does. Each is taken once.
  await deps.outbox.put({ key: deliveryKey(`${id}:taken`), ruleId, place: kept.place, message: { ...kept.card, taken }, under: { ...under, how: 'edit' }, dueAt: taken.at }, now);
  await deps.outbox.put({ key: deliveryKey(`${id}:taken:said`), ruleId, place: kept.place, message: { kind: 'alert-taken', card: id, zone: kept.card.zone, ...taken }, under: { ...under, how: 'thread' }, dueAt: taken.at }, now);
  if (taken.at === at && taken.by === place.userId) {
    deps.log.info({ user: place.userId, rule: ruleId, card: id }, 'alert taken');
    return { ...kept.card, taken };
  }
  return { kind: 'alert-taken', card: id, zone: access.person.zone ?? kept.card.zone, ...taken };
}

/** A card as it stands by now, whatever it said when it was put into the outbox; every other message as it is. */
export async function cardNow({ alerts }: Pick<TakeDeps, 'alerts'>, message: Screen): Promise<Screen> {
  if (message.kind !== 'alert') return message;
  const kept = await alerts.card(message.card);
  return kept ? { ...kept.card, ...(kept.taken && { taken: kept.taken }) } : message;
}

/** Nobody takes by a made-up press what they cannot see. */
function isSeenFrom(where: ReturnType<typeof placeHere>, place: AnswerPlace): boolean {
  const here = placeHere(place);
  return here.kind === where.kind && here.id === where.id;
}

const GONE: Screen = { kind: 'notice', text: 'I no longer hold this alert: after 90 days they are forgotten. Its operations can still be searched as far back as the log or the copy reaches.' };
