import type { Page as Tab } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ownManifest } from '../../sandbox/page/manifest.ts';
import { startStage, type Stage } from '../../sandbox/page/stage.ts';
import { PEOPLE } from '../../sandbox/slack/workspace.ts';
import { hasBrowser, useBrowser } from '../sandbox/page/browser.ts';
import { actingIn } from '../support/page-acting.ts';
import { testRedis } from '../support/redis.ts';

interface Kind {
  readonly who: string;
  readonly id: string;
  /** What they read after a command, above a record, and in App Home. */
  readonly answered: RegExp;
  readonly record: RegExp;
  readonly home: RegExp;
}

const { owner, berlin, member, guest, stranger } = PEOPLE;
const RECORD = /^\s*Recorded user/;

/** The stage lets admins in, and the colleague in Berlin. */
const ADMITTED: readonly Kind[] = [
  { who: 'another admin', id: owner.id, answered: /2 operations for Relecloud.* GMT/, record: RECORD, home: /Open search form/ },
  { who: 'a colleague in another time zone', id: berlin.id, answered: /2 operations for Relecloud.* CET/, record: RECORD, home: /Open search form/ },
];
const REFUSED: readonly Kind[] = [
  { who: 'a member', id: member.id, answered: /You are not on the list.*U0MEMBER1/, record: /You are not on the list/, home: /AUDIT_ACCESS=…,U0MEMBER1/ },
  { who: 'a guest', id: guest.id, answered: /Guests cannot use this bot/, record: /Guests cannot use this bot/, home: /Guests cannot use this bot/ },
];

describe.skipIf(!hasBrowser)('what each kind of person sees of the bot in the page', () => {
  const window = useBrowser();
  const { appName } = ownManifest();
  let stage: Stage;
  let tab: Tab;

  const sit = async (id: string) => {
    tab = await window.open(`${stage.url}?viewer=${id}`);
    return actingIn(tab);
  };

  beforeAll(async () => {
    stage = await startStage({ redisUrl: testRedis().url });
  });
  afterAll(() => stage.close());
  afterEach(() => tab.close());

  it('lets an admin share one answer and keep the other', async () => {
    const { see, type, press } = await sit(PEOPLE.admin.id);
    await see(/operations for Relecloud/, () => type('/audit customer Relecloud last 30d'));
    await see(/high-risk operations/, () => type('/audit risk high last 7d'));
    await see(/There are guests in this channel/, () => press('Share to channel'));
    const shared = await see(/@Dana Admin shared the answer to/, () => press('Share to channel'));

    expect(await shared.textContent()).not.toContain('Only visible to you');
  });

  it.each([...ADMITTED, ...REFUSED])('shows $who what was shared, and nothing that was not', async ({ id }) => {
    const { messages } = await sit(id);
    await messages.getByText('shared the answer to').waitFor();

    expect(await messages.textContent()).not.toContain('Only visible to you');
    expect(await messages.textContent()).not.toContain('Relecloud');
  });

  it.each([...ADMITTED, ...REFUSED])('answers $who privately, as they may expect', async ({ id, answered }) => {
    const { see, type } = await sit(id);
    const answer = await see(answered, () => type('/audit customer Relecloud last 6d'));

    expect(await answer.textContent()).toContain('Only visible to you');
    await window.shoot(tab, `person-${id}`);
  });

  it.each([...ADMITTED, ...REFUSED])('opens a record of the shared answer for $who, or says why not', async ({ id, record }) => {
    const { messages, press, modal, lookInto } = await sit(id);
    const shared = messages.locator('.message', { hasText: 'shared the answer to' });
    await press('Details', shared);
    await lookInto(record, () => window.shoot(tab, `person-${id}-record`));

    expect(await modal.isVisible()).toBe(false);
  });

  it.each(ADMITTED)('turns the pages of the shared answer for $who alone', async ({ id }) => {
    const { messages, see, press } = await sit(id);
    const shared = messages.locator('.message', { hasText: 'shared the answer to' });
    const own = await see(/page 2 of/, () => press('Next', shared));

    expect(await own.textContent()).toContain('Only visible to you');
    expect(await shared.textContent()).toContain('page 1 of');
  });

  it.each(REFUSED)('refuses $who the pages and the file of the shared answer, which stays as it is', async ({ id, answered }) => {
    const { messages, see, press } = await sit(id);
    const shared = messages.locator('.message', { hasText: 'shared the answer to' });
    const before = await shared.textContent();
    await see(answered, () => press('Next', shared));
    await see(answered, () => press('Export CSV', shared));

    expect(await shared.textContent()).toBe(before);
  });

  it.each([...ADMITTED, ...REFUSED])('shows $who an App Home of their own', async ({ id, home }) => {
    const { open } = await sit(id);
    await open(appName);
    await tab.getByRole('tab', { name: 'Home' }).click();
    await tab.locator('#home').getByText(home).first().waitFor();
    await window.shoot(tab, `person-${id}-home`);

    // What the admin asked is nobody else's.
    expect(await tab.locator('#home').textContent()).not.toContain('last 30d');
  });

  it('refuses a person of another organisation, who sees neither the channel of the answer nor App Home', async () => {
    const { see, type } = await sit(stranger.id);
    const refusal = await see(/Only members of the organisation this bot belongs to/, () => type('/audit customer Relecloud last 5d'));
    const channels = await tab.locator('#sidebar').textContent();

    expect(await refusal.textContent()).toContain('Only visible to you');
    expect(channels).toContain('with-customer');
    expect(channels).not.toContain('csp-ops');
    expect(channels).not.toContain(appName);
    await window.shoot(tab, `person-${stranger.id}`);
  });
});
