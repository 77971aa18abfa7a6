import { beforeAll, describe, expect, it } from 'vitest';
import type { Bot } from '../../sandbox/bot.ts';
import type { SlackMessage } from '../../sandbox/slack/messages.ts';
import { PEOPLE } from '../../sandbox/slack/workspace.ts';
import { ADMIN, live, OPS, type Live } from '../support/live.ts';
import { read, readModal } from '../support/reading.ts';
import { until } from '../support/until.ts';

let world: Live;
let worker: Bot;

/** What a person reads next, once something was done. */
async function next(action: () => Promise<unknown>): Promise<SlackMessage> {
  const before = new Set(world.seen().map(({ ts }) => ts));
  await action();
  return world.slack.waitForMessage({ channel: OPS, viewer: ADMIN, where: ({ ts }) => !before.has(ts) });
}

/** The answer to a search that something pressed asks for, after its acknowledgement. */
async function answerAfter(action: () => Promise<unknown>): Promise<SlackMessage> {
  const understood = await next(action);
  expect(understood.text).toContain('the answer follows');
  return world.slack.waitForMessage({ channel: OPS, viewer: ADMIN, where: ({ ts }) => ts > understood.ts });
}

const atOnce = async (text: string): Promise<string> => read((await world.type(text)).acknowledgement);
const answerTo = async (text: string): Promise<SlackMessage> => (await world.type(text)).answer();
const click = (message: SlackMessage, label: string) => world.slack.click({ user: ADMIN, message, label });

