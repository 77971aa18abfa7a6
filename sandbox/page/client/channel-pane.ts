/** The open channel: its head, its messages or the App Home, and the box to type into. */
import type { DrawnMessage, DrawnView, ElementUse, ShownChannel } from '../wire.ts';
import { act, getJson, toast, type App } from './app.ts';
import { wireComboboxes } from './combobox.ts';
import { createComposer, type Composer } from './composer.ts';
import { byId, closest, drawn, el } from './dom.ts';
import { pickedIn, wireControls, type Offer } from './elements.ts';
import { holdPresses } from './hold.ts';
import { createMessageList, type Fetched, type MessageList } from './message-list.ts';
import { patchChildren } from './patch.ts';
import { createThread, type Thread } from './thread.ts';

export interface ChannelPane {
  readonly open: (channel: string) => Promise<void>;
  readonly put: (message: DrawnMessage) => void;
  readonly remove: (channel: string, ts: string) => void;
  readonly showHome: (view: DrawnView | null) => void;
  /** Puts a command into the box and sends it. */
  readonly type: (command: string) => void;
  /** Presses the last button of this name; false where there is none. */
  readonly press: (label: string) => Promise<boolean>;
  readonly thread: Thread;
}

export interface PaneOptions {
  readonly app: App;
  readonly history: string[];
  readonly openThread: () => void;
  /** The sidebar shows another channel as open. */
  readonly moved: () => void;
}

const SIGNS: Readonly<Record<ShownChannel['kind'], string>> = { channel: '#', private: '▪ ', app: '' };

const placeOf = (control: HTMLElement): { readonly channel: string; readonly ts: string } => {
  const article = closest(control, '.message');
  return { channel: article?.dataset['channel'] ?? '', ts: article?.dataset['ts'] ?? '' };
};

function emptyNode(channel: ShownChannel | undefined, command: string): HTMLElement {
  return el(
    'div', { class: 'empty' }, el('h2', {}, channel ? `This is the beginning of ${SIGNS[channel.kind]}${channel.name}` : 'Nothing to see here'),
    el('p', {}, channel?.isArchived ? 'It is archived: nothing is said here any more.' : `Type ${command || 'a command'} below, or open “Try these”. Answers are visible only to whoever asked.`),
  );
}

/** Messages of the list and of a thread report alike. */
function wireMessages(app: App, root: HTMLElement): void {
  const use = (control: HTMLElement) => async (element: ElementUse): Promise<void> => {
    const { url } = control.dataset;
    if (url !== undefined) toast(`In Slack this opens ${url}`);
    await act(app, { kind: 'use', message: placeOf(control), element });
  };
  wireControls(root, (control) => (closest(control, '.message') ? use(control) : undefined), 'eachOption');
}

async function pressLast(app: App, root: HTMLElement, label: string): Promise<boolean> {
  const button = [...root.querySelectorAll<HTMLElement>('button[data-action-id]')].findLast(({ textContent }) => textContent === label);
  if (button === undefined) return false;
  const { actionType: type = '', blockId = '', actionId = '', value = null } = button.dataset;
  await act(app, { kind: 'use', message: placeOf(button), element: { type, blockId, actionId, value } });
  return true;
}

function wireMenus(app: App, article: HTMLElement): void {
  const ask = async (control: HTMLElement, query: string): Promise<readonly Offer[]> => {
    const { blockId = '', actionId = '' } = control.dataset;
    return (await act(app, { kind: 'suggest', message: placeOf(control), blockId, actionId, query })).options ?? [];
  };
  wireComboboxes(article, ask, (control) => {
    const { actionType = '', blockId = '', actionId = '' } = control.dataset;
    const picked = pickedIn(control).map(({ value }) => value);
    const value = actionType.startsWith('multi_') ? picked : picked[0] ?? null;
    void act(app, { kind: 'use', message: placeOf(control), element: { type: actionType, blockId, actionId, value } });
  });
}

function drawHead(app: App, tab: 'home' | 'messages'): void {
  const { workspace } = app;
  const channel = here(app);
  byId('channel-name', HTMLHeadingElement).textContent = channel ? `${SIGNS[channel.kind]}${channel.name}` : '';
  byId('channel-topic', HTMLParagraphElement).textContent = channel?.topic ?? '';
  byId('app-tabs', HTMLElement).hidden = channel?.kind !== 'app' || !workspace.hasHome;
  const isHome = channel?.kind === 'app' && workspace.hasHome && tab === 'home';
  byId('home', HTMLElement).hidden = !isHome;
  byId('messages', HTMLElement).hidden = isHome;
  byId('composer', HTMLElement).hidden = isHome;
  for (const button of document.querySelectorAll<HTMLElement>('[data-tab]')) {
    const isOpen = button.dataset['tab'] === tab;
    button.setAttribute('aria-selected', String(isOpen));
    // One stop for the tab key; the arrows go from tab to tab.
    button.tabIndex = isOpen ? 0 : -1;
  }
}

