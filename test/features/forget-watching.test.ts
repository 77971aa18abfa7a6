import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../src/audit/dates.ts';
import type { AlertThread } from '../../src/audit/alert-cards.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { openCommitments } from '../../src/audit/commitments.ts';
import { forgetCustomer } from '../../src/features/forget-customer.ts';
import type { Delivery } from '../../src/features/rule-ports.ts';
import { createAlertStore } from '../../src/store/alert-groups.ts';
import { createCustomerMemory } from '../../src/store/customer-memory.ts';
import { createDirectory } from '../../src/store/directory.ts';
import { createKnownValues } from '../../src/store/known-values.ts';
import { createOutbox } from '../../src/store/outbox.ts';
import { createReminders } from '../../src/store/reminders.ts';
import { createResultStore } from '../../src/store/results.ts';
import { createRules } from '../../src/store/rules.ts';
import { createSavedSearches } from '../../src/store/saved-searches.ts';
import { createSearchHistory } from '../../src/store/history.ts';
import { createVault, OPEN_VAULT } from '../../src/store/vault.ts';
import { cardsIn, eventsOf, PACK, password, play } from '../support/alerting.ts';
import { testConnection } from '../support/connection.ts';
import { BEGUN, happened, keeping } from '../support/keeping.ts';
import { aRecord } from '../support/records.ts';
import { textsIn } from '../support/redis-texts.ts';
import { someFacts } from '../support/results.ts';

