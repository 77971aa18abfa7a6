import { describe, expect, it } from 'vitest';
import { memoryResults } from '../../sandbox/memory.ts';
import { keepResult } from '../../src/features/keep-result.ts';
import type { AnswerPlace } from '../../src/features/answer-ports.ts';
import type { Audience, Person } from '../../src/features/people-ports.ts';
import type { Once } from '../../src/features/ports.ts';
import type { Screen } from '../../src/features/screens.ts';
import { shareResult, type ShareDeps } from '../../src/features/share-result.ts';
import { createLogger } from '../../src/runtime/logger.ts';
import { aRecord } from '../support/records.ts';
import { someFacts } from '../support/results.ts';

const ID = 'result-0000000000000001';
const MEMBER: Person = { id: 'U0ONE', teamId: 'T0', isAdmin: false, isGuest: false, isBot: false, isDeactivated: false, isStranger: false };
const PLACE: AnswerPlace = { responseUrl: 'x', openUntil: 1, userId: 'U0ONE', channelId: 'C0OPS' };

function memoryOnce(): Once {
  const taken = new Set<string>();
  return { take: async (key) => !taken.has(key) && Boolean(taken.add(key)), giveBack: async (key) => void taken.delete(key) };
}

/** An answer of one record, in a channel with this audience. */
async function sharing(audience: Audience, parts: { readonly person?: Person; readonly takes?: boolean } = {}) {
  const results = memoryResults();
  const writer = results.begin(ID);
  await writer.append([aRecord()]);
  await writer.finish(someFacts({ id: ID, listed: 1 }), [0]);
  const shown: Screen[] = [];
  const slack = { takes: parts.takes ?? true, broken: false };
  const deps: ShareDeps = {
    results, once: memoryOnce(), log: createLogger('silent'),
    audiences: { of: async () => audience },
    answers: { share: async (_, screen) => slack.takes && Boolean(shown.push(screen)) },
    people: { find: async () => parts.person ?? MEMBER, isInGroup: async () => undefined },
    policy: { rules: [{ kind: 'everyone' }], organisation: { teamId: 'T0' } },
    defaultZone: 'UTC',
  };
  const press = (kind: 'share' | 'share-anyway' = 'share', place = PLACE) => shareResult(deps, place, { kind, resultId: ID, page: 0 });
  const kept: Screen[] = [];
  const keep = () => keepResult({ ...deps, answers: { keep: async (_, screen) => {
    if (slack.broken) throw new Error('Slack is away');
    kept.push(screen);
  } } }, PLACE, ID, 0);
  return { press, shown, keep, kept, slack };
}

describe('features/share-result', () => {
  it('shows the page to a channel of members, naming who shared it', async () => {
    const { press, shown } = await sharing('members');

    expect(await press()).toMatchObject({ kind: 'notice', text: expect.stringContaining('Shared') });
    expect(shown).toMatchObject([{ kind: 'summary', sharedBy: 'U0ONE', page: 0 }]);
  });

  it('shares once when it is pressed twice at once', async () => {
    const { press, shown } = await sharing('members');

    const said = await Promise.all([press(), press()]);

    expect(shown).toHaveLength(1);
    expect(said.map((screen) => screen.kind === 'notice' && screen.text.includes('not posted again'))).toEqual([false, true]);
  });

  it.each([['guests', 'guests'], ['unknown', 'unknown'], ['hidden', 'unknown']] as const)('asks first where the readers are %s, then does as it is told', async (audience, asked) => {
    const { press, shown } = await sharing(audience);

    expect(await press()).toEqual({ kind: 'share-question', what: { kind: 'answer', resultId: ID, page: 0 }, audience: asked });
    expect(shown).toEqual([]);
    expect(await press('share-anyway')).toMatchObject({ kind: 'notice' });
    expect(shown).toHaveLength(1);
  });

  it.each(['outsiders', 'direct'] as const)('refuses (%s), however often it is told', async (audience) => {
    const { press, shown } = await sharing(audience);

    expect([await press(), await press('share-anyway')]).toMatchObject([{ kind: 'notice' }, { kind: 'notice' }]);
    expect(shown).toEqual([]);
  });

  it('shares nothing from where there is no channel, nor for whoever may not see it', async () => {
    const { channelId: _, ...nowhere } = PLACE;
    const guest = await sharing('members', { person: { ...MEMBER, isGuest: true } });

    expect(await (await sharing('members')).press('share', nowhere)).toMatchObject({ kind: 'notice', text: expect.stringContaining('no channel') });
    expect(await guest.press()).toMatchObject({ kind: 'refused', refusal: 'guest' });
    expect(guest.shown).toEqual([]);
  });

  it('can be pressed again when Slack did not take it', async () => {
    const { press, shown, slack } = await sharing('members', { takes: false });

    expect(await press()).toMatchObject({ kind: 'problem' });
    slack.takes = true;
    expect(await press()).toMatchObject({ kind: 'notice' });
    expect(shown).toHaveLength(1);
  });
});

describe('features/keep-result', () => {
  it('keeps once within a minute, and again when Slack failed', async () => {
    const { keep, kept, slack } = await sharing('members');
    slack.broken = true;

    await expect(keep()).rejects.toThrow('Slack is away');
    slack.broken = false;
    await Promise.all([keep(), keep()]);

    expect(kept).toHaveLength(1);
    expect(await keep()).toMatchObject({ kind: 'notice', text: expect.stringContaining('within the last minute') });
  });
});
