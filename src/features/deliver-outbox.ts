/** Posts what waits in the outbox: never lost, hardly ever twice, and marked where it may be twice. */
import { HOUR_MS, MINUTE_MS } from '../audit/dates.ts';
import { followDelivery, type FollowDeps } from './follow-delivery.ts';
import type { ClaimedDelivery, DeliveryState, PostMarks, PostOutcome, Posts, WaitingState } from './rule-ports.ts';
import type { Screen } from './screens.ts';

export interface DeliverDeps extends FollowDeps {
  readonly posts: Posts;
  /** What a message says by now: edits of one card may come in any order. */
  readonly newest: (message: Screen) => Promise<Screen>;
}

/** A worker that says nothing for so long has died; one call of Slack takes 10 seconds at most. */
const CLAIM_MS = 2 * MINUTE_MS;
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [15_000, HOUR_MS / 2];
/** Over half a day. */
const MOST_ATTEMPTS = 32;
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

type Outcome = PostOutcome | { readonly kind: 'too-early' | 'repeated-already' };

async function deliver(deps: DeliverDeps, claimed: ClaimedDelivery): Promise<{ readonly outcome: Outcome; readonly state: DeliveryState }> {
  const outcome = await attempt(deps, claimed);
  const state = stateAfter(deps.clock(), claimed, outcome);
  deps.log.info({ rule: claimed.delivery.ruleId, delivery: claimed.delivery.key, outcome: outcome.kind, ...('reason' in outcome && { reason: outcome.reason }) }, 'delivery tried');
  return { outcome, state };
}

async function attempt(deps: DeliverDeps, { delivery, state, isAbandoned }: ClaimedDelivery): Promise<Outcome> {
  if (isAbandoned && state.mayBeRepeat) return { kind: 'repeated-already' };
  const isRepeat = isAbandoned || state.mayBeRepeat;
  if (isRepeat && !await deps.posts.isReachable()) return { kind: 'later', reason: 'unreachable' };
  const marks = marksOf(deps, delivery, isRepeat ? { mayBeRepeat: true } : {});
  const message = await deps.newest(delivery.message);
  if (!delivery.under) return deps.posts.post(delivery.place, message, marks);
  const parent = (await deps.outbox.find(delivery.under.key))?.state;
  if (parent?.kind === 'waiting') return { kind: 'too-early' };
  if (parent?.kind !== 'delivered') return { kind: 'refused', reason: 'message_above_missing' };
  if (delivery.under.how === 'edit') return deps.posts.edit(parent, message, marks);
  return deps.posts.post(delivery.place, message, marks, parent.ts);
}

function marksOf({ clock }: Pick<DeliverDeps, 'clock'>, { key, dueAt, under }: ClaimedDelivery['delivery'], repeat: Pick<PostMarks, 'mayBeRepeat'>): PostMarks {
  const isLate = !under && clock().getTime() - Date.parse(dueAt) > LATE_MS;
  return { deliveryKey: key, ...repeat, ...(isLate && { lateSince: dueAt }) };
}

/** What the outbox keeps after a try. Editing a message twice harms nobody; posting it a third time would. */
function stateAfter(now: Date, { delivery, state, isAbandoned }: ClaimedDelivery, outcome: Outcome): DeliveryState {
  const at = now.toISOString();
  const isRepeat = isAbandoned || state.mayBeRepeat;
  const waiting = (waitMs: number, change: Partial<WaitingState> = {}): DeliveryState =>
    ({ ...state, mayBeRepeat: isRepeat, nextAt: new Date(now.getTime() + waitMs).toISOString(), ...change });
  const backoffMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(state.attempts, 10));
  const attempts = state.attempts + 1;
  switch (outcome.kind) {
    case 'taken': return { kind: 'delivered', at, channel: outcome.channel, ts: outcome.ts };
    case 'refused': return { kind: 'refused', at, reason: outcome.reason };
    case 'repeated-already': return { kind: 'unconfirmed', at };
    case 'too-early': return waiting(PARENT_WAIT_MS);
    case 'lost':
      if (delivery.under?.how !== 'edit') return isRepeat ? { kind: 'unconfirmed', at } : waiting(FIRST_WAIT_MS, { attempts, mayBeRepeat: true });
      return attempts < MOST_ATTEMPTS ? waiting(backoffMs, { attempts }) : { kind: 'given-up', at, reason: 'lost' };
    case 'later': case 'limited':
      return attempts < MOST_ATTEMPTS ? waiting(Math.max(outcome.waitMs ?? 0, backoffMs), { attempts }) : { kind: 'given-up', at, reason: outcome.reason };
  }
}
