/** What the page's parts share: who sits here, what they see, and how they do something. */
import type { Act, ActAnswer, DrawnMessage, Live, Status, TrafficRow, Workspace } from '../wire.ts';
import { byId, el } from './dom.ts';

export interface App {
  workspace: Workspace;
  /** The open channel. */
  channel: string;
  status: Status | undefined;
  readonly unread: Map<string, number>;
  readonly traffic: TrafficRow[];
}

const NOTICE_MS = 7000;
const ANNOUNCED_CHARACTERS = 400;

export async function getJson<Value>(path: string, query: Readonly<Record<string, string>>): Promise<Value> {
  const answer = await fetch(`${path}?${new URLSearchParams(query).toString()}`);
  if (!answer.ok) throw new Error(await answer.text());
  return await answer.json() as Value;
}

/** Does it as the person who sits here, and shows what Slack says about it. */
export async function act(app: App, wanted: Act): Promise<ActAnswer> {
  const answer = await tryAct(app, wanted);
  for (const notice of answer.notices) toast(notice);
  return answer;
}

/** The same without showing the notices. */
export async function tryAct({ workspace }: App, wanted: Act): Promise<ActAnswer> {
  try {
    const answer = await fetch(`/act?viewer=${workspace.viewer}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wanted) });
    if (!answer.ok) throw new Error(await answer.text());
    return await answer.json() as ActAnswer;
  } catch {
    return { notices: ['The sandbox does not answer: does npm run demo still run?'] };
  }
}

export function toast(text: string): void {
  const box = el('div', { class: 'toast' }, text);
  byId('toasts', HTMLDivElement).append(box);
  setTimeout(() => box.remove(), NOTICE_MS);
}

/** For screen readers: the text of a message is what Slack lets them read. */
export function announce({ author, text }: DrawnMessage): void {
  byId('announcer', HTMLDivElement).textContent = `${author.name}: ${text.slice(0, ANNOUNCED_CHARACTERS)}`;
}

/** Whatever changes from now on; `missed` is called when the connection has come back after a break. */
export function listen({ workspace }: App, hear: (live: Live) => void, missed: () => void): void {
  const source = new EventSource(`/live?viewer=${workspace.viewer}&openedAt=${workspace.openedAt}`);
  source.addEventListener('message', (event: MessageEvent<string>) => hear(JSON.parse(event.data) as Live));
  let opened = 0;
  source.addEventListener('open', () => {
    opened += 1;
    if (opened > 1) missed();
  });
}
