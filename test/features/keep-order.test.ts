import { describe, expect, it } from 'vitest';
import { validateMessage } from '../../sandbox/slack/block-kit/validate.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import { keepOrder, remindCommitments } from '../../src/features/remind-commitments.ts';
import type { ReminderRule } from '../../src/features/rule.ts';
import { createRenderer } from '../../src/slack/blocks/render.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { watchingWorld } from '../support/watching.ts';

const storage = testConnection();
const LIVE = new AbortController().signal;
const RULE: ReminderRule = {
  kind: 'reminder', id: '00000000-0000-4000-8000-0000000000ee', name: 'reminder-1', place: { kind: 'channel', id: 'COPS' }, makerId: 'UADMIN', zone: 'UTC', madeAt: '2026-11-16T13:00:00.000Z', command: 'commitments', filter: EVERYTHING, withinMs: 48 * 3_600_000,
};
const ORDER = JSON.stringify({ LineItems: [{ OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', TermDuration: 'P1Y', FriendlyName: 'Business Premium', Quantity: 4 }] });

/** So many orders of one second, and a rule that reminds of them. */
async function world(part: string, orders: number, withinMs = RULE.withinMs) {
  const slack = watchingWorld({ ...storage, prefix: `${storage.prefix}:${part}` }, '2026-11-21T13:00:00Z');
  await slack.deps.rules.add({ ...RULE, withinMs }, { state: { kind: 'on' }, cursor: 0, held: 0 });
  for (let index = 0; index < orders; index += 1) slack.add(aRecord({ id: `o${index}`, operationDate: '2026-11-16T13:00:00.0000000Z', customerName: `Customer ${index}`, resourceNewValue: ORDER }));
  const look = async (instant: string) => {
    const from = slack.posted.length;
    slack.at(instant);
    await remindCommitments(slack.deps, LIVE);
    await deliverDue(slack.deps, LIVE);
    return slack.posted.slice(from).map(({ message, threadTs }) => {
      const { rich, plain } = createRenderer('/audit')(message);
      expect([...validateMessage(rich), ...validateMessage(plain)]).toEqual([]);
      return { message, text: JSON.stringify(rich), isInThread: threadTs !== undefined };
    });
  };
  const keep = (batch: string, userId = 'UMEMBER') => keepOrder(slack.deps, { responseUrl: '', openUntil: 0, userId, channelId: 'COPS' }, { ruleId: RULE.id, batch });
  return { slack, look, keep };
}

const batchesIn = ({ text }: { readonly text: string }): readonly string[] => [...text.matchAll(/"value":"[0-9a-f-]+:(2026-11-16\.\d+)"/g)].map(([, batch = '']) => batch);

describe('features/remind-commitments: Keep order', () => {
  it('has a button for every batch, ten in the message and the others in its thread', async () => {
    const { look } = await world('many', 23);
    const posts = await look('2026-11-21T13:00:00Z');

    expect(posts.map(({ isInThread }) => isInThread)).toEqual([false, true, true]);
    expect(posts.map((post) => batchesIn(post).length)).toEqual([10, 10, 3]);
    expect(new Set(posts.flatMap(batchesIn)).size).toBe(23);
    expect(posts[0]?.text).toContain('23 batches can be cancelled for less than 48 hours more');
    expect(posts[0]?.text).toContain('13 more in the thread');
  });

  it('shows on the message who has kept a batch and when, in place of its button', async () => {
    const { look, keep } = await world('kept', 12);
    const [[one = '', other = ''], [third = '']] = (await look('2026-11-21T13:00:00Z')).map(batchesIn) as [string[], string[]];
    await Promise.all([keep(one), keep(third, 'UADMIN'), keep(one, 'UADMIN')]);
    const edits = await look('2026-11-21T13:01:00Z');
    const [first, rest] = [edits.find((post) => batchesIn(post).includes(other)), edits.find(({ message }) => message.kind === 'reminder' && message.isRest)];

    expect(edits).toHaveLength(2);
    expect(first?.text).toMatch(/Kept by <@U(?:MEMBER|ADMIN)> <!date\^/);
    expect(first?.text).toContain('12 batches can be cancelled for less than 48 hours more, as computed; 1 batch of the 10 below is kept');
    expect(rest?.text).toContain('2 more batches can be cancelled for less than 48 hours more, as computed; 1 batch of these is kept');
    expect(rest?.text).toContain('Kept by <@UADMIN>');
    expect(edits.flatMap(batchesIn)).toHaveLength(10);
    expect(edits.flatMap(batchesIn)).not.toEqual(expect.arrayContaining([one]));
    expect(await keep(one, 'UADMIN')).toMatchObject({ kind: 'batch-kept', at: '2026-11-21T13:00:00.000Z' });
  });

  it.each([
    [36, '36 hours', ['36 hours', '24 hours']],
    [24, '24 hours', ['24 hours']],
    [6, '6 hours', ['6 hours']],
    [1.5, '90 minutes', ['90 minutes']],
  ])('says how soon the windows close that it looks ahead to: within %f h', async (hours, span, spans) => {
    const { look } = await world(`within ${hours}`, 1, hours * 3_600_000);
    const untilMs = Date.parse('2026-11-23T13:00:00Z');
    const texts: string[] = [];
    for (const before of [48, 36, 24, 6, 1.5]) texts.push(...(await look(new Date(untilMs - before * 3_600_000).toISOString())).map(({ text }) => text));

    expect(texts.map((text) => /Windows that close within (\d+ \w+)/.exec(text)?.[1])).toEqual(spans);
    expect(texts[0]).toContain(`can be cancelled for less than ${span} more`);
  });

  it('says in its own heading that the second reminder is one of 24 hours, and leaves out what is kept', async () => {
    const { slack, look, keep } = await world('twice', 2);
    const [first] = await look('2026-11-21T13:00:00Z');
    await keep('2026-11-16.1');
    slack.add(aRecord({ id: 'later', operationDate: '2026-11-17T13:00:00.0000000Z', customerName: 'Later', resourceNewValue: ORDER }));
    const posts = (await look('2026-11-22T13:00:00Z')).filter(({ text }) => !text.includes('Kept by'));

    expect(first?.text).toContain('Windows that close within 48 hours');
    expect(posts.map(({ text }) => /Windows that close within (\d+) hours/.exec(text)?.[1])).toEqual(['24', '48']);
    expect(posts.map(({ text }) => text.includes('for less than 24 hours more'))).toEqual([true, false]);
    expect(posts.map(batchesIn)[0]).toEqual(['2026-11-16.0']);
  });
});
