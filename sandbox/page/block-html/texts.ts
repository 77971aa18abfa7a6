/** Text objects and rich text. Pages: docs.slack.dev/reference/block-kit/composition-objects/text-object, /blocks/rich-text-block */
import { createElement as h } from 'react';
import type { ReactNode } from 'react';
import { isObject } from '../../slack/block-kit/rules.ts';
import type { JsonObject } from '../../slack/block-kit/rules.ts';
import { textOf } from '../../slack/form-values.ts';
import { NOTHING, objects, word } from './drawing.ts';
import type { Drawing } from './drawing.ts';
import { link, mention, moment, mrkdwn } from './mrkdwn.ts';

/** A plain_text exactly as it is, a mrkdwn with its marks read. */
export const textNode = (value: unknown, drawing: Drawing): ReactNode => {
  if (!isObject(value)) return word(value);
  return value['type'] === 'mrkdwn' ? mrkdwn(textOf(value), drawing) : textOf(value);
};

const MARKS: readonly (readonly [style: string, tag: string])[] = [['code', 'code'], ['bold', 'strong'], ['italic', 'em'], ['strike', 's'], ['underline', 'u'], ['highlight', 'mark']];

const leafNode = (leaf: JsonObject, drawing: Drawing): ReactNode => {
  const name = (id: unknown, names: ReadonlyMap<string, string>): string => names.get(word(id)) ?? drawing.reader.nameOf?.(word(id)) ?? word(id);
  switch (leaf['type']) {
    case 'text': return word(leaf['text']);
    case 'link': return link(word(leaf['url']), word(leaf['text']) || word(leaf['url']));
    case 'user': return mention('@', name(leaf['user_id'], drawing.users));
    case 'usergroup': return mention('@', name(leaf['usergroup_id'], new Map()));
    case 'channel': return mention('#', name(leaf['channel_id'], drawing.channels));
    case 'broadcast': return mention('@', word(leaf['range']));
    case 'date': return moment(Number(leaf['timestamp']), word(leaf['format']), word(leaf['fallback']), drawing);
    case 'emoji': return `:${word(leaf['name'])}:`;
    default: return word(leaf['value']);
  }
};

const leaves = (part: JsonObject, drawing: Drawing): readonly ReactNode[] => objects(part['elements']).map((leaf) => {
  const style = isObject(leaf['style']) ? leaf['style'] : {};
  return MARKS.filter(([key]) => style[key] === true)
    .reduce((node, [, tag]) => h(tag, tag === 'code' ? { className: 'bk-code' } : {}, node), leafNode(leaf, drawing));
});

const partNode = (part: JsonObject, drawing: Drawing): ReactNode => {
  switch (part['type']) {
    case 'rich_text_preformatted': return h('pre', { className: 'bk-pre' }, ...leaves(part, drawing));
    case 'rich_text_quote': return h('q', { className: 'bk-quote' }, ...leaves(part, drawing));
    case 'rich_text_list': return h(
      part['style'] === 'ordered' ? 'ol' : 'ul',
      { className: 'bk-list', style: { marginLeft: `${Number(part['indent'] ?? 0) * 1.5}em` }, ...(part['style'] === 'ordered' && { start: Number(part['offset'] ?? 0) + 1 }) },
      ...objects(part['elements']).map((item) => h('li', {}, ...leaves(item, drawing))),
    );
    default: return h('div', {}, ...leaves(part, drawing));
  }
};

export const richTextNode = (value: unknown, drawing: Drawing): ReactNode =>
  (isObject(value) ? h('div', { className: 'bk-rich' }, ...objects(value['elements']).map((part) => partNode(part, drawing))) : NOTHING);
