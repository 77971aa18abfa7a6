import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/audit/dates.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { RECHECK_MS } from '../../src/audit/coverage.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import { raiseAlerts } from '../../src/features/raise-alerts.ts';
import type { AlertRule, DigestRule } from '../../src/features/rule.ts';
import { sendDigestNow } from '../../src/features/send-digests.ts';
import { testConnection } from '../support/connection.ts';
import { happened, history, keeping } from '../support/keeping.ts';
import { watchingWorld } from '../support/watching.ts';

const { redis, prefix } = testConnection();
const LIVE = new AbortController().signal;
const FACTS = { place: { kind: 'channel', id: 'COPS' }, makerId: 'UADMIN', zone: 'UTC', madeAt: '2026-11-21T10:00:00.000Z', filter: EVERYTHING } as const;
const DIGEST: DigestRule = { ...FACTS, kind: 'digest', id: '00000000-0000-4000-8000-00000000aaaa', name: 'digest-1', command: 'digest daily', skipEmpty: false, timetable: { schedule: { frequency: 'daily', atMs: 0 }, zone: 'UTC', since: '2026-11-21' } };
const ALERT: AlertRule = { ...FACTS, kind: 'alert', id: '00000000-0000-4000-8000-00000000bbbb', name: 'CSP security', command: 'alert pack', isPack: true };

/** Eight days after the copy began, three password resets appear in the log under a date of long ago, and one of just now. */
async function weekLater() {
  const kept = await keeping(redis, prefix, history(24), { everyMs: RECHECK_MS });
  await kept.round();
  for (let day = 0; day < 8; day += 1) {
    kept.passDays(1);
    await kept.round();
  }
  const { deps: { clock }, part, feed, copy, seals } = kept;
  const world = watchingWorld({ redis, prefix: `${part}:rules` }, clock().toISOString());
  const deps = { ...world.deps, feed, copy, seals, clock };
  const on = { state: { kind: 'on' }, cursor: await feed.head(), coveredTo: clock().toISOString(), lastSlot: clock().toISOString(), held: 0 } as const;
  for (const rule of [DIGEST, ALERT]) await deps.rules.add(rule, on);
  const reset = (daysAgo: number, id: string) => happened(kept.ago(daysAgo * DAY_MS), id, { operationType: 'reset_customer_user_password', userPrincipalName: `${id}@partner.example` });
  kept.stand.addRecords([reset(20, 'late-a'), reset(21, 'late-b'), reset(40, 'late-c'), reset(0.01, 'fresh')]);
  return { ...kept, world, deps };
}

describe('features/keep-copy', () => {
  it('finds in the weekly look at old days what the log shows late, which digests and alerts keep apart', async () => {
    const { round, pass, fed, deps, world } = await weekLater();
    for (let looks = 0; looks < 8; looks += 1) {
      pass(24 * HOUR_MS);
      await round();
    }

    await raiseAlerts(deps, LIVE);
    await sendDigestNow(deps, { rule: DIGEST });
    await deliverDue(deps, LIVE);

    expect(new Set((await fed()).map((entry) => entry.join(' ')))).toEqual(new Set(['late late-a', 'late late-b', 'late late-c', 'news fresh']));
    const messages = world.posted.map(({ message }) => message);
    expect(messages.flatMap((message) => (message.kind === 'digest' ? [message.digest] : []))).toMatchObject([{ total: 1, high: 1, late: { count: 3, operations: [{ value: 'reset_customer_user_password', count: 3 }] } }]);
    expect(messages.flatMap((message) => (message.kind === 'alert' ? [`${message.form} ${message.count}`] : [])).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['late 3', 'one 1']);
  });
});
