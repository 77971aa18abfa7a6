/** Messages and views as one person sees them, as HTML. */
import type { SlackMessage } from '../slack/messages.ts';
import type { ShownView } from '../slack/reading.ts';
import type { SlackStandIn } from '../slack/server.ts';
import { APP, SLACKBOT_ID } from '../slack/workspace.ts';
import type { Person } from '../slack/workspace.ts';
import { blocksHtml, viewHtml } from './block-html.ts';
import { channelsFor, initialsOf } from './seats.ts';
import type { DrawnMessage, DrawnView } from './wire.ts';

export interface Drawer {
  readonly message: (message: SlackMessage, viewer: string) => DrawnMessage;
  readonly view: (view: ShownView, viewer: string) => DrawnView;
}

const zoneOf = (person: Pick<Person, 'timezone'> | undefined): string => person?.timezone ?? 'UTC';

const isoTime = (ts: string): Date => new Date(Number(ts) * 1000);
const clockIn = (zone: string, at: Date): string => new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);
const dayIn = (zone: string, at: Date): string => new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long' }).format(at);

const sectionsOf = (text: string): readonly Readonly<Record<string, unknown>>[] => (text === '' ? [] : [{ type: 'section', text: { type: 'mrkdwn', text } }]);

/** What an app says without blocks is mrkdwn; what a person types stays as typed. */
const bodyOf = ({ blocks, text, author }: SlackMessage): readonly unknown[] => {
  if (blocks.length > 0) return blocks;
  if (author === APP.userId) return sectionsOf(text);
  return text === '' ? [] : [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] }];
};

const filesOf = (slack: SlackStandIn, { files = [] }: SlackMessage): DrawnMessage['files'] => files.flatMap((id) => {
  const file = slack.files().find((one) => one.id === id);
  return file === undefined ? [] : [{ id, name: file.filename, title: file.title, bytes: file.bytes?.length ?? 0 }];
});

/** By the thread first: most messages are in none, and there may be thousands. */
const repliesTo = (slack: SlackStandIn, { channel, ts }: SlackMessage, viewer: string): number => slack.allMessages()
  .filter((one) => one.threadTs === ts && one.ts !== ts && one.channel === channel && (one.ephemeralTo ?? viewer) === viewer).length;

export function createDrawer(slack: SlackStandIn, appName: string, now: () => Date): Drawer {
  const people = new Map<string, Person>(slack.people.map((person) => [person.id, person]));
  const users = new Map(slack.people.filter(({ isBot, isDeactivated }) => !isBot && !isDeactivated).map(({ id, realName }) => [id, realName]));
  // Only those this person sees: a menu must not tell of a private channel.
  const channels = (viewer: string): ReadonlyMap<string, string> => new Map(channelsFor(slack, viewer, appName).map(({ id, name }) => [id, name]));
  const options = (viewer: string) => ({ now: now(), zone: zoneOf(people.get(viewer)), users, channels: channels(viewer) });

  const authorOf = (id: string): DrawnMessage['author'] => {
    if (id === APP.userId) return { name: appName, initials: 'PC', kind: 'app' };
    if (id === SLACKBOT_ID) return { name: 'Slackbot', initials: 'S', kind: 'slack' };
    const name = people.get(id)?.realName ?? id;
    return { name, initials: initialsOf(name), kind: 'person' };
  };
  return {
    message: (message, viewer) => {
      const zone = zoneOf(people.get(viewer));
      const at = isoTime(message.ts);
      const { channel, ts, edits, text } = message;
      return {
        channel, ts, edits, text,
        author: authorOf(message.author), time: clockIn(zone, at), day: dayIn(zone, at),
        html: blocksHtml(bodyOf(message), options(viewer)),
        isEphemeral: message.ephemeralTo !== undefined,
        ...(message.threadTs === undefined || message.threadTs === ts ? {} : { threadTs: message.threadTs }),
        replies: repliesTo(slack, message, viewer),
        files: filesOf(slack, message),
      };
    },
    view: (view, viewer) => ({
      id: view.id, title: view.title, depth: view.depth,
      stamp: `${view.hash} ${JSON.stringify(view.errors)}`,
      html: viewHtml({
        type: view.type, blocks: view.blocks, title: plain(view.title), close: plain(view.close || (view.submit === '' ? 'Close' : 'Cancel')),
        ...(view.submit === '' ? {} : { submit: plain(view.submit) }),
      }, { ...options(viewer), values: view.values, errors: view.errors }),
    }),
  };
}

const plain = (text: string): Readonly<Record<string, string>> => ({ type: 'plain_text', text });
