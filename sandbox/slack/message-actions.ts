/** What people do with the buttons and menus of a message. */
import { applyClickAck } from './acks.ts';
import type { JsonObject } from './block-kit/rules.ts';
import { actionOf, pick, stateAfter } from './clickables.ts';
import type { Wanted } from './clickables.ts';
import type { Delivery } from './delivery.ts';
import { enterValue, fieldKey, fieldsIn, findField } from './form-values.ts';
import type { Entered, EnteredValue } from './form-values.ts';
import type { SlackMessage } from './messages.ts';
import { messageActionPayload, suggestionPayload } from './payloads.ts';
import { isVisible } from './reading.ts';
import type { SlackState } from './state.ts';
import { needQuery, offeredFor, takeOffer } from './suggestions.ts';
import type { By, Interact } from './view-actions.ts';

type Target = Pick<SlackMessage, 'channel' | 'ts'>;

export interface MessageActions {
  /** Clicks a button, or an option of a menu, by its visible label. */
  readonly click: (click: By & Wanted & { readonly message: Target }) => Promise<Delivery>;
  /** Sets a menu or a picker by its label, its block id or its action id. */
  readonly enterInMessage: (entry: By & { readonly message: Target; readonly label: string; readonly value: EnteredValue }) => Promise<Delivery>;
  /** Types into a menu that asks the bot; `undefined` when loading failed. */
  readonly suggestInMessage: (query: By & { readonly message: Target; readonly label: string; readonly query: string }) => Promise<readonly JsonObject[] | undefined>;
}

const seenMessage = (state: SlackState, user: string, { channel, ts }: Target): SlackMessage => {
  const message = state.messages.find(channel, ts);
  if (message === undefined || !isVisible(state, message, user)) throw new Error(`${user} sees no message ${ts} in ${channel}`);
  return message;
};

export const createMessageActions = (state: SlackState, interact: Interact): MessageActions => {
  const choices = new Map<string, Entered>();
  const before = ({ channel, ts }: Target): Entered => choices.get(`${channel} ${ts}`) ?? new Map();
  const report = (message: SlackMessage, action: JsonObject, entered: Entered, by: By): Promise<Delivery> => {
    choices.set(`${message.channel} ${message.ts}`, entered);
    const payload = messageActionPayload(state, { user: by.user, message, action, entered });
    return interact('block_actions', payload, by, (ack) => applyClickAck(state, by.user, ack));
  };

  return {
    click: async ({ message: target, label, actionId, blockId, value, index, ...by }) => {
      const message = seenMessage(state, by.user, target);
      const found = pick(message.blocks, { label, actionId, blockId, value, index });
      const entered = stateAfter(found, before(target));
      return report(message, actionOf(found, entered), entered, by);
    },
    enterInMessage: async ({ message: target, label, value, ...by }) => {
      const message = seenMessage(state, by.user, target);
      const field = findField(fieldsIn(message.blocks), label);
      const entry = enterValue(field, value, offeredFor(state, target, field));
      const entered = new Map([...before(target), [fieldKey(field), entry]]);
      return report(message, { ...entry, block_id: field.blockId, action_id: field.actionId }, entered, by);
    },
    suggestInMessage: async ({ message: target, label, query, ...by }) => {
      const message = seenMessage(state, by.user, target);
      const field = findField(fieldsIn(message.blocks), label);
      needQuery(field, query);
      let offered: readonly JsonObject[] | undefined;
      const payload = suggestionPayload(state, { user: by.user, field, query, message });
      await interact('block_suggestion', payload, by, (ack) => { offered = takeOffer(state, target, field, ack); });
      return offered;
    },
  };
};
