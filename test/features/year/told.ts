/** What stands in Slack at the end of the season, by the name of its delivery. */
import type { SlackMessage } from '../../../sandbox/slack/messages.ts';
import type { AlertCard, AlertLine, AlertThread } from '../../../src/audit/alert-cards.ts';
import type { Screen } from '../../../src/features/screens.ts';
import type { Rule } from '../../../src/features/rule.ts';
import type { Played } from './season.ts';
import { shownKey, type YearWorld } from './world.ts';

export interface Post {
  /** As it stands below the post. */
  readonly key: string;
  readonly atMs: number;
  readonly isRepeat: boolean;
  readonly isLate: boolean;
  readonly message: SlackMessage;
  readonly screen: Screen;
}

/** The posts of a place, oldest first. */
export function postsIn({ slack, attempted }: YearWorld, channel: string): readonly Post[] {
  return slack.allMessages().filter((message) => message.channel === channel).map((message): Post => {
    const [, key = ''] = /Delivery ([0-9a-f]{10})/.exec(JSON.stringify(message.blocks)) ?? [];
    const found = attempted.get(key);
    if (!found) throw new Error(`nobody posted ${key}: ${message.text}`);
    return {
      key, screen: found.screen, message, atMs: Math.floor(Number(message.ts) * 1_000),
      isRepeat: message.text.startsWith('May be a repeat. '), isLate: /^(?:May be a repeat\. )?Late\. /.test(message.text),
    };
  });
}

export function channelOf({ place }: Pick<Rule, 'place'>): string {
  return place.kind === 'channel' ? place.id : `D${place.id.slice(1)}`;
}

/** A post whose answer was lost is repeated once. */
const MOST_SENT = 2;

/** Deliveries that stand more than once without a mark, whose marked ones follow none, or that stand too often. */
export function wronglyMarked(posts: readonly Post[]): readonly string[] {
  return [...Map.groupBy(posts, ({ key }) => key)].flatMap(([key, all]) => {
    const unmarked = all.filter(({ isRepeat }) => !isRepeat).length;
    return unmarked > 1 || all.length > MOST_SENT || (unmarked === 1 && all[0]?.isRepeat) ? [`${key}: ${all.map(({ message }) => message.text.slice(0, 60)).join(' | ')}`] : [];
  });
}

/** What was sent more often than that, whether or not it stands. */
export function sentTooOften({ attempted }: YearWorld): readonly string[] {
  return [...attempted.values()].filter(({ sent }) => sent > MOST_SENT).map(({ key, sent }) => `${key} was sent ${sent} times`);
}

/** What a message says, and the name of its delivery. */
export type Said = Pick<Post, 'key' | 'screen'>;

/** What went into a channel and was never confirmed: it stands there once, twice or not at all. */
export async function unconfirmedIn({ world: { attempted }, worker: { deps } }: Played, channel: string): Promise<readonly Said[]> {
  const ended = await Promise.all([...attempted].filter(([, one]) => one.channel === channel).map(async ([shown, { key, screen }]) => ({ key: shown, screen, state: (await deps.outbox.find(key))?.state })));
  return ended.filter(({ state }) => state?.kind === 'unconfirmed');
}

/** Unconfirmed messages of which nothing says that they may be missing; whether that was confirmed nobody knows either, at worst. */
export async function doubtUntold(played: Played, channel: string): Promise<readonly string[]> {
  const unconfirmed = await unconfirmedIn(played, channel);
  const told = new Set([...postsIn(played.world, channel), ...unconfirmed].map(({ key }) => key));
  return unconfirmed.flatMap(({ key, screen }) => {
    const whole = played.world.attempted.get(key)?.key ?? '';
    return screen.kind === 'notice' || screen.kind === 'digest' || told.has(shownKey(`unconfirmed:${whole}`)) ? [] : [`nothing says that ${whole} may be missing`];
  });
}

/** One of each delivery, the first that stands. */
export function onceEach<T extends Said>(posts: readonly T[]): readonly T[] {
  return [...new Map(posts.toReversed().map((post) => [post.key, post])).values()].toReversed();
}

/** An operation told by a rule, and the group that tells it. */
export interface ToldByAlert {
  readonly rule: string;
  readonly at: string;
  readonly card: string;
}

/** Everything that cards, roll-ups and their threads tell in a channel; of a card that was told anew, what it says at last. */
export function toldByAlerts(posts: readonly Said[]): { readonly told: readonly ToldByAlert[]; readonly cards: readonly AlertCard[]; readonly uncounted: number } {
  const screens = onceEach(posts).map(({ screen }) => screen);
  const all = screens.flatMap((screen) => (screen.kind === 'alert' ? [screen] : []));
  const cards = [...new Map(all.toSorted((a, b) => a.count - b.count).map((card) => [card.card, card])).values()];
  const ruleOf = new Map(cards.map(({ card, rule }) => [card, rule]));
  const told = (card: string, lines: readonly AlertLine[]): readonly ToldByAlert[] => lines.map(({ at, rule }) => ({ at, card, rule: rule ?? ruleOf.get(card) ?? '' }));
  const threads = screens.flatMap((screen): readonly AlertThread[] => (screen.kind === 'alert-thread' ? [screen] : []));
  return {
    cards,
    told: [...cards.flatMap(({ card, form, lead, lines }) => told(card, form === 'one' || form === 'bulk' ? [lead] : lines)), ...threads.flatMap(({ card, lines }) => told(card, lines))],
    uncounted: threads.reduce((sum, { more }) => sum + more, 0),
  };
}

/** The dates of records by their places in the copy: what alerts and reminders name them by. */
export async function datesByPlace({ worker: { deps } }: Played): Promise<ReadonlyMap<string, string>> {
  const dates = new Map<string, string>();
  for (const { day } of await deps.copy.ledger()) {
    for (const { number, record } of (await deps.copy.read(day)).rows) dates.set(`${day}.${number}`, record.operationDate);
  }
  return dates;
}
