/** mrkdwn as elements. The library draws `verbatim` mrkdwn as raw text and plain_text as mrkdwn, so texts are drawn here. */
import { createElement as h, Fragment } from 'react';
import type { ReactNode } from 'react';
import { formatDate } from '../../slack/as-text/date-tokens.ts';
import type { Drawing } from './drawing.ts';

const ATOMS = /(```[\s\S]*?```|`[^`\n]+`|<[^<>\n]+>)/;
const STYLED = /(^|[\s([{"'“])([*_~])(?=\S)([^\n]*?\S)\2(?=$|[\s)\]}"'”.,:;!?…·])/m;
const STYLES: Readonly<Record<string, string>> = { '*': 'strong', _: 'em', '~': 's' };
/** Stands for an atom while bold and italic are looked for; data that carries one is shown as a replacement sign. */
const FIRST_ATOM = 0xf0000;
const STAND_INS = /[\u{F0000}-\u{FFFFD}]/gu;

const unescaped = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** A link that opens beside the page and is followed only by a person; anything but the web and mail is text. */
export const link = (url: string, label: ReactNode): ReactNode =>
  (/^(https?:|mailto:)/i.test(url) ? h('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, label) : h('span', {}, label));

/** A mention of a person, a group or a channel. */
export const mention = (sign: '@' | '#', name: string): ReactNode => h('span', { className: 'bk-mention' }, `${sign}${name}`);

/** Slack's date token as a moment in the reader's zone. */
export const moment = (seconds: number, format: string, fallback: string, { reader }: Drawing): ReactNode =>
  h('time', Number.isFinite(seconds) && Math.abs(seconds) < 8e12 ? { dateTime: new Date(seconds * 1000).toISOString() } : {}, formatDate(seconds, format, reader) ?? fallback);

const entity = (inner: string, drawing: Drawing): ReactNode => {
  const bar = inner.indexOf('|');
  const body = bar === -1 ? inner : inner.slice(0, bar);
  const label = bar === -1 || bar === inner.length - 1 ? undefined : unescaped(inner.slice(bar + 1));
  if (body.startsWith('!date^')) {
    const [, seconds = '', format = ''] = body.split('^');
    return moment(Number(seconds), format, label ?? '', drawing);
  }
  if (body.startsWith('!subteam^')) return mention('@', drawing.reader.nameOf?.(body.slice('!subteam^'.length)) ?? label ?? body.slice('!subteam^'.length));
  if (body.startsWith('!')) return mention('@', body.slice(1));
  if (body.startsWith('@')) return mention('@', drawing.users.get(body.slice(1)) ?? label ?? body.slice(1));
  if (body.startsWith('#')) return mention('#', drawing.channels.get(body.slice(1)) ?? label ?? body.slice(1));
  const url = unescaped(body);
  return link(url, label ?? url.replace(/^mailto:/, ''));
};

const atom = (text: string, drawing: Drawing): ReactNode => {
  if (text.startsWith('```')) return h('pre', { className: 'bk-pre' }, unescaped(text.slice(3, -3)).replace(/^\n|\n$/g, ''));
  if (text.startsWith('`')) return h('code', { className: 'bk-code' }, unescaped(text.slice(1, -1)));
  return entity(text.slice(1, -1), drawing);
};

const withAtoms = (text: string, atoms: readonly ReactNode[]): readonly ReactNode[] =>
  text.split(/([\u{F0000}-\u{FFFFD}])/u).map((piece) => {
    const index = (piece.codePointAt(0) ?? 0) - FIRST_ATOM;
    return atoms[index] ?? unescaped(piece);
  });

const styled = (text: string, atoms: readonly ReactNode[]): ReactNode => {
  const found = STYLED.exec(text);
  const [whole = '', before = '', mark = '', inner = ''] = found ?? [];
  if (found === null) return h(Fragment, {}, ...withAtoms(text, atoms));
  return h(
    Fragment, {},
    ...withAtoms(text.slice(0, found.index) + before, atoms),
    h(STYLES[mark] ?? 'span', {}, styled(inner, atoms)),
    styled(text.slice(found.index + whole.length), atoms),
  );
};

/** Draws mrkdwn for a reader: marks, entities, code, quotes. `:names:` of emoji stay words, because a page has no set of them. */
export const mrkdwn = (text: string, drawing: Drawing): ReactNode => {
  const atoms: ReactNode[] = [];
  const pieces = text.replace(STAND_INS, '\uFFFD').split(ATOMS).map((piece, index) => {
    if (index % 2 === 0) return piece;
    atoms.push(atom(piece, drawing));
    return String.fromCodePoint(FIRST_ATOM + atoms.length - 1);
  });
  const lines = pieces.join('').split('\n');
  return h(Fragment, {}, ...lines.map((line, index) => {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    const end = index === lines.length - 1 ? '' : '\n';
    return quoted === null ? h(Fragment, {}, styled(line, atoms), end) : h('q', { className: 'bk-quote' }, styled(quoted[1] ?? '', atoms));
  }));
};
