/** Says in a message of its own that another may be missing, because Slack never confirmed it. */
import type { Clock } from './ports.ts';
import type { Delivery, Outbox } from './rule-ports.ts';
import type { Screen } from './screens.ts';

/** What may be missing, and where it can be had. A digest is told again by the next one; notices are not told of. */
const DOUBTFUL: Readonly<Partial<Record<Screen['kind'], readonly [what: string, wayOn: string]>>> = {
  alert: ['An alert', 'Alerts of the last 7 days that nobody has taken stand under alerts open.'],
  'alert-thread': ['A list of operations', 'The alert counts them, and a search lists them.'],
  'digest-page': ['A list of operations', 'For a day, All in the digest lists every one.'],
  reminder: ['A reminder', 'Orders that can still be cancelled stand under commitments closing within 48h.'],
};

/** Puts it in under a key of its own, before the message is settled: doing it twice changes nothing. Names nobody. */
export async function tellDoubt({ outbox, clock }: { readonly outbox: Pick<Outbox, 'put'>; readonly clock: Clock }, { key, ruleId, place, message }: Delivery): Promise<void> {
  const [what, wayOn] = DOUBTFUL[message.kind] ?? [];
  if (what === undefined) return;
  const now = clock();
  const text = `${what} may be missing here: Slack did not confirm the post. ${wayOn}`;
  await outbox.put({ key: `unconfirmed:${key}`, ruleId, place, message: { kind: 'notice', text }, under: { key, how: 'thread' }, dueAt: now.toISOString() }, now);
}
