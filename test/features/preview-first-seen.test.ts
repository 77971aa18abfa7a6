import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/command/parse.ts';
import { answerRequest } from '../../src/features/answer-request.ts';
import { setUpRule } from '../../src/features/set-up-rule.ts';
import type { Screen } from '../../src/features/screens.ts';
import { createRenderer } from '../../src/slack/blocks/render.ts';
import { at } from '../support/alerting.ts';
import { commandDeps } from '../support/command-deps.ts';
import { testConnection } from '../support/connection.ts';
import { watchingWorld } from '../support/watching.ts';

const storage = testConnection();
const NOW = '2026-11-21T13:00:00Z';
const PLACE = { responseUrl: '', openUntil: 0, userId: 'UADMIN', channelId: 'COPS' };

/** A copy of the newest days, some of them missing, in which people act on some days. */
function world(part: string, acts: readonly (readonly [user: string, day: string])[], holds: (day: string) => boolean = () => true) {
  const slack = watchingWorld({ ...storage, prefix: `${storage.prefix}:${part}` }, NOW);
  for (const [user, day] of acts) slack.add(at(0, { id: `${user} ${day}`, userPrincipalName: user, operationDate: `${day}T09:00:00.0000000Z`, operationType: 'update_customer_user_licenses' }));
  const { copy } = slack.deps;
  const read: typeof copy.read = async (day) => {
    const { facts, ...held } = await copy.read(day);
    return facts && holds(day) ? { ...held, facts } : { ...held, rows: [] };
  };
  const watching = { ...slack.deps, copy: { ...copy, read } };
  const say = (screen: Screen): string => JSON.stringify(createRenderer('/audit')(screen).rich);
  return {
    async type(text: string): Promise<string> {
      const command = parseCommand(text, { now: new Date(NOW), zone: 'UTC' });
      if (command.kind !== 'request') throw new Error(text);
      const person = await slack.deps.people.find('UADMIN');
      if (!person) throw new Error('nobody');
      return say(await answerRequest({ ...commandDeps().deps, watching }, { id: 'x', place: PLACE, zone: 'UTC', person }, command));
    },
    confirm: async (command: string) => say(await setUpRule({ ...watching, defaultZone: 'UTC' }, { id: 'x', place: PLACE, what: 'shown', command })),
  };
}

const KNOWN = ['known@partner.example', '2026-09-01'] as const;
const [AGAIN, NEW] = [['known@partner.example', '2026-11-10'], ['new@partner.example', '2026-11-15']] as const;

describe('features/preview-alert of what is seen for the first time', () => {
  it('counts what was never seen in the days before, as far as they are held', async () => {
    const text = await world('counted', [KNOWN, AGAIN, NEW]).type('alert on first-seen user');

    expect(text).toContain('would have fired once in the last 30 days, telling of 1 operation.');
    expect(text).not.toContain('first time');
  });

  it('judges no day that has no 30 days before it, and says how many it judged', async () => {
    const text = await world('some', [AGAIN, NEW], (day) => day >= '2026-10-12').type('alert on first-seen user');

    expect(text).toContain('would have fired once in the last 30 days, telling of 1 operation.');
    expect(text).toContain('What is seen for the first time could be judged on 11 of the 31 UTC days looked at: before the others fewer than 30 days could be looked at.');
  });

  it('counts no day that is not held among those it could not judge', async () => {
    const { type } = world('gap', [KNOWN, AGAIN, NEW], (day) => day !== '2026-11-21');
    const short = world('both', [AGAIN, NEW], (day) => day >= '2026-10-12' && day !== '2026-11-21');

    const [all, some] = [await type('alert on first-seen user'), await short.type('alert on first-seen user')];

    expect(all).toContain('Only 30 of the 31 UTC days that these 30 days touch could be looked at here.');
    expect(all).not.toContain('could be judged on');
    expect(some).toContain('could be judged on 10 of the 30 UTC days looked at: before the others fewer than 30 days could be looked at.');
  });

  it('says nothing of an alert that it cannot judge but that, in the preview and in a test', async () => {
    const { type, confirm } = world('none', [KNOWN, AGAIN, NEW], (day) => day >= '2026-11-01');
    const text = await type('alert on first-seen user, app');
    await confirm('alert on first-seen user name "newcomers"');

    expect(text).toContain('What “alert-1” would have said in the last 30 days cannot be judged: before none of them could 30 days be looked at.');
    expect(text).toContain('It is still learning: 0 of 30 days looked at. Until then it stays silent.');
    expect(text).not.toContain('would have said nothing');
    expect(await type('test newcomers')).toContain('What “newcomers” would have said in the last 30 days cannot be judged');
  });

  it('says of the pack which part it could not judge', async () => {
    const acts = [[KNOWN[0], '2026-11-20'], NEW] as const;
    const held = await world('pack', acts).type('alert pack');
    const short = await world('pack short', acts, (day) => day >= '2026-11-01').type('alert pack');

    expect(held).toContain('would have fired 2 times in the last 30 days, telling of 2 operations');
    expect(short).toContain('would have said nothing in the last 30 days, first sightings aside: these could be judged on none of them.');
    expect(short).toContain('What is seen for the first time is still being learned: 0 of 30 days looked at. Until then it stays untold.');
  });

  it('shows the newest card of a first sighting in a test', async () => {
    const { type, confirm } = world('test', [KNOWN, AGAIN, NEW]);
    await confirm('alert on first-seen user name "newcomers"');

    expect(await type('test newcomers')).toContain('Test: User first seen in the days held');
  });
});
