import { describe, expect, it } from 'vitest';
import { advance, freshState } from '../../src/audit/alerts.ts';
import { placeOf } from '../../src/audit/alert-events.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import { deliveryKey, raiseAlerts } from '../../src/features/raise-alerts.ts';
import { takeAlert } from '../../src/features/take-alert.ts';
import type { AlertRule, MuteRule } from '../../src/features/rule.ts';
import { endMutes } from '../../src/features/mute.ts';
import { createRandom } from '../../sandbox/partner-center/story/random.ts';
import { at, cardsIn, eventsOf, filterOf, HOUR, MINUTE, password, PACK } from '../support/alerting.ts';
import { testConnection } from '../support/connection.ts';
import { watchingWorld, type WatchingWorld } from '../support/watching.ts';

const storage = testConnection();
const LIVE = new AbortController().signal;
const PLACE = { kind: 'channel', id: 'CSEC' } as const;
const RULE: AlertRule = {
  kind: 'alert', id: '00000000-0000-4000-8000-0000000000aa', name: 'CSP security', place: PLACE, makerId: 'UADMIN', zone: 'Europe/Berlin', madeAt: '2026-11-21T00:00:00.000Z',
  command: 'alert pack', filter: filterOf({}), isPack: true,
};

/** A world of its own, in a part of Redis of its own, with an alert. */
async function world(part: string, rule: AlertRule = RULE): Promise<WatchingWorld> {
  const made = watchingWorld({ ...storage, prefix: `${storage.prefix}:${part}` }, '2026-11-21T12:00:00Z');
  await made.deps.rules.add(rule, { state: { kind: 'on' }, cursor: 0, held: 0 });
  return made;
}

async function tell({ deps }: WatchingWorld): Promise<void> {
  await raiseAlerts(deps, LIVE);
  await deliverDue(deps, LIVE);
}

const kinds = ({ posted }: WatchingWorld) => posted.map(({ message }) => message.kind);
const pressedBy = (userId: string) => ({ responseUrl: '', openUntil: 0, userId, channelId: PLACE.id });

