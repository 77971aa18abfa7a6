import { beforeEach, describe, expect, it } from 'vitest';
import { EVERYTHING, type AuditFilter } from '../../src/audit/filter.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import { listCommitments } from '../../src/features/list-commitments.ts';
import type { DigestScreen } from '../../src/features/rule-screens.ts';
import type { DigestRule } from '../../src/features/rule.ts';
import { sendDigestNow, sendDigests } from '../../src/features/send-digests.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { testRedis } from '../support/redis.ts';
import { watchingWorld, type WatchingWorld } from '../support/watching.ts';

const { redis } = testConnection();
const LIVE = new AbortController().signal;
const RULE: DigestRule = {
  kind: 'digest', id: '00000000-0000-4000-8000-00000000aaaa', name: 'digest-1', place: { kind: 'channel', id: 'COPS' }, makerId: 'UADMIN', zone: 'Europe/Berlin',
  command: 'digest daily at 08:30', madeAt: '2026-11-21T10:00:00.000Z', filter: EVERYTHING, skipEmpty: false,
  timetable: { schedule: { frequency: 'daily', atMs: 8.5 * 3_600_000 }, zone: 'Europe/Berlin', since: '2026-11-20' },
};
let world: WatchingWorld;

function bought(id: string, operationDate: string, facts: Partial<AuditRecord> = {}, Quantity = 40): AuditRecord {
  const line = { OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', TermDuration: 'P1M', FriendlyName: 'Business Premium', Quantity };
  return aRecord({ id, operationDate, customerId: 'n', customerName: 'Northwind', resourceNewValue: JSON.stringify({ LineItems: [line] }), ...facts });
}

/** What a digest with this filter says of windows at 21 Nov, 13:00 UTC. */
async function closing(filter: Partial<AuditFilter> = {}): Promise<DigestScreen['closing']> {
  const rule = { ...RULE, filter: { ...EVERYTHING, ...filter } };
  await world.deps.rules.add(rule, { state: { kind: 'on' }, cursor: await world.deps.feed.head(), coveredTo: RULE.madeAt, lastSlot: RULE.madeAt, held: 0 });
  await sendDigestNow(world.deps, { rule });
  await deliverDue(world.deps, LIVE);
  return world.posted.flatMap(({ message }) => (message.kind === 'digest' ? [message.closing] : []))[0];
}

describe('features/gather-digest', () => {
  beforeEach(() => {
    world = watchingWorld({ redis, prefix: testRedis().prefix }, '2026-11-21T13:00:00Z');
    world.add(bought('closed', '2026-11-14T13:00:00.0000000Z'));
    world.add(bought('second', '2026-11-16T12:59:59.0000000Z', { customerId: 'r', customerName: 'Relecloud' }, 7));
    world.add(bought('first', '2026-11-15T08:12:00.0000000Z'));
    world.add(bought('later', '2026-11-16T13:00:01.0000000Z'));
    world.add(bought('failed', '2026-11-16T08:00:00.0000000Z', { operationStatus: 'failed' }));
  });

  it('says which windows close within 48 hours, the first to close first, also where nothing is new', async () => {
    expect(await closing()).toMatchObject({
      certain: 2, unknown: 0, command: 'commitments within 2d',
      first: [{ customer: 'Northwind', seats: 40, until: '2026-11-22T08:12:00.000Z' }, { customer: 'Relecloud', seats: 7, until: '2026-11-23T12:59:59.000Z' }],
    });
  });

  it('counts changes whose size is unknown apart, and leaves out those that are known to have added nothing', async () => {
    const change = (id: string, Quantity: number, operationDate: string): AuditRecord => aRecord({
      id: `${id}-${Quantity}`, operationDate, operationType: 'update_subscription', resourceType: 'subscription', customerId: 'n',
      resourceNewValue: JSON.stringify({ Id: id, OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', TermDuration: 'P1Y', Quantity }),
    });
    world.add(change('less', 50, '2026-10-05T10:00:00.0000000Z'));
    world.add(change('less', 47, '2026-11-15T10:00:00.0000000Z'));
    world.add(change('new', 9, '2026-11-15T10:00:00.0000000Z'));

    expect(await closing()).toMatchObject({ certain: 2, unknown: 1, first: [{}, {}, { opened: 'change', now: 9 }] });
  });

  it.each<readonly [string, Partial<AuditFilter>, number | undefined]>([
    ['of one customer', { customers: [{ kind: 'name', name: 'Relecloud' }] }, 1],
    ['of orders', { operations: ['create_order'] }, 2],
    ['of failures', { statuses: ['failed'] }, undefined],
    ['of access', { categories: ['access'] }, undefined],
    ['of all but orders', { not: { operations: ['create_order'] } }, undefined],
  ])('speaks only of windows that its own filter lets through: %s', async (_what, filter, certain) => {
    expect((await closing(filter))?.certain).toBe(certain);
  });

  it('gives with Open what it counted', async () => {
    const { command = '' } = await closing({ customers: [{ kind: 'name', name: 'Relecloud' }] }) ?? {};
    const read = parseCommand(command, { now: world.deps.clock(), zone: 'UTC', kept: true });
    if (read.kind !== 'request' || read.request.verb !== 'commitments') throw new Error(command);

    const screen = await listCommitments(world.deps, { id: 'x', place: { responseUrl: '', openUntil: 0, userId: 'UADMIN', channelId: 'COPS' }, zone: 'UTC' }, { ...read.request, verb: 'commitments' });

    expect(screen).toMatchObject({ kind: 'commitments', withinMs: 48 * 3_600_000, commitments: { open: [{ customer: 'Relecloud' }] } });
  });

  it('stays silent with “skip empty” where nothing is new, whatever closes', async () => {
    await world.deps.rules.add({ ...RULE, skipEmpty: true }, { state: { kind: 'on' }, cursor: await world.deps.feed.head(), coveredTo: RULE.madeAt, lastSlot: RULE.madeAt, held: 0 });
    world.at('2026-11-22T07:30:05Z');

    await sendDigests(world.deps, LIVE);
    await deliverDue(world.deps, LIVE);

    expect(world.posted).toEqual([]);
  });
});
