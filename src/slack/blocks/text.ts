/** Text on its way into Slack: everything from a record or a person is hostile here. */
import type { MrkdwnElement, PlainTextElement } from '@slack/types';
import { dateOf, type Instant } from '../../audit/instant.ts';
import { readableTime, zoneName } from '../../audit/dates.ts';

/** Slack's limits in characters: https://docs.slack.dev/reference/block-kit/ */
export const LIMITS = { header: 150, section: 3_000, field: 2_000, button: 75, title: 24, message: 3_000 } as const;

/** Who is mentioned, where Slack draws no name. */
export const [PERSON, GROUP] = ['@person', '@group'];

/** Text that Slack shows as it is: nothing in it is read as a mention, a link or an emoji. */
export function plain(text: string, limit: number = LIMITS.section): PlainTextElement {
  return { type: 'plain_text', text: shortened(visible(text), limit), emoji: false };
}

/** Slack's own markup. Whatever does not come from this program must have gone through `escaped`. */
export function markup(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** Text made harmless inside markup: https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function escaped(text: string, limit = 200): string {
  return shortened(visible(text), limit).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** The same for a text of any length: cut so that it fits once it is escaped, and no entity is halved. */
export function escapedWithin(text: string, limit: number): string {
  const whole = escaped(text, Infinity);
  if (whole.length <= limit) return whole;
  let cut = '';
  for (const [piece] of whole.matchAll(/&(?:amp|lt|gt);|./gsu)) {
    if (cut.length + piece.length >= limit) break;
    cut += piece;
  }
  return `${cut}…`;
}

/** About as much of a command as a button shows on a phone, and of that what may stand before the place that matters. */
const [COMMAND_WIDTH, COMMAND_LEAD] = [36, 12];

/** A long command from shortly before the place where it differs from another, or a button would cut that place off. */
export function fromDifference(command: string, other: string): string {
  let [same, sameAtEnd] = [0, 0];
  while (same < command.length && other[same] === command[same]) same += 1;
  while (sameAtEnd < command.length - same && other.at(-1 - sameAtEnd) === command.at(-1 - sameAtEnd)) sameAtEnd += 1;
  if (command.length - sameAtEnd <= COMMAND_WIDTH) return command;
  const begin = command.lastIndexOf(' ', Math.max(0, same - COMMAND_LEAD)) + 1;
  return begin === 0 ? command : `…${command.slice(begin)}`;
}

/** Cuts by code points, so that no character is halved, and shows that something was cut. */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const points = Array.from(text);
  return points.length <= limit ? text : `${points.slice(0, limit - 1).join('')}…`;
}

/** A moment in the reader's own zone, drawn by Slack; what stands after the bar is for places that cannot. */
export function slackTime(instant: Instant, zone: string): string {
  const date = dateOf(instant);
  const seconds = Math.floor(date.getTime() / 1_000);
  return `<!date^${seconds}^{date_short} {time}|${readableTime(zone, date)} ${escaped(zoneName(zone, date))}>`;
}

/** Sentences and lines as they are read out, one after the other: what has no full stop gets one. */
export function spoken(parts: readonly string[]): string {
  return parts.map((part, index) => (index === parts.length - 1 || /[.!?:…]$/.test(part) ? part : `${part}.`)).join(' ');
}

/** A number of things in words: `1 record`, `84 records`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

const HIDDEN = /(?![\t\n])\p{Cc}|[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2067\u206A-\u206F\u3164\uFEFF]/gu;
/** What `isolated` puts around a name, or half of it. */
const ISOLATES = /(\u2068[^\u2068\u2069\n]*\u2069)|[\u2068\u2069]/g;

/** Slack refuses empty text; characters that turn the reading direction or hide are taken out. */
function visible(text: string): string {
  const shown = text.replace(HIDDEN, '').replace(ISOLATES, '$1');
  return shown.replace(/[\u2068\u2069]/g, '').trim() === '' ? '–' : shown;
}
