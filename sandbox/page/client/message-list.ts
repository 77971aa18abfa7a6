/** One list of messages: drawn as they come, edited in place, older ones on demand. */
import type { DrawnFile, DrawnMessage } from '../wire.ts';
import { drawn, el } from './dom.ts';
import { holdPresses, type Hold } from './hold.ts';
import { patch } from './patch.ts';

export interface MessageList {
  readonly root: HTMLElement;
  readonly put: (message: DrawnMessage) => void;
  readonly remove: (ts: string) => void;
  /** Shows what is fetched and whatever came meanwhile; a later call wins over one that is still under way. */
  readonly load: (fetching: Promise<Fetched>) => Promise<void>;
  readonly prepend: (fetched: Fetched) => void;
  /** Scrolls to the newest, and follows it from now on. */
  readonly toEnd: () => void;
}

export interface Fetched {
  readonly messages: readonly DrawnMessage[];
  /** Whether there are older ones. */
  readonly hasOlder: boolean;
}

export interface ListOptions {
  readonly root: HTMLElement;
  /** What stands there when nothing does. */
  readonly empty: () => HTMLElement;
  /** Left out in a thread. */
  readonly openThread?: (message: DrawnMessage) => void;
  readonly loadOlder?: (before: string) => void;
  /** Called with each message just drawn. */
  readonly drawn: (article: HTMLElement, message: DrawnMessage) => void;
}

const EYE = '<svg viewBox="0 0 20 20" aria-hidden="true"><path fill="none" stroke="currentColor" stroke-width="1.5" d="M1.5 10S4.5 4.5 10 4.5 18.5 10 18.5 10 15.5 15.5 10 15.5 1.5 10 1.5 10Z"/><circle cx="10" cy="10" r="2.5" fill="currentColor"/></svg>';
/** How near to the end still counts as reading the newest. */
const NEAR_END_PX = 120;

