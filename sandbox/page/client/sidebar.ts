/** The channels one sees, with what is new in them. */
import type { ShownChannel } from '../wire.ts';
import type { App } from './app.ts';
import { byId, el } from './dom.ts';
import { patchChildren } from './patch.ts';

const SIGNS: Readonly<Record<ShownChannel['kind'], string>> = { channel: '#', private: '▪', app: '◆' };

export function drawSidebar(app: App, open: (channel: string) => void): void {
  const row = ({ id, name, kind, isArchived }: ShownChannel): HTMLElement => {
    const news = app.unread.get(id) ?? 0;
    return el(
      'button', {
        type: 'button', 'data-channel': id, class: news > 0 ? 'has-news' : '', ...(id === app.channel ? { 'aria-current': 'page' } : {}),
        click: () => open(id),
      },
      el('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[kind]), el('span', { class: 'name' }, isArchived ? `${name} (archived)` : name),
      news > 0 ? el('span', { class: 'unread' }, String(news), el('span', { class: 'hidden' }, ' new')) : undefined,
    );
  };
  const { channels } = app.workspace;
  const apps = channels.filter(({ kind }) => kind === 'app');
  // A channel that is pressed while a message comes in stays the same button.
  patchChildren(byId('sidebar', HTMLElement), [
    el('h2', {}, 'Channels'), ...channels.filter(({ kind }) => kind !== 'app').map(row),
    ...(apps.length > 0 ? [el('h2', {}, 'Apps'), ...apps.map(row)] : []),
  ]);
}

/** On a small screen the sidebar lies above the messages, and goes when something is chosen. */
export function toggleSidebar(how: 'open' | 'close' | 'toggle'): void {
  const sidebar = byId('sidebar', HTMLElement);
  const isOpen = how === 'toggle' ? !sidebar.classList.contains('is-open') : how === 'open';
  sidebar.classList.toggle('is-open', isOpen);
  byId('menu', HTMLButtonElement).setAttribute('aria-expanded', String(isOpen));
  if (isOpen) sidebar.querySelector('button')?.focus();
}
