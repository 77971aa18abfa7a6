/** What becomes of a rule once it is known what became of its message. Doing it twice changes nothing. */
import type { Clock, Log } from './ports.ts';
import type { Delivery, DeliveryState, Outbox, RuleStore } from './rule-ports.ts';
import type { RuleProgress } from './rule.ts';

export interface FollowDeps {
  readonly rules: Pick<RuleStore, 'find' | 'advance'>;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly log: Log;
}

type Settled = Exclude<DeliveryState, { kind: 'waiting' }>;

/**
 * Moves the cursor where Slack took the message, and only then. Where Slack refused for good the rule stops and its
 * maker is told once. What belongs to a thread, or is about a rule, changes no rule.
 */
export async function followDelivery(deps: FollowDeps, delivery: Pick<Delivery, 'key' | 'ruleId' | 'onceTaken'>, state: Settled): Promise<void> {
  if (!delivery.onceTaken) return;
  const { onceTaken } = delivery;
  const before = await deps.rules.find(delivery.ruleId);
  await deps.rules.advance(delivery.ruleId, (now) => now.pending && now.pending.key !== delivery.key ? now : progressAfter(now, onceTaken, state));
  if (!before || state.kind !== 'refused') return;
  deps.log.warn({ rule: delivery.ruleId, reason: state.reason }, 'Slack refuses the place of a rule for good');
  const { rule } = before;
  if (rule.place.kind === 'person' && rule.place.id === rule.makerId) return;
  await deps.outbox.put({
    key: `refused:${delivery.key}`, ruleId: rule.id, place: { kind: 'person', id: rule.makerId },
    message: { kind: 'rule-refused', rule, reason: state.reason }, dueAt: state.at,
  }, deps.clock());
}

function progressAfter(now: RuleProgress, onceTaken: NonNullable<Delivery['onceTaken']>, state: Settled): RuleProgress {
  const { pending: _pending, unconfirmed, lastError: _error, ...rest } = now;
  const slot = onceTaken.lastSlot === undefined ? {} : { lastSlot: laterOf(rest.lastSlot, onceTaken.lastSlot) };
  switch (state.kind) {
    case 'delivered': return { ...rest, ...onceTaken, ...slot, cursor: Math.max(rest.cursor, onceTaken.cursor ?? 0), state: revived(rest), lastFired: state.at, lastDelivered: state.at };
    case 'refused': return { ...rest, ...slot, state: { kind: 'undeliverable', since: state.at, reason: state.reason }, lastFired: state.at, lastError: state.reason };
    case 'given-up': return { ...rest, ...slot, ...(unconfirmed && { unconfirmed }), lastFired: state.at, lastError: state.reason };
    case 'unconfirmed': return { ...rest, ...slot, unconfirmed: true, lastFired: state.at, lastError: 'answer of Slack lost twice' };
  }
}

/** A place that takes a message again is no longer refused; a pause stays. */
function revived({ state }: Pick<RuleProgress, 'state'>): RuleProgress['state'] {
  return state.kind === 'undeliverable' ? { kind: 'on' } : state;
}

function laterOf(a: string | undefined, b: string): string {
  return a !== undefined && a > b ? a : b;
}
