import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertEvent } from '../../src/audit/alert-events.ts';
import { advance, freshState, type AlertPost } from '../../src/audit/alerts.ts';
import { cardsIn, eventsOf, HOUR, MINUTE, PACK, at, ruleOf } from '../support/alerting.ts';

const OPERATIONS = ['reset_customer_user_password', 'create_order', 'granular_admin_relationship_expired', 'add_customer', 'enable_partner_agent', 'get_software_key'];
const RULES = [
  PACK,
  ruleOf({ id: 'r2', moreThan: { count: 2, inMs: 10 * MINUTE, by: 'user' }, quiet: { fromMs: 15 * HOUR, toMs: 17 * HOUR, all: false } }),
  ruleOf({ id: 'r3', outside: { fromMs: 14 * HOUR, toMs: 16 * HOUR } }),
];

const stream = fc.array(fc.record({
  gapMs: fc.integer({ min: 0, max: 20 * MINUTE }), operation: fc.integer({ min: 0, max: OPERATIONS.length - 1 }), user: fc.integer({ min: 0, max: 5 }),
  customer: fc.integer({ min: 0, max: 4 }), failed: fc.boolean(), late: fc.boolean(), first: fc.boolean(),
}), { maxLength: 80 }).map((steps) => {
  let afterMs = 0;
  const records = steps.map((step) => at(afterMs += step.gapMs, {
    operationType: OPERATIONS[step.operation] ?? '', operationStatus: step.failed ? 'failed' : 'succeeded', userPrincipalName: `u${step.user}`, customerId: `c${step.customer}`,
  }));
  return eventsOf(records).map((event, index): AlertEvent => ({ ...event, kind: steps[index]?.late ? 'late' : 'news', first: steps[index]?.first ? ['user'] : [] }));
});

/** Everything that threads tell, without the cuts into pages. */
function toldIn(posts: readonly AlertPost[]): readonly string[] {
  return posts.flatMap(({ message }) => (message.kind === 'alert-thread' ? message.lines.map(({ at: place }) => `${message.card} ${place}`) : [])).toSorted();
}

describe('audit/alerts: any cut of a stream', () => {
  it('gives the same cards and threads as one piece', () => {
    fc.assert(fc.property(stream, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 80, maxLength: 80 }), (events, sizes) => {
      const end = (events.at(-1)?.seenAtMs ?? 0) + 8 * HOUR;
      const whole = advance(freshState(0), RULES, [], events, end);
      let [state, from] = [freshState(0), 0];
      const posts: AlertPost[] = [];
      for (const size of sizes) {
        const piece = events.slice(from, from += size);
        // A worker that was overtaken sends nothing: but what it began with may be given to another again.
        const round = advance(structuredClone(state), RULES, [], [...events.slice(0, Math.max(0, from - size)).slice(-3), ...piece], piece.at(-1)?.seenAtMs ?? end);
        state = JSON.parse(JSON.stringify(round.state)) as typeof state;
        posts.push(...round.posts);
      }
      const cut = [...posts, ...advance(state, RULES, [], [], end).posts];

      expect(Object.fromEntries(cardsIn(cut))).toEqual(Object.fromEntries(cardsIn(whole.posts)));
      expect(toldIn(cut)).toEqual(toldIn(whole.posts));
      expect(new Set(cut.map(({ key }) => key)).size).toBe(cut.length);
    }), { numRuns: 150 });
  });
});
