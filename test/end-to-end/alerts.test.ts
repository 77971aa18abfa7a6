import { beforeAll, describe, expect, it } from 'vitest';
import { suspiciousNow } from '../../sandbox/partner-center/story/scene-now.ts';
import type { SlackMessage } from '../../sandbox/slack/messages.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import { testConnection } from '../support/connection.ts';
import { ADMIN, live, type Live } from '../support/live.ts';
import { read, readModal } from '../support/reading.ts';
import { until } from '../support/until.ts';

const SECOPS = CHANNELS.secops.id;
const SYNC_SECONDS = 5;
/** What previews look at is there once so many days were read. */
const [DAYS_READ, FILL_MS] = [31, 60_000];
const storage = testConnection();

let world: Live;
let card: SlackMessage;

const inSecops = (where: (message: SlackMessage) => boolean) => world.slack.waitForMessage({ channel: SECOPS, viewer: ADMIN, where });
const has = (text: string) => (message: SlackMessage): boolean => read(message).includes(text);
const thread = (message: SlackMessage) => world.slack.messages({ channel: SECOPS, viewer: ADMIN }).filter(({ threadTs }) => threadTs === message.ts);

/** What a person reads in the channel once something was done: the first new message with this text. */
async function next(text: string, action: () => Promise<unknown>, by: string = ADMIN): Promise<SlackMessage> {
  const before = new Set(world.slack.messages({ channel: SECOPS, viewer: by }).map(({ ts }) => ts));
  await action();
  return world.slack.waitForMessage({ channel: SECOPS, viewer: by, where: (message) => !before.has(message.ts) && has(text)(message) });
}

const type = (typed: string, text: string, user: string = ADMIN) => next(text, () => world.type(typed, { user, channel: SECOPS }), user);
const click = (message: SlackMessage, label: string, user: string = ADMIN) => world.slack.click({ user, message, label });

describe('alerts, with the whole bot', () => {
  beforeAll(async () => {
    world = await live({ copy: 'kept' });
    await world.startBot({ SYNC_SECONDS: String(SYNC_SECONDS) });
    const { redis } = storage;
    await until(async () => await redis.hlen(`${world.environment()['REDIS_PREFIX']}:copy:ledger`) >= DAYS_READ, FILL_MS);
  }, 2 * FILL_MS);

  it('shows what the pack would have said before anything is set up', async () => {
    const preview = await type('alert pack in <#C0SECOPS1|secops>', 'nothing is set up yet');

    expect(read(preview)).toMatch(/“CSP security” would have (?:fired (?:once|never at once|\d+ times)|said nothing) in the last 30 days/);
    await type('alerts', 'No alerts speak in this channel');
    await click(preview, 'Create alert');
    await inSecops(has('Alert “CSP security” is set up here'));
    await inSecops(has('Alert “CSP security” is set up for the channel'));
  });

  it('refuses a duplicate name, an alert without a condition, and people who may not set one up, with a way on', async () => {
    await type('alert pack', 'There is a rule named');
    await type('alert on', 'An alert needs a condition');
    const refused = await type('alert on risk high', 'AUDIT_ACCESS', PEOPLE.member.id);

    expect(read(refused)).not.toContain('would have');
  });

  it('shows a card of a GDAP approval soon after it can be read, with what follows in its thread', async () => {
    world.partnerCenter.addRecords(suspiciousNow(new Date()).map((record) => ({ ...record, operationDate: new Date().toISOString().replace('Z', '0000Z') })));
    const visibleAt = Date.now();
    card = await inSecops(has('GDAP relationship approved on the customer\'s side'));
    const tookMs = Number(card.ts) * 1_000 - visibleAt;
    console.log(`from visible in the log to posted: ${Math.round(tookMs)} ms, with SYNC_SECONDS=${SYNC_SECONDS}`);

    for (const part of ['High risk', 'recorded user none', 'Why you see this', 'Who accepted at the customer?', 'Take it', 'Details', 'By this customer']) expect(read(card)).toContain(part);
  });

  it('opens the record behind it, and searches for its customer', async () => {
    await click(card, 'Details');
    const modal = await world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => JSON.stringify(blocks).includes('UTC') });

    expect(readModal(modal)).toContain('GDAP');
    void world.slack.closeView({ user: ADMIN });
    await next('the answer follows', () => click(card, 'By this customer'));
  });

  it('records who takes it, on the card and once in its thread', async () => {
    await click(card, 'Take it');
    const taken = await inSecops((message) => message.ts === card.ts && has('Taken by')(message));

    expect(read(taken)).not.toContain('Take it');
    await expect.poll(() => thread(card).filter(has('Taken by')).length, { timeout: 20_000 }).toBe(1);
  });

  it('mutes what is like it, after showing what that hides', async () => {
    await click(card, 'Mute like this…');
    await world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => JSON.stringify(blocks).includes('Keeps out of the alerts here') });
    const preview = await next('nothing is hidden yet', () => world.slack.submitView({ user: ADMIN, values: { Reason: 'planned migration' } }));

    expect(read(preview)).toContain('Reason: planned migration');
    await next('“mute-1” keeps these operations out', () => click(preview, 'Mute'));
    await type('rules muted', 'planned migration');
    await type('unmute mute-1', 'is ended');
  });

  it('says what an alert would say, marked as a test, and lists what nobody has taken', async () => {
    await type('test "CSP security"', 'Test: ');
    const open = await type('alerts open', 'that nobody has taken');

    expect(read(open)).toContain('High risk');
  });

  it('lists orders that can still be cancelled, and says that it only computed that', async () => {
    const answer = await type('commitments', 'can still be cancelled');

    expect(read(answer)).toContain('Partner Center decides');
    const [all = ''] = /All [\d,]+ as list/.exec(read(answer)) ?? [];
    const list = await next('page 1 of', () => click(answer, all));
    expect(list.ts > answer.ts).toBe(true);
    await click(answer, 'Remind here');
    await inSecops(has('Reminder “reminder-1” is set up here'));
  });
});
