/** What a person sees: messages in order with edits applied, modals, the home tab; and waiting for it. */
import type { JsonObject } from './block-kit/rules.ts';
import { stateValues, textOf } from './form-values.ts';
import { canRead } from './messages.ts';
import type { SlackMessage } from './messages.ts';
import { directMessage, personOf } from './state.ts';
import type { SlackState } from './state.ts';
import type { OpenView } from './views.ts';

/** Long enough for a machine that is busy or stood still for seconds. */
const WAIT_MS = 20_000;

export interface ShownView {
  readonly id: string;
  readonly user: string;
  readonly type: 'modal' | 'home';
  readonly title: string;
  readonly submit: string;
  readonly close: string;
  readonly callbackId: string;
  readonly externalId: string;
  readonly privateMetadata: string;
  readonly hash: string;
  readonly blocks: readonly JsonObject[];
  /** `state.values` as an app would get them. */
  readonly values: JsonObject;
  /** Shown beside inputs after a refused submission, by block id. */
  readonly errors: Readonly<Record<string, string>>;
  /** 1 for the root modal. */
  readonly depth: number;
}

interface Wait<Seen> {
  readonly where?: (seen: Seen) => boolean;
  readonly timeoutMs?: number;
}

export interface Reading {
  /** Newest last. A viewer who cannot see the channel sees nothing. */
  readonly messages: (place: { readonly channel: string; readonly viewer: string }) => readonly SlackMessage[];
  /** The person's direct message with the bot. */
  readonly dms: (user: string) => readonly SlackMessage[];
  readonly dmChannel: (user: string) => string;
  /** The topmost open modal. */
  readonly currentView: (user: string) => ShownView | undefined;
  readonly homeView: (user: string) => ShownView | undefined;
  /** Resolves at once if such a message is already there; `channel` left out means anywhere. Rejects after 20 s. */
  readonly waitForMessage: (wanted: Wait<SlackMessage> & { readonly channel?: string; readonly viewer: string }) => Promise<SlackMessage>;
  readonly waitForView: (wanted: Wait<ShownView> & { readonly user: string; readonly surface?: 'modal' | 'home' }) => Promise<ShownView>;
}

/** Whether this person sees the message. */
export const isVisible = (state: SlackState, message: SlackMessage, viewer: string): boolean => {
  if (message.ephemeralTo !== undefined) return message.ephemeralTo === viewer;
  const person = personOf(state, viewer);
  const channel = state.channels.get(message.channel);
  const isOutsider = person.isGuest === true || person.isStranger === true || person.isDeactivated === true;
  return channel !== undefined && canRead(channel, { id: viewer, isOutsider });
};

const shown = (state: SlackState, view: OpenView | undefined): ShownView | undefined => {
  if (view === undefined) return undefined;
  const { content } = view;
  const word = (key: string): string => (typeof content[key] === 'string' ? content[key] : '');
  return {
    id: view.id, user: view.user, type: content['type'] === 'home' ? 'home' : 'modal',
    title: textOf(content['title']), submit: textOf(content['submit']), close: textOf(content['close']),
    callbackId: word('callback_id'), externalId: word('external_id'), privateMetadata: word('private_metadata'),
    hash: view.hash, blocks: view.blocks, errors: view.errors,
    values: stateValues(view.blocks, view.entered),
    depth: state.views.stack(view.user).findIndex(({ id }) => id === view.id) + 1,
  };
};

/** Looks now and after every change, until `timeoutMs` or the stand-in is closed. */
const waitUntil = <Seen>(state: SlackState, look: () => Seen | undefined, timeoutMs: number, describe: () => string): Promise<Seen> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      state.listeners.delete(check);
      state.closing.signal.removeEventListener('abort', giveUp);
    };
    const giveUp = (): void => { stop(); reject(new Error(describe())); };
    const check = (): void => {
      const seen = look();
      if (seen === undefined) return;
      stop();
      resolve(seen);
    };
    const timer = setTimeout(giveUp, timeoutMs);
    state.listeners.add(check);
    state.closing.signal.addEventListener('abort', giveUp);
    check();
  });

export const createReading = (state: SlackState): Reading => {
  const messages: Reading['messages'] = ({ channel, viewer }) =>
    state.messages.all().filter((message) => message.channel === channel && isVisible(state, message, viewer));
  const currentView = (user: string): ShownView | undefined => shown(state, state.views.stack(user).at(-1));
  const homeView = (user: string): ShownView | undefined => shown(state, state.views.home(user));

  return {
    messages, currentView, homeView,
    dmChannel: (user) => directMessage(state, user).id,
    dms: (user) => messages({ channel: directMessage(state, user).id, viewer: user }),
    waitForMessage: ({ channel, viewer, where = () => true, timeoutMs = WAIT_MS }) => {
      const visible = (): readonly SlackMessage[] => state.messages.all()
        .filter((message) => (channel === undefined || message.channel === channel) && isVisible(state, message, viewer));
      return waitUntil(state, () => visible().find(where), timeoutMs, () =>
        `no such message for ${viewer} within ${timeoutMs} ms; there is: ${visible().map(({ text }) => JSON.stringify(text)).join(', ') || 'nothing'}`);
    },
    waitForView: ({ user, surface = 'modal', where = () => true, timeoutMs = WAIT_MS }) => {
      const look = (): ShownView | undefined => (surface === 'home' ? homeView(user) : currentView(user));
      return waitUntil(state, () => {
        const view = look();
        return view !== undefined && where(view) ? view : undefined;
      }, timeoutMs, () => `no such ${surface} for ${user} within ${timeoutMs} ms; there is: ${look()?.title ?? 'none'}`);
    },
  };
};
