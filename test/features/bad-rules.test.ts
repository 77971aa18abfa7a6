import { beforeEach, describe, expect, it } from 'vitest';
import { validateMessage } from '../../sandbox/slack/block-kit/validate.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { printRequest } from '../../src/command/print-request.ts';
import { handleCommand } from '../../src/features/handle-command.ts';
import type { Screen } from '../../src/features/screens.ts';
import { createRenderer } from '../../src/slack/blocks/render.ts';
import { commandDeps } from '../support/command-deps.ts';
import { testConnection } from '../support/connection.ts';
import { testRedis } from '../support/redis.ts';
import { watchingWorld, type WatchingWorld } from '../support/watching.ts';

const { redis } = testConnection();
let world: WatchingWorld;

/** Typed by an admin in #csp-ops, and drawn as Slack takes it. */
async function type(text: string): Promise<Screen> {
  const { people, policy, clock } = world.deps;
  const { deps } = commandDeps({ watching: world.deps, people, policy, clock });
  const screen = await handleCommand(deps, { id: '0'.repeat(32), text, place: { responseUrl: '', openUntil: 0, userId: 'UADMIN', channelId: 'COPS' } });
  const { rich, plain } = createRenderer('/audit')(screen);
  expect([...validateMessage(rich), ...validateMessage(plain)]).toEqual([]);
  return screen;
}

describe('features/prove-rule', () => {
  beforeEach(() => {
    world = watchingWorld({ redis, prefix: testRedis().prefix });
  });

  it.each<readonly [text: string, code: string, says: string, repair?: string]>([
    ['digest every 5 minutes', 'E_SCHEDULE', 'once an hour at most', 'digest hourly'],
    ['digest', 'E_SCHEDULE', 'needs a schedule', 'digest daily at 08:30'],
    ['digest daily at 25:00', 'E_DATE_INVALID', 'No clock shows `25:00`'],
    ['digest daily at 08:30 tz Europe/Berln', 'E_UNKNOWN_VALUE', '`Europe/Berln` is not a time zone', 'digest daily at 08:30 tz UTC'],
    ['digest daily in nowhere', 'E_CHANNEL', '`nowhere` is not a channel'],
    ['digest daily in #nowhere', 'E_CHANNEL', 'no public channel of that name'],
    ['alert on', 'E_NO_CONDITION', 'An alert needs a condition', 'alert on risk high'],
    ['alert quiet 22:00-07:00 in #csp-ops', 'E_NO_CONDITION', 'An alert needs a condition', 'alert on risk high quiet 22:00-07:00 in #csp-ops'],
    ['alert on outside 25:00-07:00', 'E_DATE_INVALID', 'No clock shows'],
    ['alert on op create_[a-z]+', 'E_UNKNOWN_VALUE', 'looks like a pattern', 'alert on op create_*'],
    ['alert on user .*@partner.example', 'E_BAD_USER', 'is not a sign-in name'],
    ['alert on text "^create_.*order$"', 'E_UNKNOWN_VALUE', 'looks like a pattern', 'alert on text "create"'],
    ['digest daily customer Rele.*', 'E_CUSTOMER_UNKNOWN', 'No customer matches `Rele.*`'],
    ['digest daily app "Fulfil.+"', 'E_UNKNOWN_VALUE', 'looks like a pattern', 'digest daily app Fulfil'],
    ['mute not text "lic[a-z]+" for 1d because "x"', 'E_UNKNOWN_VALUE', 'looks like a pattern', 'mute not text "lic" for 1d because "x"'],
    ['mute user alice@partner.example because "known"', 'E_MISSING_VALUE', 'A mute must end', 'mute user alice@partner.example for 1h because "known"'],
    ['mute user alice@partner.example for 7d', 'E_MISSING_VALUE', 'A mute needs a reason'],
    ['mute user alice@partner.example for 59m because "known"', 'E_LIMIT', 'an hour at least', 'mute user alice@partner.example for 1h because "known"'],
    ['mute user alice@partner.example for 31d because "known"', 'E_LIMIT', '30 days at most'],
    ['mute for 1d because "known"', 'E_NO_CONDITION', 'it would silence everything'],
  ])('answers %s with the cure, and sets nothing up', async (text = '', code = '', says = '', repair = '') => {
    const screen = await type(text);
    if (screen.kind !== 'mistake') throw new Error(`${text}: ${JSON.stringify(screen)}`);

    expect(screen.mistake).toMatchObject({ code, says: expect.stringContaining(says) });
    expect(screen.mistake.cure).not.toBe('');
    expect(screen.mistake.repairs.map(canonical)).toEqual(expect.arrayContaining(repair === '' ? [] : [canonical(repair)]));
    expect([await world.deps.rules.all(), world.posted]).toEqual([[], []]);
  });

  it('takes a mute of an hour and of 30 days', async () => {
    expect((await type('mute user alice@partner.example for 1h because "known"')).kind).toBe('mute-preview');
    expect((await type('mute user alice@partner.example for 30d because "known"')).kind).toBe('mute-preview');
  });

  it('takes for a pattern nothing that a name may hold', async () => {
    expect((await type('alert on text "A. *Datum+ (West) [EU] $5 C:\\d"')).kind).toBe('alert-preview');
  });

  it('says how to invite it to a channel in which it is not', async () => {
    world.answerWith('refused');

    expect(await type('digest daily in <#CPRIVATE|private>')).toMatchObject({ kind: 'problem', whatHappened: expect.stringContaining('Nothing was set up'), whatToDo: expect.any(String) });
    expect(await world.deps.rules.all()).toEqual([]);
  });
});

/** What a command comes to, so that two ways to write one are the same. */
function canonical(text: string): string {
  const command = parseCommand(text, { now: world.deps.clock(), zone: 'UTC' });
  if (command.kind !== 'request') throw new Error(`${text} is no repair`);
  return printRequest(command.request);
}
