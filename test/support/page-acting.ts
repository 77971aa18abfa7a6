/** What a person does in the page, and how they see what comes of it. */
import type { Redis } from 'ioredis';
import type { Locator, Page as Tab } from 'playwright-core';
import { expect } from 'vitest';
import type { Stage } from '../../sandbox/page/stage.ts';
import { type } from '../sandbox/page/browser.ts';

type Label = string | RegExp;

export interface Acting {
  readonly messages: Locator;
  /** The topmost modal. */
  readonly modal: Locator;
  /** Does something, and waits until one message more than before has such a text; gives the newest of them. */
  readonly see: (text: RegExp, action?: () => Promise<unknown>) => Promise<Locator>;
  readonly type: (command: string) => Promise<void>;
  /** Presses the last button of this label among the messages, or wherever it is told to. */
  readonly press: (label: Label, root?: Locator) => Promise<void>;
  /** Opens the last menu of the messages that has this choice, and takes it. */
  readonly choose: (label: string) => Promise<void>;
  /** Opens a channel of the sidebar. */
  readonly open: (channel: string) => Promise<void>;
  /** Waits until the modal shows this, says what it looks like if asked, and closes it. */
  readonly lookInto: (text: RegExp, before?: () => Promise<unknown>) => Promise<void>;
  /** One input of the modal, by its label. */
  readonly field: (label: string) => Locator;
  /** Types into a menu that asks the app, and takes what it offers. */
  readonly pick: (label: string, typed: string, offered: RegExp) => Promise<void>;
  /** Sends the form off; it goes, or says what is wrong. */
  readonly submit: () => Promise<void>;
  readonly refused: (text: RegExp) => Promise<void>;
  /** The modal is gone. */
  readonly gone: () => Promise<void>;
}

/** A person before the page, and what the test needs around them. */
export interface Desk extends Acting {
  readonly tab: Tab;
  readonly stage: Stage;
  readonly shoot: (name: string) => Promise<void>;
  /** Of the bot: its Redis, and how its keys begin. */
  readonly redis: Redis;
  readonly prefix: string;
}

/** Something a person does from its beginning to its end; rejects where they do not see what they should. */
export interface Step {
  readonly name: string;
  readonly walk: (desk: Desk) => Promise<void>;
}

const ANSWER_MS = 20_000;

const exactly = (label: Label): RegExp => (typeof label === 'string' ? new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) : label);

function formsIn(modal: Locator, tab: Tab): Pick<Acting, 'lookInto' | 'field' | 'pick' | 'submit' | 'refused' | 'gone'> {
  const gone = (): Promise<void> => modal.waitFor({ state: 'hidden' });
  const submit = (): Promise<void> => modal.locator('[data-view=submit]').click();
  const field = (label: string): Locator => modal.locator('.bk-input').filter({ has: tab.locator('.bk-label', { hasText: new RegExp(`^${label}`) }) });
  return {
    gone, submit, field,
    lookInto: async (text, before = async () => undefined) => {
      await modal.getByText(text).first().waitFor();
      await before();
      await tab.keyboard.press('Escape');
      await gone();
    },
    pick: async (label, typed, offered) => {
      await field(label).getByRole('combobox').pressSequentially(typed);
      await field(label).getByRole('option', { name: offered }).first().click();
    },
    refused: async (text) => {
      await submit();
      await modal.getByRole('alert').filter({ hasText: text }).first().waitFor();
    },
  };
}

export function actingIn(tab: Tab): Acting {
  const messages = tab.locator('#messages');
  const modal = tab.locator('#modal');
  const like = (text: RegExp): Locator => messages.locator('.message').filter({ hasText: text });
  const forms = formsIn(modal, tab);
  // A bot that answers a form after three seconds is too late for Slack, which asks the person to try again.
  const tryAgain = async (): Promise<void> => {
    if (await modal.locator('.trouble').isVisible()) await forms.submit();
  };

  return {
    messages, modal, ...forms,
    see: async (text, action = async () => undefined) => {
      const before = await like(text).count();
      await action();
      try {
        await expect.poll(async () => {
          await tryAgain();
          return like(text).count();
        }, { timeout: ANSWER_MS }).toBeGreaterThan(before);
      } catch {
        const seen = [...(await messages.locator('.message').allTextContents()).slice(-3), ...await modal.allTextContents()];
        throw new Error(`no further message like ${text}; the newest are, and in the modal stands\n${seen.join('\n')}`);
      }
      return like(text).last();
    },
    type: (command) => type(tab, command),
    press: (label, root = messages) => root.locator('button.bk-button').filter({ hasText: exactly(label) }).last().click(),
    choose: async (label) => {
      const menu = messages.locator('details.bk-overflow').filter({ has: tab.locator('button', { hasText: exactly(label) }) }).last();
      await menu.locator('summary').click();
      await menu.locator('button', { hasText: exactly(label) }).click();
    },
    open: async (channel) => {
      await tab.locator('#sidebar').getByRole('button', { name: channel }).click();
      await tab.getByRole('heading', { name: new RegExp(`${channel}$`) }).first().waitFor();
    },
  };
}
