/** What becomes of a rule once it is known what became of its message. Doing it twice changes nothing. */
import { isToldAgain } from './message-above.ts';
import type { Clock, Log } from './ports.ts';
import type { Delivery, DeliveryState, Outbox, RuleStore } from './rule-ports.ts';
import { isSamePlace } from './rule-place.ts';
import type { KeptRule, RuleProgress } from './rule.ts';

export interface FollowDeps {
  readonly rules: Pick<RuleStore, 'find' | 'advance'>;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly log: Log;
}

type Followed = Pick<Delivery, 'key' | 'ruleId' | 'place' | 'onceTaken'> & Partial<Pick<Delivery, 'message'>>;
type Settled = Exclude<DeliveryState, { kind: 'waiting' }>;

/**
 * Moves the cursor where Slack took the message, and only then. Where Slack refused for good the rule stops and its
 * maker is told once. What belongs to a thread, or is about a rule, changes no rule but for when Slack last left something
 * unconfirmed that people may miss; what was for a place that the rule has left says nothing of where it speaks now.
 */
export async function followDelivery(deps: FollowDeps, delivery: Followed, state: Settled): Promise<void> {
  if (state.kind === 'unconfirmed' && isMissed(delivery)) await deps.rules.advance(delivery.ruleId, (now) => ({ ...now, lastUnconfirmed: laterOf(now.lastUnconfirmed, state.at) }));
  if (!delivery.onceTaken) return;
  const { onceTaken } = delivery;
  const before = await deps.rules.find(delivery.ruleId);
  if (!before || (before.progress.pending && before.progress.pending.key !== delivery.key)) return;
  const isElsewhere = !isSamePlace(delivery.place, before.rule.place);
  // A digest on its way is waited for wherever it goes; cards are not.
  if (isElsewhere && !before.progress.pending) return;
  // First of all, so that it is not forgotten where this worker dies before the next line is done.
  if (state.kind === 'refused' && !isElsewhere) await tellMaker(deps, before, state);
  const after = isElsewhere ? progressElsewhere : progressAfter;
  await deps.rules.advance(delivery.ruleId, (now) => now.pending && now.pending.key !== delivery.key ? now : after(now, onceTaken, state));
}

/** Whether people miss something where it may not stand: not what the next digest tells again, nor word about a rule or another post. */
function isMissed({ message, ...delivery }: Followed): boolean {
  return message?.kind !== 'notice' && message?.kind !== 'rule-refused' && !isToldAgain(delivery);
}

/** What was read is told, or is not; whether the rule speaks stays as it is. */
function progressElsewhere(now: RuleProgress, onceTaken: NonNullable<Delivery['onceTaken']>, state: Settled): RuleProgress {
  const { lastError: _there, ...after } = progressAfter(now, onceTaken, state);
  return { ...after, state: now.state, ...(now.lastError !== undefined && { lastError: now.lastError }) };
}

/** Of several messages that are refused, the first one stops the rule and is told: all of them have one key until it speaks again. */
async function tellMaker({ outbox, clock, log }: FollowDeps, { rule, progress }: KeptRule, { reason, at }: Extract<Settled, { kind: 'refused' }>): Promise<void> {
  log.warn({ rule: rule.id, reason }, 'a rule is stopped: its place is refused');
  const isOwn = rule.place.kind === 'person' && rule.place.id === rule.makerId;
  if (isOwn || progress.state.kind === 'undeliverable') return;
  await outbox.put({
    key: `refused:${rule.id}:${progress.lastSlot ?? ''}:${progress.lastDelivered ?? ''}`, ruleId: rule.id, place: { kind: 'person', id: rule.makerId },
    message: { kind: 'rule-refused', rule, reason }, dueAt: at,
  }, clock());
}

function progressAfter(now: RuleProgress, onceTaken: NonNullable<Delivery['onceTaken']>, state: Settled): RuleProgress {
  const { pending: _pending, unconfirmed, lastError: _error, ...rest } = now;
  const slot = onceTaken.lastSlot === undefined ? {} : { lastSlot: laterOf(rest.lastSlot, onceTaken.lastSlot) };
  switch (state.kind) {
    case 'delivered': return { ...rest, ...onceTaken, ...slot, cursor: Math.max(rest.cursor, onceTaken.cursor ?? 0), state: revived(rest), lastFired: state.at, lastDelivered: state.at };
    case 'refused': return { ...rest, ...slot, state: rest.state.kind === 'undeliverable' ? rest.state : { kind: 'undeliverable', since: state.at, reason: state.reason }, lastFired: state.at, lastError: state.reason, ...((unconfirmed || state.mayStand) && { unconfirmed: true }) };
    case 'given-up': return { ...rest, ...slot, ...(unconfirmed && { unconfirmed }), lastFired: state.at, lastError: state.reason };
    case 'unconfirmed': return { ...rest, ...slot, unconfirmed: true, lastFired: state.at, lastError: 'no answer of Slack arrived' };
  }
}

/** A place that takes a message again is no longer refused; a pause stays. */
function revived({ state }: Pick<RuleProgress, 'state'>): RuleProgress['state'] {
  return state.kind === 'undeliverable' ? { kind: 'on' } : state;
}

function laterOf(a: string | undefined, b: string): string {
  return a !== undefined && a > b ? a : b;
}
