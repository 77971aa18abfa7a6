/** The command that a rule equals, with channels, people and groups by the names that Slack gives them. */
import type { RichTextBlock, RichTextElement } from '@slack/types';
import type { Span } from '../../command/command.ts';
import { decode } from '../../command/tokens.ts';
import { GROUP, PERSON, plain, shortened } from './text.ts';

const COMMAND_LIMIT = 300;
/** Where it speaks and whom it mentions; a quoted name may hold the same signs, and stays as it is. */
const DRAWN = /"(?:[^"\\]|\\.)*(?:"|$)|(?<=\bin )<#([CG][A-Z0-9]+)(?:\|[^>]*)?>|(?<=\bmention )<(?:@([UW][A-Z0-9]+)|!subteam\^(S[A-Z0-9]+))(?:\|[^>]*)?>/g;

/** A line for one reader, in which Slack draws channels, people and groups as links. */
export function commandLine(before: string, command: string, after = ''): RichTextBlock {
  return paragraph([...textOf(before), ...commandParts(command, drawn), ...textOf(after)]);
}

/** The same where a channel reads it: a person or group drawn there would be told that they were mentioned. A person stands by their name. */
export function commandLineForAll(before: string, command: string, person?: string): RichTextBlock {
  return paragraph([...textOf(before), ...commandParts(command, (named) => drawnForAll(named, person))]);
}

/** What a rule is called, its command, and what it has done, on lines of their own. */
export function commandUnder(title: string, command: string, after: string): RichTextBlock {
  const heading: RichTextElement = { type: 'text', text: plain(title).text, style: { bold: true } };
  return paragraph([heading, ...textOf('\n'), ...commandParts(command, drawn), ...textOf(`\n${after}`)]);
}

/** The same where Slack draws nothing: in the label of a button, or in a text beside a menu. */
export function commandInWords(command: string): string {
  return shortened(decode(command), COMMAND_LIMIT).replace(DRAWN, (whole, channel?: string, person?: string, group?: string) => inWords({ channel, person, group }) ?? whole);
}

const ANY_LINK = /<(?:#[CG]|@[UW]|!subteam\^S)[A-Z0-9]+(?:\|([^>]*))?>/g;

/** A text in which channels, people and groups stand by the names that came with them: buttons and code draw no links. */
export function withSlackNames(text: string): string {
  return text.replace(ANY_LINK, (link, name?: string) => {
    if (link.startsWith('<#')) return name ? `#${name}` : 'its channel';
    return name ? `@${name.replace(/^@/, '')}` : link.startsWith('<@') ? PERSON : GROUP;
  });
}

/** The same with a place in the text, which moves with what stands before it. */
export function placedWithNames(text: string, { from, to }: Span): { readonly text: string; readonly at: Span } {
  const moved = (place: number): number => withSlackNames(text.slice(0, place)).length;
  // A place inside of a link is the whole of it.
  const inside = [...text.matchAll(ANY_LINK)].find(({ index, 0: whole }) => index < to && from < index + whole.length);
  const [begin, end] = inside ? [Math.min(from, inside.index), Math.max(to, inside.index + inside[0].length)] : [from, to];
  return { text: withSlackNames(text), at: { from: moved(begin), to: moved(end) } };
}

/** Which of a channel, a person and a group a command names in one place. */
interface Named {
  readonly channel?: string | undefined;
  readonly person?: string | undefined;
  readonly group?: string | undefined;
}

function drawn({ channel, person, group }: Named): RichTextElement | undefined {
  if (channel !== undefined) return { type: 'channel', channel_id: channel };
  if (person !== undefined) return { type: 'user', user_id: person };
  return group === undefined ? undefined : { type: 'usergroup', usergroup_id: group };
}

function drawnForAll(named: Named, name: string | undefined): RichTextElement | undefined {
  if (named.channel !== undefined) return drawn(named);
  if (named.person !== undefined) return { type: 'text', text: name === undefined ? 'somebody' : plain(`@${name}`).text };
  return named.group === undefined ? undefined : { type: 'text', text: 'a user group' };
}

function inWords({ channel, person, group }: Named): string | undefined {
  if (channel !== undefined) return 'its channel';
  if (person !== undefined) return PERSON;
  return group === undefined ? undefined : GROUP;
}

function commandParts(command: string, draw: typeof drawn): readonly RichTextElement[] {
  const text = shortened(decode(command), COMMAND_LIMIT);
  const parts: RichTextElement[] = [];
  let from = 0;
  for (const { 0: whole, 1: channel, 2: person, 3: group, index } of text.matchAll(DRAWN)) {
    const element = draw({ channel, person, group });
    if (!element) continue;
    parts.push(...textOf(text.slice(from, index)), element);
    from = index + whole.length;
  }
  return [...parts, ...textOf(text.slice(from))];
}

/** Slack refuses empty text; what is only space is no text to `plain`. */
function textOf(text: string): readonly RichTextElement[] {
  return text === '' ? [] : [{ type: 'text', text: text.trim() === '' ? text : plain(text).text }];
}

function paragraph(elements: readonly RichTextElement[]): RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [...elements] }] };
}
