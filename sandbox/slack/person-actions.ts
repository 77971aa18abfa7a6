/** What people do: type commands, click, fill in forms, open the home tab. */
import { randomUUID } from 'node:crypto';
import { applyClickAck, applyCommandAck } from './acks.ts';
import type { JsonObject } from './block-kit/rules.ts';
import { actionOf, pick, stateAfter } from './clickables.ts';
import type { Wanted } from './clickables.ts';
import { FORM } from './delivery.ts';
import type { Courier, Delivery, Post, Via } from './delivery.ts';
import type { Entered } from './form-values.ts';
import type { SlackMessage } from './messages.ts';
import { commandPayload, eventPayload, messageActionPayload, shortcutPayload } from './payloads.ts';
import { isVisible } from './reading.ts';
import { directMessage, personOf } from './state.ts';
import type { SlackState } from './state.ts';
import { createViewActions } from './view-actions.ts';
import type { By, Interact, ViewActions } from './view-actions.ts';
import { viewObject } from './views.ts';

export interface RawRequest extends Omit<Post, 'headers'> {
  readonly contentType?: string;
  /** `wrong` signs with nonsense; `none` sends neither header. */
  readonly signature?: 'right' | 'wrong' | 'none';
  /** Moves the signed timestamp, for old (−) and future (+) requests. */
  readonly offsetSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface PersonActions extends ViewActions {
  /** `text` goes out as it is: see `escapeCommandText` for what Slack makes of typed text. */
  readonly command: (typed: By & { readonly channel: string; readonly text?: string; readonly command?: string }) => Promise<Delivery>;
  /** Clicks a button, or an option of a menu, by its visible label. */
  readonly click: (click: By & Wanted & { readonly message: Pick<SlackMessage, 'channel' | 'ts'> }) => Promise<Delivery>;
  readonly openHome: (by: By) => Promise<Delivery>;
  readonly shortcut: (by: By & { readonly callbackId: string }) => Promise<Delivery>;
  readonly event: (event: JsonObject, via?: Via) => Promise<Delivery>;
  /** Any request at all, over HTTP. */
  readonly deliver: (raw: RawRequest) => Promise<Delivery>;
  /** The same bytes and signature again, or (`fresh`) newly signed, in Socket Mode with a new envelope id. */
  readonly redeliver: (delivery: Delivery, how?: { readonly fresh?: boolean }) => Promise<Delivery>;
}

type Effect = (delivery: Delivery) => void;

const createClick = (state: SlackState, interact: Interact): PersonActions['click'] => {
  const choices = new Map<string, Entered>();
  return async ({ message: { channel, ts }, label, actionId, index, ...by }) => {
    const message = state.messages.find(channel, ts);
    if (message === undefined || !isVisible(state, message, by.user)) throw new Error(`${by.user} sees no message ${ts} in ${channel}`);
    const found = pick(message.blocks, { label, actionId, index });
    const entered = stateAfter(found, choices.get(`${channel} ${ts}`) ?? new Map());
    choices.set(`${channel} ${ts}`, entered);
    const payload = messageActionPayload(state, { user: by.user, message, action: actionOf(found, entered), entered });
    return interact('block_actions', payload, by, (ack) => applyClickAck(state, by.user, ack));
  };
};

const createDeliver = (state: SlackState, courier: Courier): PersonActions['deliver'] =>
  ({ contentType = FORM, signature = 'right', offsetSeconds = 0, headers = {}, ...post }) => {
    const at = Math.trunc(state.now() / 1000) + offsetSeconds;
    const right = signature === 'none' ? {} : courier.signed(post.body, at);
    const wrong = signature === 'wrong' ? { 'x-slack-signature': `v0=${'0'.repeat(64)}` } : {};
    return courier.post({ ...post, headers: { 'content-type': contentType, ...right, ...wrong, ...headers } });
  };

const createOpenHome = (state: SlackState, send: (event: JsonObject, via?: Via) => Promise<Delivery>): PersonActions['openHome'] =>
  ({ user, via }) => {
    const home = state.views.home(user);
    return send({
      type: 'app_home_opened', user: personOf(state, user).id, channel: directMessage(state, user).id, tab: 'home',
      ...(home === undefined ? {} : { view: viewObject(home, state.team.id) }),
    }, via);
  };

export const createPersonActions = (state: SlackState, courier: Courier): PersonActions => {
  const effects = new Map<number, Effect>();
  const settle = (delivery: Delivery, effect: Effect): Delivery => {
    effects.set(delivery.id, effect);
    effect(delivery);
    return delivery;
  };
  const interact: Interact = async (type, payload, { via }, effect) =>
    settle(await courier.send({ type, envelopeType: 'interactive', payload, via }), effect);
  const event: PersonActions['event'] = (inner, via) => {
    const id = `Ev0${randomUUID().slice(0, 8).toUpperCase()}`;
    return courier.send({ type: String(inner['type']), envelopeType: 'events_api', payload: eventPayload(state, inner, id), via });
  };

  return {
    ...createViewActions(state, interact),
    event,
    openHome: createOpenHome(state, event),
    click: createClick(state, interact),
    deliver: createDeliver(state, courier),
    command: async ({ text = '', command = '/audit', via, user, channel }) => {
      const typed = { user, channel, command, text };
      const payload = commandPayload(state, typed);
      const delivery = await courier.send({ type: 'slash_commands', envelopeType: 'slash_commands', payload, via });
      return settle(delivery, (ack) => applyCommandAck(state, typed, ack));
    },
    shortcut: ({ callbackId, ...by }) =>
      interact('shortcut', shortcutPayload(state, by.user, callbackId), by, (ack) => applyClickAck(state, by.user, ack)),
    redeliver: async (delivery, { fresh = false } = {}) =>
      settle(await courier.repeat(delivery, { fresh }), effects.get(delivery.id) ?? (() => undefined)),
  };
};
