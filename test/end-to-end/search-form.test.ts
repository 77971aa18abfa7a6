import { beforeAll, describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../sandbox/slack/messages.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import { ADMIN, live, OPS, type Live } from '../support/live.ts';
import { buttonsIn, read, readModal } from '../support/reading.ts';
import { until } from '../support/until.ts';

const RELECLOUD = 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f';
const MEMBER = PEOPLE.member.id;

/** A day some days before now, as a calendar gives it. */
const dayBack = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

describe.each(['http', 'socket'] as const)('the search form over %s', (transport) => {
  let world: Live;
  const dm = (): string => world.slack.dmChannel(ADMIN);
  const modal = () => world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => JSON.stringify(blocks).includes('Answer in') });
  const isOpen = () => world.slack.currentView(ADMIN) !== undefined;

  /** The answer that comes after what a person does. */
  async function answerAfter(channel: string, action: () => Promise<unknown>): Promise<{ readonly acknowledgement: SlackMessage; readonly answer: SlackMessage }> {
    const place = { channel, viewer: ADMIN };
    const before = new Set(world.slack.messages(place).map(({ ts }) => ts));
    await action();
    const isNew = ({ ts }: SlackMessage): boolean => !before.has(ts);
    const acknowledgement = await world.slack.waitForMessage({ ...place, where: (message) => isNew(message) && message.text.includes('the answer follows') });
    const answer = await world.slack.waitForMessage({ ...place, where: (message) => isNew(message) && /operation/.test(message.text) && message.ts !== acknowledgement.ts, timeoutMs: 15_000 });
    return { acknowledgement, answer };
  }

  /** The answer in the direct message, where it takes the place of its acknowledgement. */
  async function answerInDirectMessage(action: () => Promise<unknown>): Promise<SlackMessage> {
    const place = { channel: dm(), viewer: ADMIN };
    const before = new Set(world.slack.messages(place).map(({ ts }) => ts));
    await action();
    return world.slack.waitForMessage({ ...place, where: ({ ts, text }) => !before.has(ts) && /operation/.test(text), timeoutMs: 15_000 });
  }

  async function openFromHelp(): Promise<void> {
    const { acknowledgement } = await world.type('help');
    await world.slack.click({ user: ADMIN, message: acknowledgement, label: 'Open search form' });
    await modal();
  }

  beforeAll(async () => {
    world = await live({ transport });
    await world.startBot();
    await (await world.type('last 7d')).answer();
  });

  it('opens from the help, finds a customer by one letter, and answers with the command it equals', async () => {
    await openFromHelp();
    const offered = async () => world.slack.suggest({ user: ADMIN, label: 'Customers', query: 'r' });

    expect((await offered())?.[0]).toMatchObject({ value: 'name:r', text: { text: 'Search "r"' } });
    await expect.poll(offered, { timeout: 20_000 }).toContainEqual(expect.objectContaining({ value: `id:${RELECLOUD}` }));
    await world.slack.enter({ user: ADMIN, label: 'Customers', value: [`id:${RELECLOUD}`] });
    await world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => JSON.stringify(blocks).includes(`equal the command: customer ${RELECLOUD} (Relecloud) last 7d`) });
    const { acknowledgement, answer } = await answerAfter(OPS, () => world.slack.submitView({ user: ADMIN, values: { Time: 'Last 7 days' } }));
    expect(read(acknowledgement)).toContain(`This form equals the command: customer ${RELECLOUD} (Relecloud) last 7d`);
    expect(acknowledgement.ephemeralTo).toBe(ADMIN);
    expect(read(answer)).toContain('2 operations for Relecloud');
    expect(isOpen()).toBe(false);
  });

  it('says which command its fields equal, whenever one of them changes', async () => {
    await openFromHelp();
    const line = async (text: string) => world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => JSON.stringify(blocks).includes(text) });
    await line('These fields equal the command: last 7d');

    await world.slack.enter({ user: ADMIN, label: 'Status', value: ['Failed'] });
    await line('command: status failed last 7d');
    await world.slack.enter({ user: ADMIN, label: 'Text', value: '<!channel> & *bold*' });
    const typed = await line('command: status failed text');
    await world.slack.enter({ user: ADMIN, label: 'Time', value: 'Last 30 days' });
    await line('last 30d');
    const { answer } = await answerAfter(OPS, () => world.slack.submitView({ user: ADMIN, values: { Text: '' } }));

    expect(readModal(typed)).toContain('"<!channel> & *bold*" last 7d');
    expect(read(answer)).toMatch(/failed operations? for all customers/);
  });

  it('shows what is wrong at its field, keeps what was typed, and runs once it is right', async () => {
    await openFromHelp();
    await world.slack.submitView({ user: ADMIN, values: { 'First day': dayBack(2), 'Last day': dayBack(5), 'Text': 'Business Premium' } });

    expect((await modal()).errors).toEqual({ to: expect.stringContaining('before the first day') as string });
    await world.slack.submitView({ user: ADMIN, values: { 'First day': dayBack(-2), 'Last day': null } });
    expect((await modal()).errors).toEqual({ from: expect.stringContaining('in the future') as string });
    await world.slack.submitView({ user: ADMIN, values: { 'First day': dayBack(200), 'Last day': dayBack(190) } });
    expect((await modal()).errors).toEqual({ to: expect.stringContaining('keeps 90 days') as string });
    await world.slack.submitView({ user: ADMIN, values: { 'First day': dayBack(5), 'Last day': dayBack(2), 'Text': 'x'.repeat(2_100) } });
    expect((await modal()).errors).toEqual({ texts: expect.stringContaining('2000 are the most') as string });
    const { acknowledgement } = await answerAfter(OPS, () => world.slack.submitView({ user: ADMIN, values: { Text: 'Business Premium' } }));
    expect(read(acknowledgement)).toContain(`text "Business Premium" from ${dayBack(5)} to ${dayBack(2)}`);
  });

  it('opens filled in from a mistake, carries along what no field shows, and names what it left out', async () => {
    const { acknowledgement: mistaken } = await world.type('failed customer Relecloud not op create_order wehn yesterday limit 5');
    expect(buttonsIn(mistaken, 'Edit search')).toBe(1);
    await world.slack.click({ user: ADMIN, message: mistaken, label: 'Edit search' });
    const form = readModal(await modal());

    expect(form).toContain('left out here: wehn');
    expect(form).toContain('no field shows it: not op create_order limit 5');
    expect(form).toContain('Search "Relecloud"');
    await world.slack.closeView({ user: ADMIN });
  });

  it('opens filled in from an answer', async () => {
    const answer = await (await world.type('customer Relecloud failed, succeeded last 30d')).answer();
    await world.slack.click({ user: ADMIN, message: answer, label: 'Edit search' });
    const { acknowledgement } = await answerAfter(OPS, async () => {
      await modal();
      await world.slack.submitView({ user: ADMIN, values: { Time: 'Last 7 days' } });
    });

    expect(read(acknowledgement)).toContain('command: customer Relecloud status failed, succeeded last 7d');
  });

  it('answers where "Answer in" says', async () => {
    await openFromHelp();
    const { answer } = await answerAfter(CHANNELS.secops.id, () => world.slack.submitView({ user: ADMIN, values: { 'Answer in': CHANNELS.secops.id, 'Time': 'Yesterday' } }));

    expect(answer.ephemeralTo).toBe(ADMIN);
  });

  it('opens from App Home, which lists recent searches, and answers there by direct message', async () => {
    await world.slack.openHome({ user: ADMIN });
    await until(() => world.slack.homeView(ADMIN) !== undefined);
    const home = world.slack.homeView(ADMIN);
    if (!home) throw new Error('no home');

    expect(readModal(home)).toContain('Last read');
    expect(readModal(home)).toContain(`customer ${RELECLOUD.slice(0, 8)}-… (Relecloud) last 7d`);
    await world.slack.clickInView({ user: ADMIN, label: 'Open search form' });
    await modal();
    await answerInDirectMessage(() => world.slack.submitView({ user: ADMIN, values: { Status: ['Failed'] } }));
    const answer = await answerInDirectMessage(() => world.slack.clickInView({ user: ADMIN, label: 'Run' }));
    expect(answer.channel).toBe(dm());
  });

  it('opens from the shortcut', async () => {
    await world.slack.shortcut({ user: ADMIN, callbackId: 'audit_search' });
    await modal();
    const answer = await answerInDirectMessage(() => world.slack.submitView({ user: ADMIN, values: { 'Resource types': ['Order'], 'Time': 'Last 30 days' } }));

    expect(answer.text).toContain('Order');
  });

  it('tells people without access whom to ask, and offers them nothing', async () => {
    await world.slack.shortcut({ user: MEMBER, callbackId: 'audit_search' });
    const refused = await world.slack.waitForView({ user: MEMBER });
    await world.slack.closeView({ user: MEMBER });
    await world.slack.openHome({ user: MEMBER });
    await until(() => world.slack.homeView(MEMBER) !== undefined);
    const home = world.slack.homeView(MEMBER);

    expect(readModal(refused)).toContain(`AUDIT_ACCESS=…,${MEMBER}`);
    expect(home && readModal(home)).toContain(`AUDIT_ACCESS=…,${MEMBER}`);
    expect(home && readModal(home)).not.toContain('Relecloud');
  });
});
