/** Who sits here. Another person means the page anew; only a real reload makes ephemeral messages vanish, as in Slack. */
import { el } from './dom.ts';

const KEY = 'change-of-seats';

interface Change {
  readonly openedAt: Readonly<Record<string, number>>;
  readonly channel: string;
  readonly panel: string;
}

const read = (text: string | null): Partial<Change> => (text === null ? {} : JSON.parse(text) as Change);

/** What the person before left; read once, so that a reload finds nothing. */
export function takeSeat(): Partial<Change> {
  const left = read(sessionStorage.getItem(KEY));
  sessionStorage.removeItem(KEY);
  return left;
}

export const viewerInUrl = (): string | undefined => new URLSearchParams(location.search).get('viewer') ?? undefined;

export function changeSeats(viewer: string, left: Change): void {
  sessionStorage.setItem(KEY, JSON.stringify(left));
  location.search = new URLSearchParams({ viewer }).toString();
}

/** What this person typed before, oldest first; kept while the tab is open. */
export function historyOf(viewer: string): string[] {
  const key = `typed ${viewer}`;
  const kept = JSON.parse(sessionStorage.getItem(key) ?? '[]') as string[];
  addEventListener('pagehide', () => sessionStorage.setItem(key, JSON.stringify(kept)));
  return kept;
}

export const personOption = (id: string, label: string, isHere: boolean): HTMLElement => el('option', { value: id, selected: isHere }, label);