describe('the verbs around a search', () => {
  beforeAll(async () => {
    world = await live();
    // The side that Slack talks to, and the side that reads, share nothing but Redis.
    await world.startBot({ ROLE: 'web' });
    worker = await world.startBot({ ROLE: 'worker' });
  });

  it('repairs a sentence with one click, and runs it once where that is a double click', async () => {
    const { acknowledgement } = await world.type('who created users at Relecloud in the last 30 days');
    const known = world.seen().length;
    const press = () => click(acknowledgement, 'Run: op create_customer_user customer Relecloud in last 30 days');
    await Promise.all([press(), press()]);
    const answer = await world.slack.waitForMessage({ channel: OPS, viewer: ADMIN, where: ({ text }) => /operations? for Relecloud: Customer user created/.test(text) });
    await until(() => world.seen().length === known + 3);

    expect(read(answer)).toContain('Customer user created');
    expect(world.seen().slice(known).filter(({ text }) => text.includes('the answer follows'))).toHaveLength(1);
    expect(world.seen().slice(known).filter(({ text }) => text.includes('pressed twice'))).toHaveLength(1);
  });

  it('explains the search of an answer, and runs it from there', async () => {
    const answer = await answerTo('customer Relecloud last 7d');
    const requests = world.partnerCenter.requests.length;
    const explained = await next(() => click(answer, 'Explain'));

    expect(read(explained)).toContain('Nothing was asked of Partner Center');
    expect(world.partnerCenter.requests).toHaveLength(requests);
    expect(read(await answerAfter(() => click(explained, 'Run')))).toContain('2 operations for Relecloud');
  });

  it('explains the search of an answer once where that is a double click', async () => {
    const answer = await answerTo('customer Relecloud last 6d');
    const known = world.seen().length;
    const press = () => click(answer, 'Explain');
    await Promise.all([press(), press()]);
    await until(() => world.seen().length === known + 2);
    await press();
    await until(() => world.seen().length === known + 3);

    const said = world.seen().slice(known).map(read);
    expect(said.filter((text) => text.includes('Nothing was asked of Partner Center'))).toHaveLength(1);
    expect(said.filter((text) => text.includes('pressed twice'))).toHaveLength(2);
  });

  it('saves the search of an answer under a name, and says at the field what is wrong with it', async () => {
    const answer = await answerTo('status failed last 7d');
    const submit = (name: string) => world.slack.submitView({ user: ADMIN, values: { Name: name } });
    const open = async () => {
      await click(answer, 'Save search');
      return world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => JSON.stringify(blocks).includes('status failed last 7d') });
    };
    expect(readModal(await open())).toContain('Only you see your saved searches');
    await submit('   ');
    const complained = await world.slack.waitForView({ user: ADMIN, where: ({ errors }) => Object.keys(errors).length > 0 });
    expect(JSON.stringify(complained.errors)).toContain('Write a name');
    const saved = await next(() => submit('failures'));
    expect(read(saved)).toContain('Saved as “failures”');
    await open();
    await submit('Failures');
    await world.slack.waitForView({ user: ADMIN, where: ({ errors }) => JSON.stringify(errors).includes('already') });
    void world.slack.closeView({ user: ADMIN });
    expect(await atOnce('saved')).toContain('/audit status failed last 7d  [Run]');
    expect(read(await answerTo('run failures last 2d'))).toMatch(/^\d+ failed operations for all customers/);
    expect(await atOnce('unsave failures')).toContain('is forgotten');
  });

  it('keeps a name of the form as it will be typed, and refuses one of which nothing is left', async () => {
    const answer = await answerTo('status failed last 7d');
    const submit = async (name: string) => {
      await click(answer, 'Save search');
      await world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => JSON.stringify(blocks).includes('status failed last 7d') });
      return world.slack.submitView({ user: ADMIN, values: { Name: name } });
    };
    await submit('\u202e\u0000');
    const complained = await world.slack.waitForView({ user: ADMIN, where: ({ errors }) => Object.keys(errors).length > 0 });
    expect(JSON.stringify(complained.errors)).toContain('Write a name');
    void world.slack.closeView({ user: ADMIN });

    for (const [name, line] of [['Dana’s risky', "Dana's risky"], ['so\u00adft 👩‍🚀', 'soft 👩🚀'], ['“x”', '\\"x\\"'], ['a&amp;b', 'a&amp;b']] as const) {
      expect(read(await next(() => submit(name)))).toContain('Saved as');
      expect(await atOnce(`unsave "${line.replaceAll('&', '&amp;')}"`)).toContain('is forgotten');
    }
  });

  it('compares two spans, both of which can be opened', async () => {
    const compared = await answerTo('compare last 7d');

    expect(read(compared)).toMatch(/\d+ operations for all customers, \d+ (fewer|more) than in the equal span before/);
    expect(read(compared)).toContain('GDAP role assignment activated 0 → 12 (new)');
    const [, before = ''] = [...read(compared).matchAll(/\[(Run: \d[^\]]+ – [^\]]+)\]/g)].map(([, label = '']) => label);
    expect(read(await answerAfter(() => click(compared, before)))).toContain('operations for all customers');
  });

  it('shows a record by the id that stands in its details', async () => {
    const answer = await answerTo('customer "Tailwind Traders" user alice@partner.example last 1h');
    await click(answer, 'Details');
    const modal = await world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => JSON.stringify(blocks).includes('Record id') });
    const id = /Record id\s+(\S+)/.exec(readModal(modal))?.[1] ?? '';
    void world.slack.closeView({ user: ADMIN });

    expect(read(await answerTo(`record ${id}`))).toContain('Subscription changed');
    expect(read(await answerTo('record nobody-knows-this'))).toContain('does not know this id');
  });

  it('turns the help to a topic in place', async () => {
    const { acknowledgement } = await world.type('help');
    await world.slack.click({ user: ADMIN, message: acknowledgement, label: 'Times' });
    const turned = await world.slack.waitForMessage({ channel: OPS, viewer: ADMIN, where: ({ ts, edits }) => ts === acknowledgement.ts && edits > 0 }).catch(() => undefined);

    const shown = turned ?? world.seen().at(-1);
    expect(shown && read(shown)).toContain('from yesterday 22:00 to 06:00');
  });

  it('asks the last search again, for whoever asked it', async () => {
    await answerTo('customer Relecloud last 2d');
    expect(read(await answerTo('again last 30d'))).toMatch(/operations for Relecloud/);
    expect(read((await world.type('again', { user: PEOPLE.owner.id })).acknowledgement)).toContain('nothing to ask again');
  });

  it('stops a search that another process reads, and says afterwards that nothing is left', async () => {
    world.partnerCenter.faults.whenever(() => ({ kind: 'hang' }));
    const before = world.partnerCenter.requests.length;
    const { acknowledgement } = await world.type('customer Contoso last 61d');
    await until(() => world.partnerCenter.requests.length > before);
    await click(acknowledgement, 'Cancel');
    await until(() => world.seen().some(({ ts, text }) => ts === acknowledgement.ts && text.includes('Stopped')));

    const [stopped] = world.seen().filter(({ ts }) => ts === acknowledgement.ts);
    expect(stopped && read(stopped)).not.toMatch(/the answer follows|Cancel/);
    await until(() => worker.lines.some(({ msg }) => msg === 'job cancelled'));
    expect(world.seen().at(-1)?.ts).toBe(acknowledgement.ts);
    world.partnerCenter.faults.clear();
    expect(read(await answerTo('customer Relecloud yesterday'))).toContain('Relecloud');
    const ended = await world.type('customer Relecloud last 3d');
    await ended.answer();
    await until(async () => (await atOnce('cancel')).includes('nothing left to stop'));
    const left = await next(() => click(ended.acknowledgement, 'Cancel'));
    expect([read(left), world.seen().some(({ ts, edits }) => ts === ended.acknowledgement.ts && edits > 0)]).toEqual([expect.stringContaining('nothing left to stop'), false]);
    // An answer is seen a moment before its search has ended.
    await until(async () => (await atOnce('cancel')).includes('nothing left to stop'));
  });
});
