import { describe, expect, it } from 'vitest';
import { advance, isBehind, type AlertPost } from '../../src/audit/alerts.ts';
import { cardsIn, eventsOf, filterOf, HOUR, MINUTE, NOON, PACK, password, play, ruleOf, SECOND, at } from '../support/alerting.ts';

const forms = (posts: Parameters<typeof cardsIn>[0]) => [...cardsIn(posts).values()].map(({ form, count }) => [form, count]);
const by = (user: string, afterMs = 0) => password(afterMs, { userPrincipalName: user });

describe('audit/alerts', () => {
  it('gives one card to a rule and actor, with what follows counted and in its thread', () => {
    const { posts } = play([PACK], eventsOf([password(0), password(MINUTE), password(59 * MINUTE)]));

    expect(forms(posts)).toEqual([['one', 3]]);
    expect(posts.map(({ key, under }) => [key, under])).toEqual([['r1-1', undefined], ['r1-1:more:3:0', { key: 'r1-1', how: 'thread' }]]);
    expect(posts[1]?.message).toMatchObject({ kind: 'alert-thread', more: 0, lines: [{ at: '2026-11-21.1' }, { at: '2026-11-21.2' }] });
  });

  it('edits a card that stands already', () => {
    const [first, second] = eventsOf([password(0), password(MINUTE)]).map((event) => [event]);
    const before = play([PACK], first ?? []);
    const after = advance(before.state, [PACK], [], second ?? [], NOON + MINUTE);

    expect(before.posts.map(({ key }) => key)).toEqual(['r1-1']);
    expect(after.posts.map(({ under }) => under?.how)).toEqual(['edit', 'thread']);
    expect(cardsIn(after.posts).get('r1-1')).toMatchObject({ form: 'one', count: 2, begunMs: NOON, lastMs: NOON + MINUTE });
  });

  it('begins a new card after 60 minutes, and for another actor or rule', () => {
    expect(forms(play([PACK], eventsOf([password(0), password(60 * MINUTE)])).posts)).toEqual([['one', 1], ['one', 1]]);
    expect(forms(play([PACK], eventsOf([by('a'), by('b')])).posts)).toEqual([['one', 1], ['one', 1]]);
    expect(forms(play([PACK, ruleOf({ id: 'r2' })], eventsOf([by('a')])).posts)).toEqual([['one', 1], ['one', 1]]);
  });

  it('makes a bulk card from the third customer on', () => {
    const over = (customers: number) => eventsOf(Array.from({ length: customers }, (_, index) => password(index, { customerId: `c-${index}` })));

    expect([forms(play([PACK], over(2)).posts), forms(play([PACK], over(3)).posts)]).toEqual([[['one', 2]], [['bulk', 3]]]);
    expect(cardsIn(play([PACK], over(214)).posts).get('r1-1')).toMatchObject({ customers: 214, count: 214 });
  });

  it('tells a burst in one message below the card, and how to find what it only counts', () => {
    const { posts } = play([PACK], eventsOf(Array.from({ length: 1_000 }, (_, index) => password(index * 100))));
    const thread = posts.flatMap(({ message }) => (message.kind === 'alert-thread' ? [message] : []));

    expect([posts.length, thread.length, thread[0]?.lines.length]).toEqual([2, 1, 20]);
    expect(thread[0]).toMatchObject({ more: 979, search: { filter: { users: ['alice@partner.example'] }, from: '2026-11-21T12:00Z', to: '2026-11-21T12:02Z' } });
  });

  it('says new cards alone while more of a burst is to come, and at its end everything else, once', () => {
    const events = eventsOf(Array.from({ length: 300 }, (_, index) => by(`person-${index % 3}`, index)));
    let [state, told] = [play([PACK], []).state, [] as AlertPost[]];
    for (let from = 0; from < 300; from += 100) {
      const round = advance(structuredClone(state), [PACK], [], events.slice(from, from + 100), NOON + 299, 'new cards');
      expect(isBehind(round.state)).toBe(true);
      [state, told] = [round.state, [...told, ...round.posts]];
    }
    const end = advance(structuredClone(state), [PACK], [], [], NOON + 300);

    expect(told.map(({ key }) => key)).toEqual(['r1-1', 'r1-2', 'r1-3']);
    expect(end.posts.map(({ under }) => under?.how)).toEqual(['edit', 'thread', 'edit', 'thread', 'edit', 'thread']);
    expect(end.posts.flatMap(({ message }) => (message.kind === 'alert' ? [message.count] : [message.lines.length + message.more]))).toEqual([100, 99, 100, 99, 100, 99]);
    expect([isBehind(end.state), advance(end.state, [PACK], [], [], NOON + 301).posts]).toEqual([false, []]);
  });

  it('knows whether all operations of a card are of one kind and outcome', () => {
    const over = (facts: Parameters<typeof password>[1]) => [password(0), password(1, { customerId: 'c-2' }), password(2, { customerId: 'c-3', ...facts })];
    const isOneKind = (facts: Parameters<typeof password>[1]) => cardsIn(play([PACK], eventsOf(over(facts))).posts).get('r1-1')?.isOneKind;

    expect([isOneKind({}), isOneKind({ operationType: 'delete_customer' }), isOneKind({ operationStatus: 'failed' })]).toEqual([true, undefined, undefined]);
  });

  it('posts ten new cards within an hour and the rest in one roll-up, whatever rule they are of', () => {
    const rules = [PACK, ruleOf({ id: 'r2', filter: filterOf({ risks: ['high'] }) })];
    const { posts } = play(rules, eventsOf(Array.from({ length: 8 }, (_, index) => by(`person-${index}`, index))));

    expect(forms(posts)).toEqual([...Array.from({ length: 10 }, () => ['one', 1]), ['overflow', 6]]);
    expect(cardsIn(posts).get('r1-overflow-6')?.lines[0]).toMatchObject({ rule: 'CSP security', actor: 'person-5' });
  });

  it('gives cards again once the hour is over', () => {
    const events = [...Array.from({ length: 11 }, (_, index) => by(`person-${index}`)), by('late one', HOUR)];

    expect(forms(play([PACK], eventsOf(events)).posts).slice(-2)).toEqual([['one', 1], ['overflow', 1]].toReversed());
  });

  it('puts late operations into one roll-up', () => {
    const { posts } = play([PACK], eventsOf([by('a'), by('b'), by('c')], { kind: 'late' }));

    expect(forms(posts)).toEqual([['late', 3]]);
  });

  it('gathers the hourly tier and posts it at the end of the hour', () => {
    const events = eventsOf([0, 10, 20].map((minutes) => at(minutes * MINUTE, { operationType: 'granular_admin_relationship_expired' })));

    expect(play([PACK], events, NOON + HOUR - 1).posts).toEqual([]);
    expect(forms(play([PACK], events, NOON + HOUR).posts)).toEqual([['hourly', 3]]);
  });

  it('says each kind of operation once in the roll-up of an hour, with every reason, and the rest in its thread', () => {
    const unknown = Array.from({ length: 12 }, (_, index) => at(index * SECOND, { operationType: index % 3 === 0 ? 'export_price_list' : 'import_price_list', userPrincipalName: `user-${index}` }));
    const { posts } = play([PACK], eventsOf([...unknown, at(MINUTE, { operationType: 'add_customer' })]), NOON + HOUR);
    const [card, thread] = posts.map(({ message }) => message);

    expect(posts).toHaveLength(2);
    expect(card).toMatchObject({ form: 'hourly', count: 13, because: 'an operation not known here; medium risk, relationship' });
    expect(card?.kind === 'alert' && card.lines.map(({ operationType, times = 1 }) => [operationType, times])).toEqual([['export_price_list', 4], ['import_price_list', 8], ['add_customer', 1]]);
    expect(thread?.kind === 'alert-thread' && thread.lines).toHaveLength(10);
  });

  it('holds back in quiet hours and posts what was held at their end; high risk breaks through unless all is held', () => {
    const quiet = { fromMs: 12 * HOUR, toMs: 15 * HOUR, all: false };
    const events = eventsOf([password(0), at(MINUTE)]);
    const end = NOON + 2 * HOUR;

    expect(forms(play([ruleOf({ quiet })], events, end - 1).posts)).toEqual([['one', 1]]);
    expect(forms(play([ruleOf({ quiet })], events, end).posts)).toEqual([['one', 1], ['held', 1]]);
    expect(forms(play([ruleOf({ quiet: { ...quiet, all: true } })], events, end - 1).posts)).toEqual([]);
    expect(forms(play([ruleOf({ quiet: { ...quiet, all: true } })], events, end).posts)).toEqual([['held', 2]]);
  });

  it('shows the later state of a card\'s own operation without a second card', () => {
    const order = at(0, { operationStatus: 'progress' });
    const rule = ruleOf({ filter: filterOf({ statuses: ['progress', 'failed'] }) });
    const [event] = eventsOf([order]);
    if (!event) throw new Error('no event');
    const failed = { ...event, number: 2, kind: 'changed' as const, record: { ...order, operationStatus: 'failed' }, seenAtMs: NOON + MINUTE };
    const { posts, state } = play([rule], [event, failed]);

    expect(forms(posts)).toEqual([['one', 1]]);
    expect(state.groups[0]?.lead).toMatchObject({ status: 'failed', hasFailed: true });
  });

  it('tells an operation once in the state that a rule asks for, though its record changes again after its card was closed', () => {
    const [event] = eventsOf([at(0, { operationStatus: 'failed' })]);
    if (!event) throw new Error('no event');
    const again = { ...event, number: 2, kind: 'changed' as const, record: { ...event.record, attributes: { etag: 'another' } } };
    const { state } = play([ruleOf({ filter: filterOf({ statuses: ['failed'] }) })], [event], NOON + 2 * HOUR);
    const later = advance(structuredClone(state), [ruleOf({ filter: filterOf({ statuses: ['failed'] }) })], [], [again], NOON + 3 * HOUR);

    expect(later.posts).toEqual([]);
    expect(play([ruleOf({ filter: filterOf({ statuses: ['failed'] }) })], [again]).posts).toHaveLength(1);
  });

  it('tells in a roll-up what a second rule finds in a later state of an operation that a first one has told there', () => {
    const filler = Array.from({ length: 10 }, (_, index) => by(`person-${index}`, index));
    const [risky, failing] = [PACK, ruleOf({ id: 'r2', name: 'failures', filter: filterOf({ statuses: ['failed'] }) })];
    const order = at(20, { operationType: 'delete_customer', operationStatus: 'progress', userPrincipalName: 'x' });
    const events = eventsOf([...filler, order]);
    const last = events.at(-1);
    if (!last) throw new Error('no event');
    const failed = { ...last, number: 12, kind: 'changed' as const, record: { ...order, operationStatus: 'failed' } };
    const rollUp = [...cardsIn(play([risky, failing], [...events, failed]).posts).values()].find(({ form }) => form === 'overflow');

    expect(rollUp?.lines.map(({ rule }) => rule)).toEqual(['CSP security', 'failures']);
  });

  it('knows in a roll-up for several what a rule told, though it was renamed since', () => {
    const events = eventsOf([...Array.from({ length: 10 }, (_, index) => by(`person-${index}`)), by('one too many', MINUTE)]);
    const rule = ruleOf({ filter: filterOf({ statuses: ['succeeded', 'failed'] }) });
    const told = play([rule], events);
    const [last] = events.slice(-1);
    if (!last) throw new Error('no event');
    const failed = { ...last, number: 12, kind: 'changed' as const, record: { ...last.record, operationStatus: 'failed' } };
    const after = advance(told.state, [{ ...rule, name: 'another name' }], [], [failed], NOON + 2 * MINUTE);

    expect(after.fired).toEqual({});
    expect(cardsIn(after.posts).get('r1-overflow-11')).toMatchObject({ count: 1, lead: { status: 'failed' } });
  });

  it('says nothing of what happened before the rule was made', () => {
    expect(play([{ ...PACK, after: 2 }], eventsOf([by('a'), by('b'), by('c')])).posts.map(({ key }) => key)).toEqual(['r1-3']);
  });

  it('leaves out what is muted, but never high risk unless that was said, and counts it', () => {
    const mute = { id: 'm1', filter: filterOf({ users: ['alice@*'] }), madeAt: new Date(NOON - 1).toISOString(), until: new Date(NOON + HOUR).toISOString(), includingHigh: false };
    const events = eventsOf([password(0), at(1), at(2), at(HOUR)]);

    expect([forms(play([ruleOf()], events, 0, [mute]).posts), play([ruleOf()], events, 0, [mute]).muted]).toEqual([[['one', 1], ['one', 1]], { m1: 2 }]);
    expect(play([ruleOf()], events, 0, [{ ...mute, includingHigh: true }]).muted).toEqual({ m1: 3 });
  });
});
