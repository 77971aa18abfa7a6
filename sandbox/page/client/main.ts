/** The page: one person of the invented workspace, and everything they see and do. */
import type { DrawnMessage, Live, Workspace } from '../wire.ts';
import { announce, getJson, listen, tryAct, type App } from './app.ts';
import { createChannelPane, type ChannelPane } from './channel-pane.ts';
import { byId, closest, el } from './dom.ts';
import { closeMenus, showMenu } from './elements.ts';
import { createModal, type Modal } from './modal.ts';
import { createPanel, type Panel, type PanelName } from './panel.ts';
import { changeSeats, historyOf, personOption, takeSeat, viewerInUrl } from './seat.ts';
import { drawSidebar, toggleSidebar } from './sidebar.ts';

interface Seat {
  readonly app: App;
  readonly pane: ChannelPane;
  readonly panel: Panel;
  readonly modal: Modal;
  readonly openChannel: (channel: string) => void;
}

const FIRST_PERSON = 'U0ADMIN01';
const NARROW = '(max-width: 820px)';
const STATES: Readonly<Record<string, string>> = { starting: 'bot starts …', running: 'bot runs', frozen: 'bot is frozen', stopped: 'bot is stopped' };

function drawStatus({ status }: App): void {
  const place = byId('bot-state', HTMLElement);
  if (!status) return;
  place.dataset['bot'] = status.bot;
  place.replaceChildren(STATES[status.bot] ?? '', el('span', { class: 'how' }, status.transport === 'socket' ? 'Socket Mode' : 'signed HTTP'));
  const moved = byId('moved', HTMLElement);
  moved.hidden = status.movedTo === null;
  moved.textContent = status.movedTo === null ? '' : `Clock moved to ${status.movedTo}`;
}

function hearMessage({ app, pane, openChannel }: Seat, message: DrawnMessage): void {
  pane.put(message);
  announce(message);
  if (message.channel === app.channel || message.edits > 0 || message.author.kind === 'person') return;
  app.unread.set(message.channel, (app.unread.get(message.channel) ?? 0) + 1);
  drawSidebar(app, openChannel);
}

function hear(seat: Seat, live: Live): void {
  const { app, pane, panel, modal } = seat;
  switch (live.kind) {
    case 'message': return hearMessage(seat, live.message);
    case 'gone': return pane.remove(live.channel, live.ts);
    case 'modal': return modal.show(live.view);
    case 'home': return pane.showHome(live.view);
    case 'traffic':
      // After a break in the connection the rows come again.
      if (app.traffic.some(({ id }) => id === live.row.id)) return undefined;
      app.traffic.push(live.row);
      return panel.addRow(live.row);
    case 'status':
      app.status = live.status;
      drawStatus(app);
      return panel.refresh();
  }
}

const isPanel = (name: string | undefined): name is PanelName => name === 'tour' || name === 'traffic' || name === 'knobs';

function wireTop({ app, panel }: Seat, openedAt: Readonly<Record<string, number>>): void {
  const { people, viewer } = app.workspace;
  const person = byId('person', HTMLSelectElement);
  person.replaceChildren(...people.map(({ id, name, part }) => personOption(id, `${name} · ${part}`, id === viewer)));
  person.addEventListener('change', () => changeSeats(person.value, {
    openedAt: { ...openedAt, [viewer]: app.workspace.openedAt }, channel: app.channel, panel: panel.current() ?? '',
  }));
  byId('menu', HTMLButtonElement).addEventListener('click', () => toggleSidebar('toggle'));
  for (const button of document.querySelectorAll<HTMLElement>('[data-panel]')) {
    button.addEventListener('click', () => { if (isPanel(button.dataset['panel'])) panel.open(button.dataset['panel']); });
  }
  document.addEventListener('click', (event) => {
    closeMenus(event);
    if (!closest(event.target, '#sidebar,#menu')) toggleSidebar('close');
  });
  // This event does not bubble.
  document.addEventListener('toggle', showMenu, { capture: true });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    closeMenus(event);
    toggleSidebar('close');
  });
}

const channelOf = ({ channels }: Workspace, wanted: string | undefined): string =>
  (channels.find(({ id }) => id === wanted) ?? channels.find(({ isArchived }) => !isArchived))?.id ?? '';

async function sitDown(): Promise<void> {
  const left = takeSeat();
  const fresh = await getJson<Workspace>('/workspace', { viewer: viewerInUrl() ?? FIRST_PERSON });
  const workspace = { ...fresh, openedAt: left.openedAt?.[fresh.viewer] ?? fresh.openedAt };
  const app: App = { workspace, channel: channelOf(workspace, left.channel), status: undefined, unread: new Map(), traffic: [] };
  const openChannel = (channel: string): void => {
    toggleSidebar('close');
    if (panel.current() === 'thread') panel.close();
    void pane.open(channel);
  };
  const pane = createChannelPane({
    app, history: historyOf(workspace.viewer), openThread: () => panel.open('thread'), moved: () => drawSidebar(app, openChannel),
  });
  const panel = createPanel({
    app, thread: pane.thread.content, closed: pane.thread.forget, press: pane.press,
    openChannel: (channel) => {
      if (matchMedia(NARROW).matches) panel.close();
      openChannel(channel);
    },
    tryStep: (command) => {
      if (matchMedia(NARROW).matches) panel.close();
      pane.type(command);
    },
  });
  if (left.channel === undefined) void tryAct(app, { kind: 'arrive' });
  const seat: Seat = { app, pane, panel, modal: createModal(app), openChannel };
  wireTop(seat, left.openedAt ?? {});
  if (isPanel(left.panel)) panel.open(left.panel);
  else if (left.channel === undefined && !matchMedia(NARROW).matches) panel.open('tour');
  // Listening first: whatever happens from now on is either in the list that is fetched, or told.
  listen(app, (live) => hear(seat, live), () => void pane.open(app.channel));
  const opening = pane.open(app.channel);
  performance.mark('interactive');
  await opening;
  performance.mark('read');
}

await sitDown();
