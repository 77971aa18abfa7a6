/** What one open page is told: whatever has changed for the person who sits before it. */
import type { SlackMessage } from '../slack/messages.ts';
import type { SlackStandIn } from '../slack/server.ts';
import type { Drawer } from './drawing.ts';
import type { Live } from './wire.ts';

export interface Feed {
  readonly slack: SlackStandIn;
  readonly drawer: Drawer;
  readonly viewer: string;
  /** Channels this person has in the sidebar. */
  readonly channels: () => readonly string[];
  /** Ephemeral messages older than this are gone; milliseconds since 1970. */
  readonly openedAt: number;
  readonly tell: (live: Live) => void;
}

const keyOf = ({ channel, ts }: SlackMessage): string => `${channel} ${ts}`;

/** As Slack: what only you could see does not survive a reload. */
export const isGone = (message: SlackMessage, openedAt: number): boolean =>
  message.ephemeralTo !== undefined && Number(message.ts) * 1000 < openedAt;

const visibleIn = ({ slack, viewer, channels, openedAt }: Feed): Map<string, SlackMessage> => {
  const mine = new Set(channels());
  const seen = slack.allMessages().filter((message) => mine.has(message.channel) && !isGone(message, openedAt)
    && (message.ephemeralTo === undefined || message.ephemeralTo === viewer));
  return new Map(seen.map((message) => [keyOf(message), message]));
};

/** Tells every change of messages, and calls back for those whose thread has grown. */
const messageChanges = (feed: Feed) => {
  let before = visibleIn(feed);
  return (): void => {
    const now = visibleIn(feed);
    const changed = [...now.values()].filter((message) => before.get(keyOf(message)) !== message);
    const parents = changed.flatMap(({ channel, threadTs }) => now.get(`${channel} ${threadTs ?? ''}`) ?? []);
    for (const message of new Set([...changed, ...parents])) feed.tell({ kind: 'message', message: feed.drawer.message(message, feed.viewer) });
    for (const [key, { channel, ts }] of before) if (!now.has(key)) feed.tell({ kind: 'gone', channel, ts });
    before = now;
  };
};

const viewChanges = (feed: Feed, kind: 'modal' | 'home') => {
  let before: string | undefined;
  return (): void => {
    const shown = kind === 'modal' ? feed.slack.currentView(feed.viewer) : feed.slack.homeView(feed.viewer);
    const stamp = shown === undefined ? '' : `${shown.id} ${shown.hash} ${JSON.stringify(shown.errors)}`;
    if (stamp === (before ?? '')) return;
    before = stamp;
    feed.tell({ kind, view: shown === undefined ? null : feed.drawer.view(shown, feed.viewer) });
  };
};

/** Tells open views at once, then every change; returns how to stop. */
export function follow(feed: Feed): () => void {
  const checks = [messageChanges(feed), viewChanges(feed, 'modal'), viewChanges(feed, 'home')];
  let isWaiting = false;
  const look = (): void => {
    isWaiting = false;
    for (const check of checks) check();
  };
  look();
  // Several changes of one moment are told once.
  return feed.slack.onChange(() => {
    if (isWaiting) return;
    isWaiting = true;
    setImmediate(look);
  });
}
