import { describe, expect, it } from 'vitest';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import { listRules } from '../../src/features/list-rules.ts';
import { raiseAlerts } from '../../src/features/raise-alerts.ts';
import { keepOrder, remindCommitments } from '../../src/features/remind-commitments.ts';
import { setUpRule } from '../../src/features/set-up-rule.ts';
import { createRenderer } from '../../src/slack/blocks/render.ts';
import { at, HOUR, password } from '../support/alerting.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { watchingWorld, type WatchingWorld } from '../support/watching.ts';

const storage = testConnection();
const LIVE = new AbortController().signal;
const PLACE = { responseUrl: '', openUntil: 0, userId: 'UADMIN', channelId: 'COPS' };

async function world(part: string, ...commands: readonly string[]): Promise<WatchingWorld> {
  const slack = watchingWorld({ ...storage, prefix: `${storage.prefix}:${part}` }, '2026-11-21T12:00:00Z');
  for (const command of commands) await setUpRule({ ...slack.deps, defaultZone: 'UTC' }, { id: 'x', place: PLACE, what: 'shown', command });
  return slack;
}

/** What `rules` says each rule has done. */
async function listed({ deps }: WatchingWorld): Promise<readonly string[]> {
  const screen = await listRules(deps, { id: 'x', place: PLACE, zone: 'UTC' });
  const texts = createRenderer('/audit')(screen).plain.blocks.flatMap((block) => (block.type === 'section' ? [block.text?.text ?? ''] : []));
  return texts.flatMap((text) => text.split('\n')).filter((line) => /^(?:on|paused|not delivered) /.test(line));
}

async function look(slack: WatchingWorld): Promise<void> {
  await raiseAlerts(slack.deps, LIVE);
  await deliverDue(slack.deps, LIVE);
}

describe('features/list-rules', () => {
  it('says when an alert last fired and was delivered, and what went wrong', async () => {
    const slack = await world('alert', 'alert on risk high');
    expect(await listed(slack)).toEqual([expect.stringMatching(/^on · not fired yet · nothing delivered yet/)]);

    slack.add(password(0, { id: 'a' }));
    await look(slack);
    expect(await listed(slack)).toEqual([expect.stringMatching(/^on · last fired 21 Nov 12:00 UTC · last delivered 21 Nov 12:00 UTC · set up by/)]);
    slack.at('2026-11-21T14:00:00Z');
    slack.add(password(2 * HOUR, { id: 'b', userPrincipalName: 'bob@partner.example' }));
    slack.answerWith('refused');
    await look(slack);

    expect(await listed(slack)).toEqual([expect.stringMatching(/^not delivered since 21 Nov 14:00 UTC .*last fired 21 Nov 14:00 UTC · last delivered 21 Nov 12:00 UTC · last error: is_archived/)]);
  });

  it('says of which post nobody knows whether it stands, also after later ones were delivered', async () => {
    const slack = await world('unconfirmed', 'alert on risk high');
    slack.add(password(0, { id: 'a' }));
    slack.answerWith('lost', 'lost');
    await look(slack);
    slack.at('2026-11-21T12:01:00Z');
    await look(slack);
    slack.at('2026-11-21T14:00:00Z');
    slack.add(password(2 * HOUR, { id: 'b' }));
    await look(slack);

    expect(await listed(slack)).toEqual([expect.stringMatching(/^on · .*last delivered 21 Nov 14:00 UTC · a post of 21 Nov 12:01 UTC may be missing: Slack did not confirm it · set up by/)]);

    slack.at('2026-11-28T12:01:01Z');
    expect(await listed(slack)).toEqual([expect.not.stringContaining('may be missing')]);
  });

  it('says how much an alert holds back, and until when', async () => {
    const slack = await world('held', 'alert pack quiet 22:00-07:00', 'alert on category billing quiet 12:00-16:00 name "bills"');
    slack.add(at(0, { id: 'a', operationType: 'add_customer' }));
    slack.add(at(1, { id: 'b', operationType: 'export_price_list' }));
    slack.add(at(2, { id: 'c', operationType: 'update_order' }));

    await look(slack);

    expect(await listed(slack)).toEqual([expect.stringMatching(/1 held back until 21 Nov 15:00 UTC/), expect.stringMatching(/2 held back until 21 Nov 13:00 UTC/)]);
  });

  it('says what a mute has held back so far', async () => {
    const slack = await world('mute', 'mute user alice@partner.example for 2d because "known"', 'alert on user alice@partner.example');
    expect((await listed(slack)).at(-1)).toContain('nothing held back yet');
    slack.add(at(0, { id: 'a' }));

    await look(slack);

    expect((await listed(slack)).at(-1)).toMatch(/^on · ends 23 Nov 13:00 CET · 1 held back, last 21 Nov 12:00 UTC/);
  });

  it('logs who keeps an order', async () => {
    const slack = await world('keep');
    slack.add(aRecord({ id: 'o', operationDate: '2026-11-15T10:00:00.0000000Z', resourceNewValue: JSON.stringify({ LineItems: [{ OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', TermDuration: 'P1Y', Quantity: 4 }] }) }));
    const made = await setUpRule({ ...slack.deps, defaultZone: 'UTC' }, { id: 'x', place: PLACE, what: 'reminder', command: 'commitments' });
    const ruleId = made.kind === 'rule-made' ? made.rule.id : '';
    await remindCommitments(slack.deps, LIVE);
    const logged: unknown[] = [];
    const note = (fields: object, text: string): void => void logged.push([text, fields]);

    await keepOrder({ ...slack.deps, log: { ...slack.deps.log, info: note } }, PLACE, { ruleId, batch: '2026-11-15.0' });

    expect(logged).toEqual([['order kept: its reminders end', { user: 'UADMIN', rule: ruleId, batch: '2026-11-15.0' }]]);
  });
});
