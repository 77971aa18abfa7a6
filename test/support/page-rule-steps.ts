/** What a person does with digests, alerts and reminders: every button, menu, field and form of them at least once. */
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import type { Step } from './page-acting.ts';

/** Rules are reminded of every minute. */
const REMINDED_MS = 65_000;
/** More rules than 12 are listed with a menu each instead of buttons. */
const MANY_RULES = 12;

export const RULE_STEPS: readonly Step[] = [
  {
    name: 'lists orders that can be cancelled, lists all under them, and asks for reminders',
    walk: async (desk) => {
      const { see, type, press, lookInto } = desk;
      await see(/can still be cancelled/, () => type('/audit commitments'));
      await desk.shoot('commitments');
      await press('Details');
      await lookInto(/^\s*Recorded user/);
      await see(/Newest first/, () => press(/^All [\d,]+ as list$/));
      await see(/Reminder “reminder-1” is set up for the channel/, () => press('Remind here'));
    },
  },
  {
    name: 'sets an alert up, tests it, answers its card, and mutes what is like it',
    walk: async (desk) => {
      const { see, type, press, choose, open, messages, refused, field, submit, gone, lookInto } = desk;
      await open('secops');
      await see(/nothing is set up yet/, () => type('/audit alert pack in #secops'));
      await see(/Alert “CSP security” is set up for the channel/, () => press('Create alert'));
      await see(/Test: CSP security/, () => press('Test'));
      await see(/High risk: GDAP relationship approved/, () => Promise.resolve(desk.stage.knobs.turn('suspicious')));
      await see(/operations for/, () => press('By this customer'));
      await press('Take it');
      await messages.getByText(/Taken by @Dana Admin/).waitFor();
      await choose('Mute like this…');
      await refused(/must be filled in/);
      await field('Reason').locator('input').fill('planned migration');
      await field('For').locator('select').selectOption({ label: '7 days' });
      await field('High risk').locator('input').check();
      await desk.shoot('mute-form');
      await see(/nothing is hidden yet/, submit);
      await gone();
      await see(/keeps these operations out/, () => press('Mute'));
      await see(/that nobody has taken/, () => type('/audit alerts open'));
      await desk.shoot('alerts');
      await press('Details');
      await lookInto(/^\s*Recorded user/);
      await open('csp-ops');
    },
  },
  {
    name: 'keeps an order of which it is reminded',
    walk: async (desk) => {
      const { messages, see, press } = desk;
      // On a slow machine it came long ago, and stands above.
      const older = messages.getByRole('button', { name: 'Show older messages' });
      if (await older.isVisible()) await older.click();
      const reminder = messages.getByText(/^Windows that close within \d+ hours$/).first();
      await reminder.waitFor({ timeout: REMINDED_MS });
      await reminder.scrollIntoViewIfNeeded();
      await desk.shoot('reminder');
      await see(/Kept by @Dana Admin/, () => press('Keep order'));
    },
  },
  {
    name: 'sets a digest up, sends it now, and pauses, resumes, removes and repeats it',
    walk: async (desk) => {
      const { see, type, press, lookInto } = desk;
      const made = await see(/Digest “digest-1” is set up for the channel/, () => type('/audit digest daily at 08:30 in #csp-ops'));
      await desk.stage.knobs.turn('suspicious');
      // The alerts of #secops tell that it was read.
      await desk.tab.locator('#sidebar').getByRole('button', { name: /secops/ }).locator('.unread').waitFor();
      await see(/\d new operations?/, () => press('Send now'));
      await desk.shoot('digest');
      await press('Details');
      await lookInto(/^\s*Recorded user/);
      await see(/Newest first/, () => press('All'));
      await see(/can still be cancelled and close within/, () => press('Open'));
      await see(/“digest-1” is paused/, () => press('Pause'));
      await see(/Rules: 2 of this channel/, () => type('/audit rules'));
      await desk.shoot('rules');
      await see(/“digest-1” goes on/, () => press('Resume'));
      await see(/“digest-1” is removed/, () => press('Remove', made));
      await see(/Digest “digest-1” is set up for/, () => press(/^Run: digest/));
      for (let rule = 0; rule < MANY_RULES; rule += 1) {
        await desk.stage.world.slack.command({ user: PEOPLE.admin.id, channel: CHANNELS.ops.id, text: `digest daily at 07:${10 + rule} to me name "mine ${rule}"` });
      }
      await see(/Rules: \d of this channel, 12 of your own/, () => type('/audit rules'));
      await see(/page 2 of 2/, () => press('Next'));
      await see(/is paused/, () => press('Pause'));
    },
  },
  {
    name: 'sets an alert up by the form of an answer, is told what is wrong, and sees what it would have said',
    walk: async ({ see, type, choose, modal, field, press, refused, submit, gone, shoot }) => {
      await see(/operations by bob/, () => type('/audit user bob@partner.example last 3d'));
      await choose('Alert on this');
      await modal.getByText(/would have/).first().waitFor();
      await field('What it tells').locator('select').selectOption({ label: 'What the fields below say' });
      await field('Filters').locator('textarea').fill('risk high wehn');
      await field('Only when never seen before').getByLabel('App').check();
      await field('Only when more than').locator('input').fill('2 in 10m');
      await field('Only outside').locator('input').fill('07:00-20:00');
      await field('Quiet hours').locator('input').fill('22:00-07:00');
      await field('In quiet hours').locator('input').check();
      await field('Mention').locator('select').selectOption({ label: '@Bea Berlin' });
      await field('Channel').locator('select').selectOption({ label: '#secops' });
      await field('Name').locator('input').fill('at night');
      await refused(/wehn/);
      await shoot('rule-form-refused');
      await field('Filters').locator('textarea').fill('risk high');
      await field('Only when never seen before').getByLabel('App').uncheck();
      await press('Preview', modal);
      await modal.getByText(/Equals the command: alert on risk high more than 2 in 10m outside 07:00-20:00/).waitFor();
      await shoot('rule-form');
      await see(/Alert “at night” is set up for the channel/, submit);
      await gone();
    },
  },
  {
    name: 'sets a digest up by the form of the help, and changes it by the same form',
    walk: async ({ see, type, press, messages, modal, field, submit, gone, shoot }) => {
      await see(/Watch: what is new/, () => type('/audit help'));
      await press('Set up', messages.locator('.bk-section', { hasText: '/audit digest weekdays' }));
      await modal.getByText(/would have/).first().waitFor();
      await field('How often').locator('select').selectOption({ label: 'Every day' });
      await field('At').locator('input').fill('9am');
      await field('Filters').locator('textarea').fill('risk high');
      await field('Nothing new').locator('input').check();
      await field('Channel').locator('select').selectOption({ label: '#csp-ops' });
      await field('Name').locator('input').fill('morning');
      await shoot('rule-form-digest');
      const made = await see(/Digest “morning” is set up for the channel/, submit);
      await gone();
      await press('Edit', made);
      await modal.getByText('Edit digest').waitFor();
      await field('At').locator('input').fill('10:15');
      await see(/“morning”.*10:15/, submit);
      await gone();
    },
  },
];
