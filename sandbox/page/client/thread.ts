/** The open thread: its messages and a box to reply in. */
import type { DrawnMessage } from '../wire.ts';
import { act, getJson, type App } from './app.ts';
import { createComposer } from './composer.ts';
import { el } from './dom.ts';
import { createMessageList, type Fetched, type MessageList } from './message-list.ts';

export interface Thread {
  readonly open: (message: DrawnMessage) => void;
  readonly forget: () => void;
  readonly content: () => readonly HTMLElement[];
  /** A message that changed, if it belongs to the open thread. */
  readonly put: (message: DrawnMessage) => void;
}

export function createThread(app: App, drawn: (article: HTMLElement, message: DrawnMessage) => void): Thread {
  let parent: DrawnMessage | undefined;
  let list: MessageList | undefined;

  const load = (into: MessageList, { channel, ts }: DrawnMessage): Promise<void> => {
    const { viewer, openedAt } = app.workspace;
    return into.load(getJson<Fetched>('/messages', { viewer, channel, thread: ts, openedAt: String(openedAt) }));
  };
  return {
    open: (message) => { parent = message; },
    forget: () => {
      parent = undefined;
      list = undefined;
    },
    content: () => {
      if (parent === undefined) return [];
      const { channel, ts } = parent;
      list = createMessageList({ root: el('div', { class: 'messages', role: 'region', 'aria-label': 'Messages of the thread', tabindex: '0' }), drawn, empty: () => el('p', { class: 'empty' }, '…') });
      const composer = createComposer({
        label: 'Reply', commands: app.workspace.commands, shortcuts: [], history: [],
        send: (text) => act(app, { kind: 'send', channel, text, threadTs: ts }), runShortcut: async () => undefined,
      });
      void load(list, parent);
      return [list.root, composer.root];
    },
    put: (message) => {
      if (parent && (message.threadTs === parent.ts || message.ts === parent.ts) && message.channel === parent.channel) list?.put(message);
    },
  };
}
