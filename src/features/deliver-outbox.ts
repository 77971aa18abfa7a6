/** Posts what waits in the outbox: never lost, hardly ever twice, and marked where it may be twice. */
import { HOUR_MS, MINUTE_MS } from '../audit/dates.ts';
import { followDelivery, type FollowDeps } from './follow-delivery.ts';
import type { ClaimedDelivery, Delivery, DeliveryState, PostMarks, PostOutcome, Posts, WaitingState } from './rule-ports.ts';
import type { Objection } from './rule-readers.ts';
import type { Screen } from './screens.ts';

export interface DeliverDeps extends FollowDeps {
  readonly posts: Posts;
  /** Why a message must not be posted where it was to go: who reads there may be others by now. */
  readonly objection: Objection;
  /** What a message says by now: edits of one card may come in any order. */
  readonly newest: (message: Screen) => Promise<Screen>;
}

/** A worker that says nothing for so long has died; one call of Slack takes 10 seconds at most. */
const CLAIM_MS = 2 * MINUTE_MS;
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [15_000, HOUR_MS / 2];
/** Over half a day for a digest, since the next one tells it all; what nobody tells again is tried for a week. */
const [MOST_ATTEMPTS, MOST_ATTEMPTS_ALONE] = [32, 7 * 48];
/** How often it is sent where every answer is lost: a digest once more, what nobody tells again until one arrives, within reason. */
const [MOST_SENT, MOST_SENT_ALONE] = [2, 5];
/** A message in a thread waits so long for the one above it. */
const PARENT_WAIT_MS = 5_000;
/** A minute's tick and a busy channel are not late. */
const LATE_MS = 10 * MINUTE_MS;

/** Posts all that is due, one at a time; ends early when Slack asks for less. Throws a `storage` Problem when Redis fails. */
export async function deliverDue(deps: DeliverDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const claimed = await deps.outbox.claim(deps.clock(), CLAIM_MS);
    if (!claimed) return;
    const { outcome, state } = await deliver(deps, claimed);
    await deps.outbox.settle(claimed.delivery.key, state);
    if (state.kind !== 'waiting') await followDelivery(deps, claimed.delivery, state);
    if (outcome.kind === 'limited') return;
  }
}

type Marks = Omit<PostMarks, 'deliveryKey'>;

type Outcome = PostOutcome | { readonly kind: 'too-early' | 'repeated-already' };

async function deliver(deps: DeliverDeps, claimed: ClaimedDelivery): Promise<{ readonly outcome: Outcome; readonly state: DeliveryState }> {
  const marks = marksOf(deps, claimed);
  const outcome = await attempt(deps, claimed, marks);
  const state = stateAfter(deps.clock(), claimed, outcome, marks);
  deps.log.info({ rule: claimed.delivery.ruleId, delivery: claimed.delivery.key, outcome: outcome.kind, ...('reason' in outcome && { reason: outcome.reason }) }, 'delivery tried');
  return { outcome, state };
}

async function attempt(deps: DeliverDeps, claimed: ClaimedDelivery, marks: Marks): Promise<Outcome> {
  const { delivery } = claimed;
  if (mayStand(claimed) >= mostSent(claimed)) return { kind: 'repeated-already' };
  const reason = await deps.objection(delivery);
  if (reason !== undefined) return { kind: 'refused', reason };
  if (mayStand(claimed) > 0 && !await deps.posts.isReachable()) return { kind: 'later', reason: 'unreachable' };
  const message = await deps.newest(delivery.message);
  if (!delivery.under) return deps.posts.post(delivery.place, message, { deliveryKey: delivery.key, ...marks });
  const parent = (await deps.outbox.find(delivery.under.key))?.state;
  if (parent?.kind === 'waiting') return { kind: 'too-early' };
  if (parent?.kind !== 'delivered') return { kind: 'refused', reason: 'message_above_missing' };
  // What was edited is still the same delivery, and as late or as doubtful as before.
  if (delivery.under.how === 'edit') return deps.posts.edit(parent, message, { deliveryKey: delivery.under.key, ...parent.marks });
  return deps.posts.post(delivery.place, message, { deliveryKey: delivery.key, ...marks }, parent.ts);
}

function marksOf({ clock }: Pick<DeliverDeps, 'clock'>, claimed: ClaimedDelivery): Marks {
  const { dueAt, under } = claimed.delivery;
  const isLate = !under && clock().getTime() - Date.parse(dueAt) > LATE_MS;
  return { ...(mayStand(claimed) > 0 && { mayBeRepeat: true }), ...(isLate && { lateSince: dueAt }) };
}

/** How often Slack may have taken it already. Editing a message twice harms nobody, so of edits nobody counts. */
function mayStand({ delivery, state, isAbandoned }: ClaimedDelivery): number {
  return delivery.under?.how === 'edit' ? 0 : (state.unsure ?? Number(state.mayBeRepeat)) + Number(isAbandoned);
}

/** Whether a later message tells the same again when this one fails. */
function isToldAgain({ onceTaken }: Delivery): boolean {
  return onceTaken?.cursor !== undefined;
}

function mostSent({ delivery }: ClaimedDelivery): number {
  return isToldAgain(delivery) ? MOST_SENT : MOST_SENT_ALONE;
}

/** What the outbox keeps after a try. */
function stateAfter(now: Date, claimed: ClaimedDelivery, outcome: Outcome, marks: Marks): DeliveryState {
  const { delivery, state } = claimed;
  const [at, unsure, attempts] = [now.toISOString(), mayStand(claimed), state.attempts + 1];
  const waiting = (waitMs: number, change: Pick<WaitingState, 'attempts'>, mayHave = unsure): DeliveryState =>
    ({ kind: 'waiting', nextAt: new Date(now.getTime() + waitMs).toISOString(), mayBeRepeat: mayHave > 0, unsure: mayHave, ...change });
  const backoffMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(state.attempts, 10));
  const again = (reason: string, waitMs = 0): DeliveryState => {
    if (attempts < (isToldAgain(delivery) ? MOST_ATTEMPTS : MOST_ATTEMPTS_ALONE)) return waiting(Math.max(waitMs, backoffMs), { attempts });
    return unsure > 0 ? { kind: 'unconfirmed', at } : { kind: 'given-up', at, reason };
  };
  switch (outcome.kind) {
    case 'taken': return { kind: 'delivered', at, channel: outcome.channel, ts: outcome.ts, ...(Object.keys(marks).length > 0 && { marks }) };
    case 'refused': return { kind: 'refused', at, reason: outcome.reason, ...(unsure > 0 && { mayStand: true }) };
    case 'repeated-already': return { kind: 'unconfirmed', at };
    case 'too-early': return waiting(PARENT_WAIT_MS, { attempts: state.attempts });
    case 'lost':
      if (delivery.under?.how === 'edit') return again('lost');
      return unsure + 1 < mostSent(claimed) ? waiting(FIRST_WAIT_MS, { attempts }, unsure + 1) : { kind: 'unconfirmed', at };
    case 'later': case 'limited': return again(outcome.reason, outcome.waitMs);
  }
}