/** Whoever says something wants to read what comes of it. */
function drawComposer({ app, history }: PaneOptions, toEnd: () => void): Composer | undefined {
  const { workspace, channel } = app;
  const open = here(app);
  const place = byId('composer', HTMLElement);
  if (open === undefined || open.isArchived) {
    place.replaceChildren(el('p', { class: 'closed' }, open ? 'This channel is archived: nobody can write here any more.' : 'You are in no channel.'));
    return undefined;
  }
  const composer = createComposer({
    label: `Message ${SIGNS[open.kind]}${open.name}`, commands: workspace.commands, shortcuts: workspace.shortcuts, history,
    send: (text) => {
      toEnd();
      return act(app, { kind: 'send', channel, text });
    },
    runShortcut: (callbackId) => act(app, { kind: 'shortcut', callbackId }),
  });
  place.replaceChildren(composer.root);
  return composer;
}

/** Home tabs keep no open form: the app draws them anew whenever it wants. */
function homeDrawer(app: App): (view: DrawnView | null) => void {
  const home = byId('home', HTMLElement);
  const hold = holdPresses(home);
  wireControls(home, () => (element) => act(app, { kind: 'useInView', element, values: {} }), 'wholeField');
  return (view) => hold(() => patchChildren(home, [view === null ? el('p', { class: 'empty' }, 'The app shows nothing here.') : drawn(view.html)]));
}

function wireTabs(openTab: (tab: 'home' | 'messages') => void): void {
  const tabs = [...document.querySelectorAll<HTMLElement>('[data-tab]')];
  for (const [index, button] of tabs.entries()) {
    button.addEventListener('click', () => openTab(button.dataset['tab'] === 'home' ? 'home' : 'messages'));
    button.addEventListener('keydown', ({ key }) => {
      const target = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: -1 }[key];
      const next = target === undefined ? undefined : tabs.at(target % tabs.length);
      next?.focus();
      next?.click();
    });
  }
}

const fetchMessages = ({ workspace: { viewer, openedAt }, channel }: App, before: string): Promise<Fetched> =>
  getJson<Fetched>('/messages', { viewer, channel, openedAt: String(openedAt), before });

const here = ({ workspace, channel }: App): ShownChannel | undefined => workspace.channels.find(({ id }) => id === channel);

function openList(app: App, openThread: (message: DrawnMessage) => void): MessageList {
  const list = createMessageList({
    root: byId('messages', HTMLElement), drawn: (article) => wireMenus(app, article), openThread,
    empty: () => emptyNode(here(app), app.workspace.commands[0]?.command ?? ''),
    loadOlder: (before) => void fetchMessages(app, before).then(list.prepend),
  });
  return list;
}

export function createChannelPane(options: PaneOptions): ChannelPane {
  const { app } = options;
  const thread = createThread(app, (article) => wireMenus(app, article));
  let composer: Composer | undefined;

  const list = openList(app, (message) => {
    thread.open(message);
    options.openThread();
  });
  const openTab = (tab: 'home' | 'messages'): void => {
    drawHead(app, tab);
    if (here(app)?.kind === 'app') void act(app, { kind: 'openApp', tab });
  };
  wireMessages(app, list.root);
  wireMessages(app, byId('panel', HTMLElement));
  wireTabs(openTab);

  return {
    thread,
    showHome: homeDrawer(app),
    open: async (channel) => {
      app.channel = channel;
      app.unread.delete(channel);
      openTab('messages');
      composer = drawComposer(options, list.toEnd);
      options.moved();
      composer?.text.focus();
      await list.load(fetchMessages(app, ''));
    },
    put: (message) => {
      thread.put(message);
      if (message.channel === app.channel && message.threadTs === undefined) list.put(message);
    },
    remove: (channel, ts) => { if (channel === app.channel) list.remove(ts); },
    press: (label) => pressLast(app, list.root, label),
    type: (text) => {
      drawHead(app, 'messages');
      void composer?.say(text);
    },
  };
}
