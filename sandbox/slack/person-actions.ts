/** What people do: type commands, click, fill in forms, open the home tab. */
import { randomUUID } from 'node:crypto';
import { applyClickAck, applyCommandAck } from './acks.ts';
import type { JsonObject } from './block-kit/rules.ts';
import { FORM } from './delivery.ts';
import type { Courier, Delivery, Post, Via } from './delivery.ts';
import { createMessageActions } from './message-actions.ts';
import type { MessageActions } from './message-actions.ts';
import type { SlackMessage } from './messages.ts';
import { commandPayload, eventPayload, shortcutPayload } from './payloads.ts';
import { channelOf, directMessage, personOf } from './state.ts';
import type { SlackState } from './state.ts';
import { isValidated, readableBody } from './traffic.ts';
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

export interface PersonActions extends ViewActions, MessageActions {
  /** A message of a person's own; the bot hears nothing of it. */
  readonly say: (said: { readonly user: string; readonly channel: string; readonly text: string; readonly threadTs?: string }) => SlackMessage;
  /** `text` goes out as it is: see `escapeCommandText` for what Slack makes of typed text. */
  readonly command: (typed: By & { readonly channel: string; readonly text?: string; readonly command?: string }) => Promise<Delivery>;
  /** Opens a tab of the app: the home tab, or the direct messages with it. */
  readonly openHome: (by: By & { readonly tab?: 'home' | 'messages' }) => Promise<Delivery>;
  readonly shortcut: (by: By & { readonly callbackId: string }) => Promise<Delivery>;
  readonly event: (event: JsonObject, via?: Via) => Promise<Delivery>;
  /** Any request at all, over HTTP. */
  readonly deliver: (raw: RawRequest) => Promise<Delivery>;
  /** The same bytes and signature again, or (`fresh`) newly signed, in Socket Mode with a new envelope id. */
  readonly redeliver: (delivery: Delivery, how?: { readonly fresh?: boolean }) => Promise<Delivery>;
}

type Effect = (delivery: Delivery) => void;

const createDeliver = (state: SlackState, courier: Courier): PersonActions['deliver'] =>
  ({ contentType = FORM, signature = 'right', offsetSeconds = 0, headers = {}, ...post }) => {
    const at = Math.trunc(state.now() / 1000) + offsetSeconds;
    const right = signature === 'none' ? {} : courier.signed(post.body, at);
    const wrong = signature === 'wrong' ? { 'x-slack-signature': `v0=${'0'.repeat(64)}` } : {};
    return courier.post({ ...post, headers: { 'content-type': contentType, ...right, ...wrong, ...headers } });
  };

const createOpenHome = (state: SlackState, send: (event: JsonObject, via?: Via) => Promise<Delivery>): PersonActions['openHome'] =>
  ({ user, via, tab = 'home' }) => {
    const home = state.views.home(user);
    return send({
      type: 'app_home_opened', user: personOf(state, user).id, channel: directMessage(state, user).id, tab,
      ...(home === undefined || tab !== 'home' ? {} : { view: viewObject(home, state.team.id) }),
    }, via);
  };

const sentBody = ({ sent }: Delivery): unknown => (sent.via === 'socket'
  ? sent.envelope.payload : readableBody(sent.body, sent.headers['content-type'] ?? ''));

const tellWatchers = (state: SlackState, delivery: Delivery, before: number): void => {
  const { type, elapsedMs, outcome, status, ackBody } = delivery;
  const verdict = isValidated(ackBody) ? { violations: state.violations.slice(before) } : {};
  for (const watch of state.watchers) {
    watch({
      from: 'slack', name: type, at: state.now() - elapsedMs, elapsedMs, outcome: outcome === 'failed' && status !== undefined ? `status ${status}` : outcome,
      request: sentBody(delivery), response: ackBody, ...verdict,
    });
  }
};

export const createPersonActions = (state: SlackState, courier: Courier): PersonActions => {
  const effects = new Map<number, Effect>();
  const settle = (delivery: Delivery, effect: Effect): Delivery => {
    effects.set(delivery.id, effect);
    const before = state.violations.length;
    effect(delivery);
    tellWatchers(state, delivery, before);
    return delivery;
  };
  const interact: Interact = async (type, payload, { via }, effect) =>
    settle(await courier.send({ type, envelopeType: 'interactive', payload, via }), effect);
  const event: PersonActions['event'] = async (inner, via) => {
    const id = `Ev0${randomUUID().slice(0, 8).toUpperCase()}`;
    const payload = eventPayload(state, inner, id);
    return settle(await courier.send({ type: String(inner['type']), envelopeType: 'events_api', payload, via }), () => undefined);
  };

  return {
    ...createViewActions(state, interact),
    ...createMessageActions(state, interact),
    say: ({ user, channel, text, threadTs }) => state.messages.add({
      channel: channelOf(state, channel).id, author: personOf(state, user).id, text, ...(threadTs === undefined ? {} : { threadTs }),
    }),
    event,
    openHome: createOpenHome(state, event),
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