const { redis, prefix } = testConnection();
const GONE = { customerId: 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', customerName: 'Relecloud' };
const STAYS = { customerId: 'aaaa1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', customerName: 'Contoso' };
const PLACE = { kind: 'channel', id: 'COPS' } as const;
const SEATS = { LineItems: [{ OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', TermDuration: 'P1Y', FriendlyName: 'Premium', Quantity: 4 }] };

const named = (texts: readonly string[]) => texts.filter((text) => /relecloud|bbbb1b1b|5ea75/.test(text)).map((text) => text.slice(0, 1500));
const deliveryOf = (key: string, message: Delivery['message']): Delivery => ({ key, ruleId: PACK.id, place: PLACE, message, dueAt: BEGUN.toISOString(), onceTaken: { cursor: 7 } });

/** The customer in every store that the bot has, beside another. */
async function planted(vault = OPEN_VAULT) {
  const { part, deps, round, ...kept } = await keeping(redis, prefix, [
    happened(new Date(BEGUN.getTime() - 20 * 24 * HOUR_MS), 'theirs', { ...GONE, userPrincipalName: 'only@relecloud.example', operationType: 'update_subscription', resourceType: 'subscription', resourceNewValue: '{"Id":"5eA75","Quantity":5}' }),
    happened(new Date(BEGUN.getTime() - 20 * 24 * HOUR_MS), 'others', { ...STAYS, userPrincipalName: 'dana@partner.example' }),
  ]);
  const storage = { redis, prefix: part, vault };
  await round();
  const { state, posts } = play([PACK], eventsOf([password(0, GONE), password(1, { ...STAYS, userPrincipalName: 'dana@partner.example' }), password(2, { ...GONE, userPrincipalName: 'dana@partner.example' })]));
  const cards = [...cardsIn(posts).values()].map((card) => ({ card, place: PLACE, ruleId: PACK.id }));
  const { open } = openCommitments([GONE, STAYS].map((facts, row) => ({ day: '2026-11-20', row, record: aRecord({ ...facts, resourceNewValue: JSON.stringify(SEATS) }) })), Date.parse('2026-11-21T00:00:00Z'));
  const reminder = { kind: 'reminder', ruleId: 'r', rule: 'reminder-1', zone: 'UTC', batches: open, more: 0 } as const;
  const [alerts, outbox, reminders, known, results] = [createAlertStore(storage), createOutbox(storage), createReminders(storage), createKnownValues(storage), createResultStore({ ...storage, now: () => BEGUN.getTime() })];
  await alerts.write(PLACE, { version: 0, state: { ...state, cursor: 3, windows: { r1: { Relecloud: [[1, GONE.customerId]], dana: [[1, GONE.customerId], [2, STAYS.customerId]] } } }, waiting: [deliveryOf('waits', cards[0]?.card as never)] }, cards);
  for (const [index, { message }] of posts.entries()) await outbox.put(deliveryOf(`post${index}`, message), BEGUN);
  await outbox.put(deliveryOf('reminder', reminder), BEGUN);
  await reminders.write('r', { version: 0, told: {}, waiting: [deliveryOf('reminder', reminder)] });
  await known.learn(0, 1, [{ number: 1, seen: { user: 'only@relecloud.example', customer: GONE.customerId }, things: [{ name: `budget:${GONE.customerId}`, at: '2026-11-20', value: '{"amount":5}' }, { name: 'subscription:5ea75', at: '2026-11-20', value: '{"quantity":5}' }] }, { number: 2, seen: { customer: STAYS.customerId }, things: [{ name: 'subscription:07e45', at: '2026-11-20', value: '{"quantity":9}' }] }], { tellsFirst: true });
  await createDirectory({ ...storage, now: () => BEGUN.getTime() }).learn([aRecord({ ...GONE, userPrincipalName: 'only@relecloud.example' })]);
  const writer = results.begin('result-0000000000000001');
  const numbers = (await writer.append([aRecord(GONE)])).filter((number) => number !== undefined);
  await writer.finish(someFacts({ id: 'result-0000000000000001', planKey: 'digest:1', command: 'last 7d', listed: 1 }), numbers);
  return { part, alerts, outbox, reminders, cards, storage, forgetting: { ...kept, ...deps, memory: createCustomerMemory(storage) } };
}

describe('features/forget-customer', () => {
  it.each([['in clear', OPEN_VAULT], ['sealed', createVault(randomBytes(32))]] as const)('finds and erases the customer in all that rules keep, %s', async (_how, vault) => {
    const { forgetting } = await planted(vault);

    expect(await forgetCustomer(forgetting, GONE.customerId)).toMatchObject({ messages: 6, known: 4, answers: 1, stays: [] });
    expect(await forgetCustomer(forgetting, GONE.customerId)).toMatchObject({ messages: 0, known: 0, answers: 0, stays: [] });
  });

  it('leaves the name nowhere in Redis, and what is of others where it was', async () => {
    const { forgetting, part, alerts, outbox, reminders, cards } = await planted();
    expect(named(await textsIn(redis, `${part}:`)).length).toBeGreaterThan(10);

    await forgetCustomer(forgetting, GONE.customerId);

    expect(named(await textsIn(redis, `${part}:`))).toEqual([]);
    const { version, state, waiting } = await alerts.read(PLACE);
    expect([version, state?.cursor, state?.windows, waiting[0]?.onceTaken]).toEqual([2, 3, { r1: { dana: [[2, STAYS.customerId]] } }, { cursor: 7 }]);
    expect(state?.groups).toHaveLength(2);
    expect((await alerts.card(cards[0]?.card.card ?? ''))?.card.lead).toMatchObject({ customer: '[erased]', label: 'Customer password reset' });
    expect((await reminders.read('r')).waiting[0]?.message).toMatchObject({ batches: [{ customer: 'Contoso' }] });
    const claimed = await outbox.claim(new Date(BEGUN.getTime() + HOUR_MS), 1_000);
    expect(claimed?.delivery).toMatchObject({ ruleId: PACK.id, place: PLACE, onceTaken: { cursor: 7 } });
  });

  it.each([[{ kind: 'id', id: GONE.customerId }], [{ kind: 'name', name: GONE.customerName }]] as const)('leaves the customer in no search and no filter of messages that wait: %j', async (customer) => {
    const { forgetting, part, alerts, outbox } = await planted();
    const filter = { ...EVERYTHING, customers: [customer] };
    const thread: AlertThread = { kind: 'alert-thread', card: 'c1', zone: 'UTC', lines: [], more: 3, search: { filter, from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' } };
    const elsewhere = { kind: 'channel', id: 'CELSE' } as const;
    await alerts.write(elsewhere, { version: 0, waiting: [deliveryOf('thread', thread)] }, []);
    await outbox.put(deliveryOf('filtered', { kind: 'digest', filter } as never), new Date(0));
    await outbox.put(deliveryOf('thread', thread), new Date(1));

    await forgetCustomer(forgetting, GONE.customerId);

    expect(named(await textsIn(redis, `${part}:`))).toEqual([]);
    const { search: _search, ...rest } = thread;
    expect((await alerts.read(elsewhere)).waiting[0]?.message).toEqual(rest);
    const claimed = [await outbox.claim(new Date(2), 1_000), await outbox.claim(new Date(2), 1_000)];
    expect(claimed.map((one) => one?.delivery.message)).toEqual([{ kind: 'digest', filter: { ...EVERYTHING, customers: [customer.kind === 'id' ? { kind: 'id', id: '[erased]' } : { kind: 'name', name: '[erased]' }] } }, rest]);
  });

  it('leaves nothing but what it names: once that is removed too, no value in Redis tells of the customer', async () => {
    const { forgetting, part, storage } = await planted();
    const [rules, saved, history] = [createRules(storage), createSavedSearches(storage), createSearchHistory({ ...storage, now: () => BEGUN.getTime() })];
    const facts = { place: PLACE, makerId: 'U0ONE', zone: 'UTC', madeAt: BEGUN.toISOString(), filter: { ...EVERYTHING, customers: [{ kind: 'id', id: GONE.customerId }] } } as const;
    const on = { state: { kind: 'on' }, cursor: 0, held: 0 } as const;
    await rules.add({ ...facts, kind: 'mute', id: 'rule-0001', name: 'Relecloud sync', command: 'mute …', until: '2026-12-01T00:00:00.000Z', because: 'Relecloud moves', includingHigh: false }, on);
    await rules.add({ ...facts, kind: 'digest', id: 'rule-0002', name: 'digest-1', command: 'digest daily …', skipEmpty: false, timetable: { schedule: { frequency: 'daily', atMs: 0 }, zone: 'UTC', since: '2026-11-20' } }, on);
    await saved.add('U0ONE', { name: 'mine', command: 'customer Relecloud' } as never);
    await history.note('U0TWO', { command: `customer ${GONE.customerId}`, zone: 'UTC', askedAt: BEGUN.toISOString() } as never);

    const { stays, searches } = await forgetCustomer(forgetting, GONE.customerId);
    expect(named(await textsIn(redis, `${part}:`))).not.toEqual([]);
    for (const { what, name, where } of stays) {
      if (what === 'saved search') await saved.remove(where.id, name);
      else for (const { rule } of await rules.in(where)) if (rule.name === name) await rules.remove(rule);
    }

    expect(searches).toBe(1);
    expect(stays.map(({ what, name }) => `${what} ${name}`)).toEqual(['saved search mine', 'mute Relecloud sync', 'digest digest-1']);
    expect(named(await textsIn(redis, `${part}:`))).toEqual([]);
    expect((await textsIn(redis, `${part}:known`)).some((text) => text.includes('subscription:07e45'))).toBe(true);
  });

  it('counts rules that name the customer, and leaves them to their people', async () => {
    const { forgetting, storage } = await planted();
    const rules = createRules(storage);
    const rule = { kind: 'alert', id: 'rule-0001', name: 'theirs', place: PLACE, makerId: 'U0ONE', zone: 'UTC', madeAt: BEGUN.toISOString(), command: 'alert on customer Relecloud', isPack: false, filter: { ...EVERYTHING, customers: [{ kind: 'name', name: 'Relecloud' }] } } as const;
    await rules.add(rule, { state: { kind: 'on' }, cursor: 0, held: 0 });

    expect(await forgetCustomer(forgetting, GONE.customerId)).toMatchObject({ stays: [{ what: 'alert', name: 'theirs', where: PLACE }] });
    expect((await rules.find('rule-0001'))?.rule).toEqual(rule);
  });

  it('does not take the words of the bot for a customer that is called like one of them', async () => {
    const { alerts, cards, storage } = await planted();
    const memory = createCustomerMemory(storage);
    const before = await alerts.card(cards[0]?.card.card ?? '');

    expect(await memory.count({ customerId: 'cccc1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', names: ['Relecl'], people: [], things: [] })).toMatchObject({ messages: 0 });
    await memory.erase({ customerId: 'cccc1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', names: ['one', 'alert', 'a'], people: [], things: [] });

    const after = await alerts.card(cards[0]?.card.card ?? '');
    expect(after?.card).toMatchObject({ kind: 'alert', form: before?.card.form, lead: { label: before?.card.lead.label, risk: before?.card.lead.risk } });
    expect(after?.place).toEqual(PLACE);
  });
});
