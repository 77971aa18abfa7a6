import { describe, expect, it } from 'vitest';
import { HOUR_MS, wallInstant } from '../../src/audit/dates.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import { remindCommitments } from '../../src/features/remind-commitments.ts';
import type { ReminderRule } from '../../src/features/rule.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { testRedis } from '../support/redis.ts';
import { watchingWorld } from '../support/watching.ts';

const { redis } = testConnection();
const LIVE = new AbortController().signal;
const ORDER = JSON.stringify({ LineItems: [{ OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', TermDuration: 'P1Y', FriendlyName: 'Microsoft 365 Business Premium', Quantity: 5 }] });

/** Clocks are turned within the 168 hours after each of these orders. */
const ORDERS: readonly (readonly [zone: string, day: string])[] = [
  ['Europe/Berlin', '2026-10-21'], ['Europe/Berlin', '2026-03-25'], ['America/New_York', '2026-10-28'], ['America/New_York', '2026-03-04'], ['Australia/Lord_Howe', '2026-10-01'],
];

describe('features/remind-commitments', () => {
  it.each(ORDERS)('reminds 48 and 24 hours before the end to the second, over the change of clocks in %s after %s', async (zone, day) => {
    const orderedMs = wallInstant(zone, day, 10.5 * HOUR_MS, 'first').getTime();
    const untilMs = orderedMs + 168 * HOUR_MS;
    const world = watchingWorld({ redis, prefix: testRedis().prefix }, new Date(orderedMs).toISOString());
    const madeAt = new Date(orderedMs).toISOString();
    const rule: ReminderRule = {
      kind: 'reminder', id: '00000000-0000-4000-8000-0000000000ee', name: 'reminder-1', place: { kind: 'channel', id: 'COPS' }, makerId: 'UADMIN', zone, madeAt, command: 'commitments', filter: EVERYTHING, withinMs: 48 * HOUR_MS,
    };
    await world.deps.rules.add(rule, { state: { kind: 'on' }, cursor: 0, held: 0 });
    world.add(aRecord({ id: 'an order', operationDate: madeAt.replace('Z', '0000Z'), resourceNewValue: ORDER }));
    const saidAt: number[] = [];
    for (const beforeMs of [48 * HOUR_MS + 1_000, 48 * HOUR_MS, 48 * HOUR_MS - 1_000, 24 * HOUR_MS + 1_000, 24 * HOUR_MS, 1_000]) {
      const said = world.posted.length;
      world.at(new Date(untilMs - beforeMs).toISOString());
      await remindCommitments(world.deps, LIVE);
      await deliverDue(world.deps, LIVE);
      if (world.posted.length > said) saidAt.push(beforeMs);
    }

    expect(saidAt).toEqual([48 * HOUR_MS, 24 * HOUR_MS]);
    expect(world.posted.map(({ message }) => message.kind === 'reminder' && message.batches.map(({ until }) => until))).toEqual([[new Date(untilMs).toISOString()], [new Date(untilMs).toISOString()]]);
  });
});