const sizeOf = (bytes: number): string => (bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} kB`);

const fileNode = ({ id, name, title, bytes }: DrawnFile): HTMLElement => el(
  'a', { class: 'file', href: `/file/${id}`, download: name },
  el('span', { class: 'kind', 'aria-hidden': 'true' }, (name.split('.').at(-1) ?? 'file').toUpperCase().slice(0, 4)),
  el('span', {}, title, el('small', {}, `${title === name ? '' : `${name} · `}${sizeOf(bytes)} · download`)),
);

function headOf({ author, time, edits, isEphemeral }: DrawnMessage): HTMLElement {
  return el(
    'div', { class: 'who' }, el('strong', {}, author.name),
    author.kind === 'app' ? el('span', { class: 'app-tag' }, 'APP') : undefined,
    el('time', {}, time), edits > 0 && !isEphemeral ? el('span', { class: 'edited' }, '(edited)') : undefined,
  );
}

function articleOf(message: DrawnMessage, { openThread }: ListOptions): HTMLElement {
  const { author, ts, isEphemeral, replies, files } = message;
  const open = (): void => openThread?.(message);
  return el(
    'article', { class: `message${isEphemeral ? ' is-ephemeral' : ''}`, 'data-ts': ts, 'data-channel': message.channel, 'aria-label': `${author.name}, ${message.time}` },
    isEphemeral ? onlyYou() : undefined,
    el('div', { class: `avatar ${author.kind}`, 'aria-hidden': 'true' }, author.initials),
    el(
      'div', {}, headOf(message), el('div', { class: 'body' }, drawn(message.html)), ...files.map(fileNode),
      replies > 0 && openThread ? el('button', { type: 'button', class: 'replies', click: open }, `${replies} ${replies === 1 ? 'reply' : 'replies'}`) : undefined,
    ),
    openThread && !isEphemeral && replies === 0 ? el('button', { type: 'button', class: 'reply-here', click: open }, 'Reply in thread') : undefined,
  );
}

function onlyYou(): HTMLElement {
  const line = el('div', { class: 'only-you' });
  line.innerHTML = EYE;
  line.append('Only visible to you');
  return line;
}

/** A line before the first message of each day. */
function markDays(root: HTMLElement, days: ReadonlyMap<string, string>): void {
  for (const line of root.querySelectorAll('.day')) line.remove();
  let last = '';
  for (const article of root.querySelectorAll<HTMLElement>('.message')) {
    const day = days.get(article.dataset['ts'] ?? '') ?? '';
    if (day !== last) article.before(el('div', { class: 'day' }, day));
    last = day;
  }
}

const newestIn = (root: HTMLElement): HTMLElement | undefined => {
  const last = root.lastElementChild;
  return last instanceof HTMLElement && last.matches('.message') ? last : undefined;
};

/** The end, but never past the first line of the newest message: it answers. */
const endOf = (root: HTMLElement): number => Math.min(root.scrollHeight - root.clientHeight, newestIn(root)?.offsetTop ?? Infinity);

/** Whoever reads the newest keeps reading it, also when what was not seen yet gets its real height. */
function keepEnd(root: HTMLElement, hold: Hold) {
  let follows = true;
  let isPlanned = false;
  let placed = 0;
  const toEnd = (): void => {
    follows = true;
    root.scrollTop = endOf(root);
    placed = root.scrollTop;
  };
  // Once a frame: measuring after each of many messages would take longer than drawing them.
  const follow = (): void => {
    if (!follows || isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(() => {
      isPlanned = false;
      hold(() => { if (follows) toEnd(); });
    });
  };
  const heights = new ResizeObserver(follow);
  // What has grown below since this list was put to its end is nobody's scrolling away from it.
  root.addEventListener('scroll', () => {
    const end = endOf(root);
    follows = root.scrollTop > (follows ? Math.min(end, placed) : end) - NEAR_END_PX;
  });
  return { toEnd, follow, watch: (article: HTMLElement) => heights.observe(article) };
}

/** A message drawn anew must not take the focus away: it goes to the control of the same id, or to the list. */
function redraw(root: HTMLElement, old: HTMLElement, fresh: HTMLElement): void {
  const focused = document.activeElement;
  const isInside = old.contains(focused);
  patch(old, fresh);
  if (!isInside || old.contains(focused)) return;
  const id = focused?.getAttribute('data-action-id');
  (old.querySelector<HTMLElement>(`[data-action-id="${CSS.escape(id ?? '')}"]`) ?? root).focus();
}

/** Whether the lines between days have to be drawn anew. */
function insert(root: HTMLElement, fresh: HTMLElement, days: ReadonlyMap<string, string>): boolean {
  root.querySelector('.empty')?.remove();
  const ts = fresh.dataset['ts'] ?? '';
  const newest = newestIn(root);
  if (newest && (newest.dataset['ts'] ?? '') < ts) {
    newest.after(fresh);
    return days.get(newest.dataset['ts'] ?? '') !== days.get(ts);
  }
  const before = [...root.querySelectorAll<HTMLElement>('.message')].findLast(({ dataset }) => (dataset['ts'] ?? '') < ts);
  if (before) before.after(fresh);
  else root.append(fresh);
  return true;
}

/** What grows above does not move what is being read. */
function keepPlace(root: HTMLElement, grow: () => void): void {
  root.querySelector('.older')?.remove();
  const height = root.scrollHeight;
  grow();
  root.scrollTop += root.scrollHeight - height;
}

const olderNode = (root: HTMLElement, loadOlder: ListOptions['loadOlder']): HTMLElement => el('button', {
  type: 'button', class: 'older', click: () => loadOlder?.(root.querySelector<HTMLElement>('.message')?.dataset['ts'] ?? ''),
}, 'Show older messages');

/** What was drawn, by its ts; and the day of each. */
function createArticles(options: ListOptions, watch: (article: HTMLElement) => void) {
  const days = new Map<string, string>();
  const standing = new Map<string, HTMLElement>();
  return {
    days, standing,
    draw: (message: DrawnMessage): HTMLElement => {
      days.set(message.ts, message.day);
      const article = articleOf(message, options);
      standing.set(message.ts, article);
      watch(article);
      options.drawn(article, message);
      return article;
    },
  };
}

/** The list itself: what stands in it, in order. */
function createSheet(options: ListOptions) {
  const { root, empty, loadOlder } = options;
  const hold = holdPresses(root);
  const end = keepEnd(root, hold);
  const { days, standing, draw } = createArticles(options, end.watch);

  const put = (message: DrawnMessage): void => {
    const old = standing.get(message.ts);
    if (old) {
      redraw(root, old, articleOf(message, options));
      options.drawn(old, message);
    } else if (insert(root, draw(message), days)) markDays(root, days);
    end.follow();
  };
  const remove = (ts: string): void => {
    standing.get(ts)?.remove();
    standing.delete(ts);
    markDays(root, days);
  };
  const older = (isThere: boolean): readonly HTMLElement[] => (isThere ? [olderNode(root, loadOlder)] : []);

  return {
    toEnd: end.toEnd,
    put: (message: DrawnMessage): void => hold(() => put(message)),
    remove: (ts: string): void => hold(() => remove(ts)),
    show: ({ messages, hasOlder }: Fetched): void => {
      days.clear();
      standing.clear();
      root.replaceChildren(...older(hasOlder), ...(messages.length === 0 ? [empty()] : []), ...messages.map(draw));
      markDays(root, days);
      end.toEnd();
    },
    prepend: ({ messages, hasOlder }: Fetched): void => {
      keepPlace(root, () => root.prepend(...older(hasOlder), ...messages.map(draw)));
      markDays(root, days);
    },
  };
}

export function createMessageList(options: ListOptions): MessageList {
  const sheet = createSheet(options);
  /** What comes while the list is fetched may not be in it yet. */
  let arrived: DrawnMessage[] = [];
  let latest: Promise<Fetched> | undefined;

  return {
    root: options.root, remove: sheet.remove, prepend: sheet.prepend, toEnd: sheet.toEnd,
    put: (message) => {
      if (latest) arrived.push(message);
      sheet.put(message);
    },
    load: async (fetching) => {
      latest = fetching;
      arrived = [];
      const fetched = await fetching;
      if (latest !== fetching) return;
      latest = undefined;
      sheet.show(fetched);
      for (const message of arrived.splice(0)) sheet.put(message);
    },
  };
}
