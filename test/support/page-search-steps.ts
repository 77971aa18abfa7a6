/** What a person does with searches and their answers: every button, menu, field and form of them at least once. */
import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Step } from './page-acting.ts';

const dayBack = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

export const SEARCH_STEPS: readonly Step[] = [
  {
    name: 'runs an example of the help, turns to a topic in place, and opens the search form',
    walk: async (desk) => {
      const { see, type, press, lookInto, messages } = desk;
      await see(/Watch: what is new/, () => type('/audit help'));
      await see(/You may ask everything here/, () => press('Run', messages.locator('.bk-section', { hasText: '/audit whoami' })));
      await messages.locator('select').last().selectOption({ label: 'Times' });
      await messages.locator('.bk-header', { hasText: 'Times' }).waitFor();
      await press('Open search form');
      await lookInto(/Search the audit log/);
    },
  },
  {
    name: 'repairs a mistake by its button, by the form and by the help',
    walk: async (desk) => {
      const { see, type, press, lookInto } = desk;
      await see(/Did you mean customer/, () => type('/audit custmer Relecloud last 7d'));
      await see(/2 operations for Relecloud/, () => press(/^Run: customer Relecloud/));
      await press('Edit search');
      await lookInto(/Not understood, so left out here/);
      await see(/Watch: what is new/, () => press('Help'));
    },
  },
  {
    name: 'fills in every field of the search form, is told what is wrong, and reads the answer in another channel',
    walk: async (desk) => {
      const { press, pick, field, refused, submit, gone, open, messages } = desk;
      await press('Open search form');
      await pick('Customers', 'north', /Northwind/);
      await pick('People', 'bob', /bob@partner/);
      await pick('Operations', 'order', /Order placed/);
      for (const [label, option] of [['Resource types', 'Order'], ['Status', 'Succeeded'], ['Risk', 'High'], ['Risk', 'Medium'], ['Group by', 'Operation']] as const) {
        await field(label).locator('option', { hasText: new RegExp(`^${option}$`) }).click();
      }
      await field('Text').locator('textarea').fill('Premium');
      await field('Time').locator('select').selectOption({ label: 'Last 30 days' });
      await field('First day').locator('input').fill(dayBack(6));
      await field('Last day').locator('input').fill(dayBack(7));
      await field('Answer in').locator('select').selectOption({ label: '#secops' });
      await refused(/A search has one time/);
      await field('Time').locator('select').selectOption('');
      await refused(/before the first day/);
      await desk.shoot('search-form-refused');
      await field('Last day').locator('input').fill(dayBack(4));
      await submit();
      await gone();
      await open('secops');

      await messages.getByText(/^\d+ succeeded operations? for Northwind Traders by bob@partner.example: Order placed/).waitFor();
      await open('csp-ops');
    },
  },
  {
    name: 'turns the pages of an answer, exports it, keeps it, and shares it after a question',
    walk: async (desk) => {
      const { see, type, press, choose } = desk;
      await see(/high-risk operations/, () => type('/audit risk high last 7d'));
      await see(/page 2 of/, () => press('Next'));
      await see(/page 1 of/, () => press('Previous'));
      await see(/is in your direct messages/, () => press('Export CSV'));
      await see(/Kept in your direct messages/, () => choose('Keep'));
      await see(/There are guests in this channel/, () => press('Share to channel'));
      await see(/@Dana Admin shared the answer to/, () => press('Share to channel'));
      await desk.shoot('shared');
    },
  },
  {
    name: 'explains and edits a search, saves it under a name, and finds it again',
    walk: async (desk) => {
      const { see, type, press, choose, lookInto, refused, field, submit, gone, messages } = desk;
      await see(/this is how it would be read/, () => choose('Explain'));
      await choose('Edit search');
      await lookInto(/Search the audit log/, () => desk.shoot('search-form'));
      await choose('Save search');
      await refused(/must be filled in/);
      await field('Name').locator('input').fill('risky');
      await see(/Saved as “risky”/, async () => {
        await submit();
        await gone();
      });
      await see(/high-risk operations/, () => press('Run'));
      await see(/Your 1 saved search/, () => type('/audit saved'));
      await see(/There are guests in this channel: they would see this search/, () => messages.locator('select').last().selectOption({ label: 'risky' }));
      await see(/@Dana Admin shared a saved search: /, () => press('Share to channel'));
      await see(/Your last \d+ searches/, () => type('/audit history'));
      await desk.shoot('history');
    },
  },
  {
    name: 'gets the file, which holds every record of the answer',
    walk: async (desk) => {
      await desk.open('Partner Center Audit');
      const download = desk.tab.waitForEvent('download');
      await desk.tab.getByRole('link', { name: /download/ }).last().click();
      const file = await download;
      await desk.shoot('direct-message');
      const [found = ''] = /\d+(?= high-risk operations)/.exec(await desk.messages.innerText()) ?? [];

      expect(file.suggestedFilename()).toMatch(/^audit-[\d-]+-to-[\d-]+\.csv$/);
      const [head, ...lines] = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
      expect(head).toContain('operationDate,operationType');
      expect(lines).toHaveLength(Number(found));
      await desk.open('csp-ops');
    },
  },
  {
    name: 'follows a record to its user, its customer, its session and its correlation, and reads it as JSON',
    walk: async (desk) => {
      const { see, type, press, lookInto, modal } = desk;
      const answer = await see(/14 operations by eve/, () => type('/audit user eve@partner.example op delete_customer_user last 30d'));
      const follow = (label: string) => async (): Promise<void> => {
        await press('Details', answer);
        await modal.getByText(/^\s*Recorded user/).waitFor();
        await press(label, modal);
        await lookInto(/the answer follows in the conversation/);
      };
      await press('Details', answer);
      await modal.getByText(/^\s*Recorded user/).waitFor();
      await desk.shoot('record');
      await press('Raw JSON', modal);
      await modal.getByText('2 of 3').waitFor();
      await modal.getByText('"operationType"').waitFor();
      await desk.tab.keyboard.press('Escape');
      await lookInto(/^\s*Recorded user/);
      await see(/operations by eve/, follow('By this user'));
      await see(/operations for/, follow('By this customer'));
      await see(/operation/, follow('Same session'));
    },
  },
  {
    name: 'goes from counts to records, from a comparison to its spans, and from words to searches',
    walk: async (desk) => {
      const { see, type, press, lookInto, modal, messages } = desk;
      await see(/By customer: \d+ of \d+ groups/, () => type('/audit by customer last 30d'));
      await desk.shoot('counts');
      await see(/operations? for (?!all)/, () => messages.locator('select').last().selectOption({ index: 1 }));
      await see(/Newest first/, () => press(/^Run: .* as list$/));
      await see(/than in the equal span before/, () => type('/audit compare last 7d'));
      await see(/operations for all customers/, () => press(/^Run: \d+ \w+ /));
      await see(/these days; none fits/, () => type('/audit customer Relecloud op delete_customer_user last 7d'));
      await see(/2 operations for Relecloud/, () => press(/^Run: customer Relecloud/));
      await see(/operations for “order”/, () => type('/audit operations order'));
      await see(/Partner Center does not know this id/, () => type('/audit record abc'));
      await see(/failed operations by bob/, () => type('/audit failed user bob@partner.example last 7d'));
      await press('Details');
      await modal.getByText(/^\s*Recorded user/).waitFor();
      await press('Same correlation', modal);
      await lookInto(/the answer follows in the conversation/);
    },
  },
  {
    name: 'stops a search, runs a failed one again, and one whose answer is no longer kept',
    walk: async (desk) => {
      const { see, type, press } = desk;
      let isBroken = false;
      desk.stage.world.partnerCenter.faults.whenever(() => (isBroken ? { kind: 'forbidden', code: '900329' } : undefined));
      await desk.stage.knobs.turn('storm');
      await see(/Fabrikam.*the answer follows/, () => type('/audit customer Fabrikam last 6d'));
      await see(/Stopped: nothing more is read/, () => press('Cancel'));
      await desk.stage.knobs.turn('storm');
      isBroken = true;
      await see(/Correlation id/, () => type('/audit customer Relecloud last 4d'));
      await desk.shoot('failure');
      isBroken = false;
      await see(/operations? for Relecloud/, () => press('Run again'));
      await see(/page 1 of/, () => type('/audit risk high last 5d'));
      await desk.redis.del(...await desk.redis.keys(`${desk.prefix}:result:*`));
      await see(/This answer is no longer kept/, () => press('Next'));
      await see(/page 1 of/, () => press('Run again'));
    },
  },
  {
    name: 'opens App Home and the shortcut, and is answered by direct message',
    walk: async (desk) => {
      const { see, press, open, lookInto, messages, field, submit, modal } = desk;
      await open('Partner Center Audit');
      await desk.tab.getByRole('tab', { name: 'Home' }).click();
      const home = desk.tab.locator('#home');
      await home.getByText('Your saved searches').waitFor();
      await desk.shoot('app-home');
      await press('Open search form', home);
      await lookInto(/Search the audit log/);
      await press('Run', home);
      await desk.tab.getByRole('tab', { name: 'Messages' }).click();
      await messages.getByText(/high-risk operations/).last().waitFor();
      await desk.tab.getByLabel('Shortcuts').click();
      await desk.tab.locator('.pop').getByRole('button', { name: /Search/ }).click();
      await modal.getByText('Search the audit log').waitFor();
      await field('Status').locator('option', { hasText: 'Failed' }).click();
      await see(/^.*\d failed operations/, submit);
    },
  },
];
