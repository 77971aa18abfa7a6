import { describe, expect, it } from 'vitest';
import { validateMessage } from '../../sandbox/slack/block-kit/validate.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { listCommitments } from '../../src/features/list-commitments.ts';
import { makeReminder, remindCommitments } from '../../src/features/remind-commitments.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import { showCopied } from '../../src/features/show-copied.ts';
import { recordView } from '../../src/slack/blocks/record.ts';
import { createRenderer } from '../../src/slack/blocks/render.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { watchingWorld } from '../support/watching.ts';

const storage = testConnection();
const PLACE = { responseUrl: '', openUntil: 0, userId: 'UADMIN', channelId: 'COPS' };
const REQUEST = { verb: 'commitments', condition: { filter: EVERYTHING }, options: {} } as const;

function seats(id: string, Quantity: number, operationDate: string, facts: Partial<AuditRecord> = {}): AuditRecord {
  const value = { Id: `sub-${id}`, OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', TermDuration: 'P1Y', FriendlyName: 'Business Premium', Quantity };
  return aRecord({ id: `${id}-${operationDate}`, operationType: 'update_subscription', resourceType: 'subscription', customerId: 'c', customerName: 'Relecloud', operationDate, resourceNewValue: JSON.stringify(value), ...facts });
}

const order = (index: number): AuditRecord => aRecord({
  id: `o${index}`, operationDate: `2026-11-19T10:00:${10 + index}.0000000Z`, applicationId: 'FulfillmentService',
  resourceNewValue: JSON.stringify({ LineItems: [{ OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', TermDuration: 'P1Y', FriendlyName: 'Business Premium', Quantity: index }] }),
});

function world(part: string, start?: string, facts: { readonly dayMs?: number; readonly holds?: number } = {}) {
  const slack = watchingWorld({ ...storage, prefix: `${storage.prefix}:${part}` }, start ?? '2026-11-21T13:00:00Z');
  const { copy, clock } = slack.deps;
  let read = 0;
  /** Each day that is read takes its time, and only the newest are held. */
  const slow: typeof copy.read = async (day) => {
    const { facts: held, ...found } = await copy.read(day);
    read += 1;
    return { ...found, ...(held && read <= (facts.holds ?? Infinity) && { facts: held }) };
  };
  const deps = { ...slack.deps, copy: { ...copy, read: slow }, clock: () => new Date(clock().getTime() + read * (facts.dayMs ?? 0)) };
  const list = async (options: { readonly withinMs?: number } = {}) => {
    const screen = await listCommitments(deps, { id: 'x', place: PLACE, zone: 'Europe/Berlin' }, { ...REQUEST, options });
    if (screen.kind !== 'commitments') throw new Error(screen.kind);
    const message = createRenderer('/audit')(screen).rich;
    expect(validateMessage(message)).toEqual([]);
    return { screen, text: JSON.stringify(message) };
  };
  const details = async (at: string) => JSON.stringify(recordView(await showCopied({ ...slack.deps, defaultZone: 'UTC' }, PLACE, at) as never));
  return { slack, list, details };
}

describe('features/list-commitments', () => {
  it('knows from weeks before what a change did to the seats, and Details agree', async () => {
    const { slack, list, details } = world('known');
    for (const [id, quantity] of [['less', 50], ['same', 47], ['more', 30]] as const) slack.add(seats(id, quantity, '2026-10-05T10:00:00.0000000Z'));
    for (const [id, quantity] of [['less', 47], ['same', 47], ['more', 31], ['new', 50]] as const) slack.add(seats(id, quantity, '2026-11-20T10:00:00.0000000Z'));

    const { text } = await list();

    expect(text).toContain('1 order or increase can still be cancelled, as computed; 1 seat change whose size is unknown could be, if seats were added');
    for (const said of ['Business Premium on a 1-year term: +1, now 31 · ', ': change unknown, now 50 · ', 'what was last seen here: 1 decrease, 1 change that left the seats as they were']) expect(text).toContain(said);
    for (const at of ['2026-11-20.0', '2026-11-20.1']) expect(await details(at)).not.toContain('be cancelled');
    expect(await details('2026-11-20.2')).toContain('Seats were added; they can be cancelled until');
    expect(await details('2026-11-20.3')).toContain('If seats were added, they can be cancelled until');
  });

  it('shows the largest of many and keeps them all as a list', async () => {
    const { slack, list } = world('many');
    for (let index = 1; index <= 12; index += 1) slack.add(order(index));

    const { screen, text } = await list();

    expect(text).toContain('12 orders and increases can still be cancelled, as computed"');
    expect(text).toContain('All 12 as list');
    expect(text.indexOf('12 × Business')).toBeLessThan(text.indexOf('11 × Business'));
    expect(text).toContain('recorded user none, via FulfillmentService (Microsoft)');
    expect((await slack.results.records(screen.resultId ?? '', 0, 50))?.map(({ id }) => id)).toEqual(Array.from({ length: 12 }, (_, index) => `o${12 - index}`));
  });

  it.each([
    ['looks through all 8 days though they take longer than a second or two', { dayMs: 900 }, 8, []],
    ['says which days it looked through where it did not come to the others, which may well be held', { dayMs: 3_000 }, 3, ['Only the newest 3 of the last 8 days were looked through in time, so there may be more: op create_order last 8d searches all of them for orders.']],
    ['says how many days are held where it looked for all of them', { holds: 3 }, 8, ['Only 3 days of the last 8 are held here, so there may be more.']],
    ['tells both apart', { dayMs: 3_000, holds: 1 }, 3, ['Only the newest 3 of the last 8 days were looked through in time, so there may be more: op create_order last 8d searches all of them for orders. Of these only 1 day is held here.']],
  ])('%s', async (_, facts, looked, notes) => {
    const { slack, list } = world(JSON.stringify(facts), undefined, facts);
    slack.add(order(1));

    const { screen, text } = await list();

    expect(screen.daysLooked).toBe(looked);
    expect(text.match(/(?<=")Only the newest[^"]*|(?<=")Only \d+ days?[^"]*/g) ?? []).toEqual(notes);
  });

  it.each([
    ['looks where windows that close soon began, not at the newest days', { dayMs: 3_000 }, 3, undefined],
    ['begins with those that close first, and says where it did not come to the others', { dayMs: 9_000 }, 1, 'Only the oldest 1 of the 3 days on which such windows began were looked through in time, so there may be more: op create_order last 8d'],
    ['says which of these days are not held', { holds: 1 }, 3, 'Of the 3 days on which such windows began only 1 is held here, so there may be more'],
  ])('%s', async (_, facts, looked, note) => {
    const { slack, list } = world(`closing ${JSON.stringify(facts)}`, undefined, facts);
    slack.add({ ...order(1), operationDate: '2026-11-14T14:00:00.0000000Z' });
    slack.add(order(2));

    const { screen, text } = await list({ withinMs: 48 * 3_600_000 });

    expect(screen).toMatchObject({ daysLooked: looked, daysAsked: 3 });
    expect(text).toContain('1 order or increase can still be cancelled and close within 48 h, as computed');
    expect(text).toContain(note ?? '');
    expect(text.includes('there may be more')).toBe(note !== undefined);
  });

  it('says of which days it left purchases out', async () => {
    const { slack, list } = world('left out');
    const trial = { resourceNewValue: JSON.stringify({ LineItems: [{ OfferId: 'CFQ7TTC0LCHC:0002', FriendlyName: 'Trial of Premium', Quantity: 1 }] }) };
    for (const [index, date] of [[1, '2026-11-15T10:00:00.0000000Z'], [2, '2026-11-20T10:00:00.0000000Z']] as const) slack.add({ ...order(index), ...trial, operationDate: date });

    expect((await list()).text).toContain('Left out of the last 7 days, since their windows are not known here: 2 trials.');
    expect((await list({ withinMs: 48 * 3_600_000 })).text).toContain('Left out of the days on which such windows began, since their windows are not known here: 1 trial.');
  });

  it('reminds of no change that is known to have added nothing', async () => {
    const { slack } = world('remind', '2026-11-21T13:00:00Z');
    slack.add(seats('less', 50, '2026-10-05T10:00:00.0000000Z'));
    slack.add(seats('less', 47, '2026-11-15T10:00:00.0000000Z'));
    slack.add(seats('new', 9, '2026-11-15T10:00:00.0000000Z'));
    const person = await slack.deps.people.find('UADMIN');
    if (!person) throw new Error('nobody');
    await makeReminder(slack.deps, { id: 'x', place: PLACE, zone: 'UTC', person }, { verb: 'commitments', condition: { filter: EVERYTHING }, options: {} });

    for (let looks = 0; looks < 2; looks += 1) {
      await remindCommitments(slack.deps, new AbortController().signal);
      await deliverDue(slack.deps, new AbortController().signal);
    }

    expect(slack.posted.flatMap(({ message }) => (message.kind === 'reminder' ? message.batches.map(({ now }) => now) : []))).toEqual([9]);
  });
});
