/** mrkdwn as a person reads it. Page: docs.slack.dev/messaging/formatting-message-text */
import { formatDate } from './date-tokens.ts';
import type { Reader } from './date-tokens.ts';

const unescape = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const date = (body: string, fallback: string | undefined, reader: Reader): string => {
  const [, seconds = '', format = ''] = body.split('^');
  return formatDate(Number(seconds), format, reader) ?? fallback ?? body;
};

const entity = (body: string, label: string | undefined, reader: Reader): string => {
  const name = (id: string): string => reader.nameOf?.(id) ?? label ?? id;
  if (body.startsWith('!date^')) return date(body, label, reader);
  if (body.startsWith('!subteam^')) return `@${name(body.slice('!subteam^'.length))}`;
  if (body.startsWith('!')) return `@${body.slice(1)}`;
  if (body.startsWith('@')) return `@${name(body.slice(1))}`;
  if (body.startsWith('#')) return `#${name(body.slice(1))}`;
  if (label === undefined) return body.replace(/^mailto:/, '');
  return body.replace(/^mailto:/, '') === label ? label : `${label} (${body})`;
};

/** Bold, italic and strike marks at word borders; what stands in back quotes is left alone. */
const withoutMarks = (text: string): string => text.split(/(```[\s\S]*?```|`[^`\n]+`)/).map((piece) => (
  piece.startsWith('`') ? piece.replaceAll('`', '')
    : piece.replace(/(^|[\s([{"'“])([*_~])(?=\S)([^\n]*?\S)\2(?=$|[\s)\]}"'”.,:;!?…·])/gm, '$1$3')
)).join('');

/** Marks go, entities become names, links and dates; `&lt;` is read last, so escaped text never turns into a mention. */
export const readMrkdwn = (text: string, reader: Reader): string =>
  withoutMarks(text).split(/(<[^<>\n]+>)/).map((piece) => {
    const found = /^<([^|<>]+)(?:\|([^<>]*))?>$/.exec(piece);
    return unescape(found === null ? piece : entity(found[1] ?? '', found[2] === '' ? undefined : found[2], reader));
  }).join('');
