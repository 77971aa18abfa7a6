/** Rich text as a person reads it. */
import { isList, isObject } from '../block-kit/rules.ts';
import type { JsonObject } from '../block-kit/rules.ts';
import { formatDate } from './date-tokens.ts';
import type { Reader } from './date-tokens.ts';

const word = (value: unknown): string => (typeof value === 'string' ? value : '');

const objects = (value: unknown): readonly JsonObject[] => (isList(value) ? value.filter(isObject) : []);

const struck = (leaf: JsonObject, text: string): string =>
  (isObject(leaf['style']) && leaf['style']['strike'] === true ? `~${text}~` : text);

const readLeaf = (leaf: JsonObject, reader: Reader): string => {
  const name = (id: string): string => reader.nameOf?.(id) ?? id;
  switch (leaf['type']) {
    case 'text': return struck(leaf, word(leaf['text']));
    case 'link': return word(leaf['text']) === '' ? word(leaf['url']) : `${word(leaf['text'])} (${word(leaf['url'])})`;
    case 'user': return `@${name(word(leaf['user_id']))}`;
    case 'usergroup': return `@${name(word(leaf['usergroup_id']))}`;
    case 'channel': return `#${name(word(leaf['channel_id']))}`;
    case 'emoji': return `:${word(leaf['name'])}:`;
    case 'date': return formatDate(Number(leaf['timestamp']), word(leaf['format']), reader) ?? word(leaf['fallback']);
    case 'broadcast': return `@${word(leaf['range'])}`;
    default: return word(leaf['value']);
  }
};

const readLeaves = (part: JsonObject, reader: Reader): string =>
  objects(part['elements']).map((leaf) => readLeaf(leaf, reader)).join('');

const prefixed = (text: string, prefix: string): string => text.split('\n').map((line) => `${prefix}${line}`).join('\n');

const readPart = (part: JsonObject, reader: Reader): string => {
  if (part['type'] === 'rich_text_quote') return prefixed(readLeaves(part, reader), '> ');
  if (part['type'] === 'rich_text_preformatted') return prefixed(readLeaves(part, reader), '    ');
  if (part['type'] !== 'rich_text_list') return readLeaves(part, reader);
  const margin = '  '.repeat(Number(part['indent'] ?? 0));
  const start = Number(part['offset'] ?? 0) + 1;
  return objects(part['elements'])
    .map((item, index) => `${margin}${part['style'] === 'ordered' ? `${start + index}.` : '•'} ${readLeaves(item, reader)}`).join('\n');
};

/** Struck text keeps its `~`, because it changes the meaning; other styles go. */
export const readRichText = (block: JsonObject, reader: Reader): string =>
  objects(block['elements']).map((part) => readPart(part, reader).replace(/\n$/, '')).join('\n');