describe('features/raise-alerts', () => {
  it('posts a card, then edits it and tells the rest in its thread', async () => {
    const slack = await world('card');
    slack.add(password(0, { id: 'a' }));
    await tell(slack);
    slack.add(password(MINUTE, { id: 'b' }));
    await tell(slack);

    expect(kinds(slack)).toEqual(['alert', 'alert', 'alert-thread']);
    expect(slack.posted[1]?.message).toMatchObject({ count: 2 });
    expect(slack.posted[2]?.threadTs).toBe(slack.posted[0]?.ts);
    expect((await slack.deps.rules.find(RULE.id))?.progress).toMatchObject({ lastDelivered: '2026-11-21T12:00:00.000Z', lastFired: '2026-11-21T12:00:00.000Z' });
  });

  it('says nothing twice, whoever looks again', async () => {
    const slack = await world('twice');
    slack.add(password(0, { id: 'a' }));
    await Promise.all([tell(slack), tell(slack), tell(slack)]);
    await tell(slack);

    expect(kinds(slack)).toEqual(['alert']);
  });

  it('posts what a worker had decided and not given away before it died', async () => {
    const slack = await world('died');
    slack.add(password(0, { id: 'a' }));
    const dying = { ...slack.deps, outbox: { put: async () => Promise.reject(new Error('killed')) } };
    await expect(raiseAlerts(dying, LIVE)).rejects.toThrow('killed');
    slack.add(password(MINUTE, { id: 'b' }));
    await tell(slack);

    expect(kinds(slack)).toEqual(['alert', 'alert', 'alert-thread']);
  });

  it('tells a burst in one thread message a card, and posts every card before them', { timeout: 60_000 }, async () => {
    const slack = await world('burst');
    for (let index = 0; index < 2_500; index += 1) slack.add(password(index, { id: `b${index}`, userPrincipalName: `person-${index % 4}` }));
    await tell(slack);
    const cards = new Map(slack.posted.flatMap(({ message }) => (message.kind === 'alert' ? [[message.card, message.count] as const] : [])));
    const threads = slack.posted.flatMap(({ message }) => (message.kind === 'alert-thread' ? [message.lines.length + message.more] : []));

    expect(kinds(slack).slice(0, 4)).toEqual(['alert', 'alert', 'alert', 'alert']);
    expect(kinds(slack).indexOf('alert-thread')).toBeGreaterThan(3);
    expect([[...cards.values()], threads]).toEqual([[625, 625, 625, 625], [624, 624, 624, 624]]);
  });

  it('says the rest of a burst after a worker died in it, and a burst that ends with a slice', { timeout: 60_000 }, async () => {
    const slack = await world('burst-died');
    for (let index = 0; index < 2_000; index += 1) slack.add(password(index, { id: `b${index}` }));
    const stopping = new AbortController();
    const write: typeof slack.deps.alerts.write = async (...facts) => {
      stopping.abort();
      return slack.deps.alerts.write(...facts);
    };
    await raiseAlerts({ ...slack.deps, alerts: { ...slack.deps.alerts, write } }, stopping.signal);
    await tell(slack);

    expect(slack.posted.flatMap(({ message }) => (message.kind === 'alert' ? [message.count] : [])).at(-1)).toBe(2_000);
    expect(slack.posted.flatMap(({ message }) => (message.kind === 'alert-thread' ? [message.lines.length + message.more] : []))).toEqual([1_999]);
  });

  it('gives a paused alert neither what happens meanwhile nor afterwards what it missed', async () => {
    const slack = await world('paused');
    await slack.deps.rules.advance(RULE.id, (now) => ({ ...now, state: { kind: 'paused', by: 'UADMIN', at: '' } }));
    slack.add(password(0, { id: 'a' }));
    await tell(slack);
    await slack.deps.rules.advance(RULE.id, (now) => ({ ...now, state: { kind: 'on' } }));
    await tell(slack);

    expect(slack.posted).toEqual([]);
  });

  it('stops an alert whose channel refuses it, and tells its maker once', async () => {
    const slack = await world('refused');
    slack.add(password(0, { id: 'a' }));
    slack.answerWith('refused');
    await tell(slack);
    await tell(slack);

    expect((await slack.deps.rules.find(RULE.id))?.progress.state.kind).toBe('undeliverable');
    expect(kinds(slack)).toEqual(['rule-refused']);
  });

  it('records who takes a card first, on the card and in its thread, and tells the second who that was', async () => {
    const slack = await world('take');
    slack.add(password(0, { id: 'a' }));
    await tell(slack);
    const [card] = slack.posted.flatMap(({ message }) => (message.kind === 'alert' ? [message.card] : []));
    const first = await takeAlert(slack.deps, pressedBy('UADMIN'), card ?? '');
    const second = await takeAlert(slack.deps, pressedBy('UMEMBER'), card ?? '');
    slack.add(password(MINUTE, { id: 'b' }));
    await tell(slack);

    expect(first).toMatchObject({ kind: 'alert', taken: { by: 'UADMIN' } });
    expect(second).toMatchObject({ kind: 'alert-taken', by: 'UADMIN' });
    expect(kinds(slack).filter((kind) => kind === 'alert-taken')).toHaveLength(1);
    expect(slack.posted.findLast(({ message }) => message.kind === 'alert')?.message).toMatchObject({ count: 2, taken: { by: 'UADMIN' } });
    expect(await slack.deps.alerts.open(PLACE, new Date(0), 10)).toEqual([]);
  });

  it('lets nobody take a card who may not use the bot, or from another channel', async () => {
    const slack = await world('strangers');
    slack.add(password(0, { id: 'a' }));
    await tell(slack);
    const [open] = await slack.deps.alerts.open(PLACE, new Date(0), 10);
    const card = open?.card.card ?? '';

    expect((await takeAlert(slack.deps, pressedBy('USTRANGER'), card)).kind).toBe('refused');
    expect((await takeAlert(slack.deps, { ...pressedBy('UADMIN'), channelId: 'COTHER' }, card)).kind).toBe('notice');
    expect(await slack.deps.alerts.open(PLACE, new Date(0), 10)).toHaveLength(1);
  });

  it('stops the alert of a person who may not use the bot any more', async () => {
    const slack = await world('leaver', { ...RULE, place: { kind: 'person', id: 'ULEAVER' } });
    slack.add(password(0, { id: 'a' }));
    await tell(slack);

    expect(slack.posted).toEqual([]);
    expect((await slack.deps.rules.find(RULE.id))?.progress.state).toMatchObject({ kind: 'undeliverable', reason: 'no_access' });
  });

  it('counts what a mute keeps out, warns a day before it ends, and ends it', async () => {
    const slack = await world('mute', { ...RULE, isPack: false });
    const mute: MuteRule = { ...RULE, kind: 'mute', id: 'aaaaaaaa-m', name: 'mute-1', madeAt: '2026-11-21T00:00:00.000Z', until: '2026-11-23T00:00:00.000Z', because: 'sync job', includingHigh: false };
    await slack.deps.rules.add(mute, { state: { kind: 'on' }, cursor: 0, held: 0 });
    slack.add(at(0, { id: 'a' }));
    await tell(slack);
    await endMutes(slack.deps);
    expect([slack.posted, (await slack.deps.rules.find(mute.id))?.progress.held]).toEqual([[], 1]);

    slack.at('2026-11-22T00:00:00Z');
    await endMutes(slack.deps);
    await endMutes(slack.deps);
    await deliverDue(slack.deps, LIVE);
    expect(slack.posted.map(({ message }) => message.kind === 'notice' && message.text)).toEqual([expect.stringContaining('“mute-1” ends 23 Nov 01:00')]);
    slack.at('2026-11-23T00:00:00Z');
    await endMutes(slack.deps);
    expect(await slack.deps.rules.find(mute.id)).toBeUndefined();
  });

  it('gives the same cards as one look, when two workers race over a stream that comes in pieces and one is killed at random', async () => {
    const random = createRandom('racing workers');
    const operations = ['reset_customer_user_password', 'create_order', 'add_customer', 'enable_partner_agent'];
    const records = Array.from({ length: 120 }, (_, index): AuditRecord => at(0, {
      id: `r-${index}`, operationType: operations[random.int(0, 3)] ?? '', operationStatus: random.int(0, 2) === 0 ? 'failed' : 'succeeded',
      userPrincipalName: `u${random.int(0, 14)}`, customerId: `c${random.int(0, 5)}`,
    }));
    const slack = await world('race');
    const dying = { ...slack.deps, outbox: { put: async (...given: Parameters<typeof slack.deps.outbox.put>) => (random.int(0, 3) === 0 ? Promise.reject(new Error('killed')) : slack.deps.outbox.put(...given)) } };
    for (let from = 0; from < records.length;) {
      const size = random.int(1, 12);
      for (const record of records.slice(from, from + size)) slack.add(record);
      from += size;
      await Promise.all([raiseAlerts(dying, LIVE).catch(() => undefined), raiseAlerts(slack.deps, LIVE), raiseAlerts(dying, LIVE).catch(() => undefined)]);
    }
    slack.at('2026-11-21T14:00:00Z');
    await tell(slack);

    const events = eventsOf(records, { seenAtMs: Date.parse('2026-11-21T12:00:00Z') });
    const whole = advance(freshState(0), [{ ...PACK, id: RULE.id }], [], events, Date.parse('2026-11-21T12:00:00Z') + 2 * HOUR);
    const cards = [...cardsIn(whole.posts).values()];
    expect(cards.length).toBeGreaterThan(10);
    for (const card of cards) expect((await slack.deps.alerts.card(card.card))?.card).toEqual(card);
    // An edit stands under the name of its card.
    const threads = slack.posted.filter(({ threadTs }) => threadTs !== undefined);
    expect(new Set(threads.map(({ marks }) => marks.deliveryKey)).size).toBe(threads.length);
    const told = (posts: readonly { readonly message: unknown }[]): readonly string[] => posts.flatMap(({ message }) => {
      const { kind, lines = [] } = message as { readonly kind: string; readonly lines?: readonly { readonly at: string }[] };
      return kind === 'alert-thread' ? lines.map((line) => line.at) : [];
    }).toSorted();
    expect(told(slack.posted)).toEqual(told(whole.posts));
    expect(placeOf({ day: '2026-11-21', row: 4 })).toBe('2026-11-21.4');
    expect(deliveryKey('x')).toBe('alert:x');
  });
});
