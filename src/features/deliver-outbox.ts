/**
 * Posts what waits in the outbox: each delivery at most twice, marked where it may be twice, and never lost without a
 * word. A card told anew in place of an unconfirmed one is a delivery of its own, with its own name and what it says by then.
 */
import { HOUR_MS, MINUTE_MS } from '../audit/dates.ts';
import { followDelivery, type FollowDeps } from './follow-delivery.ts';
import { isToldAgain, TOLD_AGAIN, wayOf, type Way } from './message-above.ts';
import type { ClaimedDelivery, DeliveryState, PostMarks, PostOutcome, Posts, WaitingState } from './rule-ports.ts';
import type { Objection } from './rule-readers.ts';
import type { Screen } from './screens.ts';
import { tellDoubt } from './tell-doubt.ts';

export interface DeliverDeps extends FollowDeps {
  readonly posts: Posts;
  /** Why a message must not be posted where it was to go: who reads there may be others by now. */
  readonly objection: Objection;
  /** What a message says by now: edits of one card may come in any order. */
  readonly newest: (message: Screen) => Promise<Screen>;
  /** Counts how deliveries end, but for pages that the next digest tells again. */
  readonly deliveryEnded: (how: Exclude<DeliveryState['kind'], 'waiting'>) => void;
}

/** A worker that says nothing for so long has died; one call of Slack takes 10 seconds at most. */
const CLAIM_MS = 2 * MINUTE_MS;
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [15_000, HOUR_MS / 2];
/** Over half a day for a digest, since the next one tells it all; what nobody tells again is tried for a week. */
const [MOST_ATTEMPTS, MOST_ATTEMPTS_ALONE] = [32, 7 * 48];
/** How often a message is sent where every answer is lost: once more, and then nobody knows whether it stands. */
const MOST_SENT = 2;
/** A message in a thread waits so long for the one above it. */
const PARENT_WAIT_MS = 5_000;
/** A minute's tick and a busy channel are not late. */
const LATE_MS = 10 * MINUTE_MS;

/** Posts all that is due, one at a time; ends early when Slack asks for less. Throws a `storage` Problem when Redis fails. */
export async function deliverDue(deps: DeliverDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const claimed = await deps.outbox.claim(deps.clock(), CLAIM_MS);
    if (!claimed) return;
    const { delivery } = claimed;
    const { outcome, state } = await deliver(deps, claimed);
    if (state.kind === 'unconfirmed') await tellDoubt(deps, delivery);
    await deps.outbox.settle(delivery.key, state);
    if (state.kind !== 'waiting') {
      // What the next digest tells is neither refused nor lost.
      if (!('reason' in state && state.reason === TOLD_AGAIN)) deps.deliveryEnded(state.kind);
      await followDelivery(deps, delivery, state);
    }
    if (outcome.kind === 'limited') return;
  }
}

/** A claimed delivery that is tried now. */
interface Try extends Pick<ClaimedDelivery, 'delivery' | 'state'> {
  readonly way: Way;
  /** How often Slack may have taken it already. Editing a message twice harms nobody, so of edits nobody counts. */
  readonly unsure: number;
}

type Marks = Omit<PostMarks, 'deliveryKey'>;

type Outcome = PostOutcome | { readonly kind: 'too-early' | 'repeated-already' };

async function deliver(deps: DeliverDeps, { delivery, state, isAbandoned }: ClaimedDelivery): Promise<{ readonly outcome: Outcome; readonly state: DeliveryState }> {
  const way = await wayOf(deps.outbox, delivery);
  const one: Try = { delivery, state, way, unsure: way.kind === 'edit' ? 0 : (state.unsure ?? Number(state.mayBeRepeat)) + Number(isAbandoned) };
  const marks = marksOf(deps, one);
  const outcome = await attempt(deps, one, marks);
  deps.log.info({ rule: delivery.ruleId, delivery: delivery.key, outcome: outcome.kind, ...('reason' in outcome && { reason: outcome.reason }) }, 'delivery tried');
  return { outcome, state: stateAfter(deps.clock(), one, outcome, marks) };
}

async function attempt(deps: DeliverDeps, { delivery, way, unsure }: Try, marks: Marks): Promise<Outcome> {
  if (unsure >= MOST_SENT) return { kind: 'repeated-already' };
  const objection = await deps.objection(delivery);
  if (objection !== undefined) return { kind: 'refused', reason: objection };
  if (unsure > 0 && !await deps.posts.isReachable()) return { kind: 'later', reason: 'unreachable' };
  const post = async (threadTs?: string): Promise<PostOutcome> =>
    deps.posts.post(delivery.place, await deps.newest(delivery.message), { deliveryKey: delivery.key, ...marks }, threadTs);
  switch (way.kind) {
    case 'too-early': return { kind: 'too-early' };
    case 'nowhere': return { kind: 'refused', reason: way.reason };
    // What was edited is still the same delivery, and as late or as doubtful as before.
    case 'edit': return deps.posts.edit(way, await deps.newest(delivery.message), way.marks);
    case 'thread': return post(way.ts);
    case 'channel': return post();
  }
}

function marksOf({ clock }: Pick<DeliverDeps, 'clock'>, { delivery: { dueAt }, way, unsure }: Try): Marks {
  const isLate = way.kind === 'channel' && clock().getTime() - Date.parse(dueAt) > LATE_MS;
  return {
    ...(unsure > 0 && { mayBeRepeat: true }), ...(isLate && { lateSince: dueAt }),
    ...(way.kind === 'channel' && way.belongsTo !== undefined && { belongsTo: way.belongsTo }),
  };
}

/** What the outbox keeps after a try. */
function stateAfter(now: Date, { delivery, state, way, unsure }: Try, outcome: Outcome, marks: Marks): DeliveryState {
  const [at, attempts] = [now.toISOString(), state.attempts + 1];
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
      if (way.kind === 'edit') return again('lost');
      return unsure + 1 < MOST_SENT ? waiting(FIRST_WAIT_MS, { attempts }, unsure + 1) : { kind: 'unconfirmed', at };
    case 'later': case 'limited': return again(outcome.reason, outcome.waitMs);
  }
}
