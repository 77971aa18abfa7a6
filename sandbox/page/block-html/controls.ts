/** Elements that can be clicked, as native ones. Each carries what a click handler has to send, as `data-` attributes. */
import { createElement as h } from 'react';
import type { ReactNode } from 'react';
import { isList, isObject } from '../../slack/block-kit/rules.ts';
import type { JsonObject } from '../../slack/block-kit/rules.ts';
import { optionsOf, textOf } from '../../slack/form-values.ts';
import { NOTHING, objects, stateOf, word } from './drawing.ts';
import type { Drawing } from './drawing.ts';
import { drawField } from './fields.ts';
import { textNode } from './texts.ts';

type DrawControl = (element: JsonObject, blockId: string, drawing: Drawing) => ReactNode;

/** The attributes by which one delegated handler finds its way: `data-action-type` is the element's Slack type. */
const marks = (element: JsonObject, blockId: string): Readonly<Record<string, string>> => ({
  'data-action-type': word(element['type']),
  'data-action-id': word(element['action_id']),
  'data-block-id': blockId,
  ...(isObject(element['confirm']) && { 'data-confirm': textOf(element['confirm']['text']) }),
});

const button: DrawControl = (element, blockId) => h('button', {
  type: 'button',
  className: `bk-button ${word(element['style'])}`.trim(),
  ...marks(element, blockId),
  'data-value': word(element['value']),
  ...(element['url'] !== undefined && { 'data-url': word(element['url']) }),
  ...(element['accessibility_label'] !== undefined && { 'aria-label': word(element['accessibility_label']) }),
}, textOf(element['text']) || '…');

const overflow: DrawControl = (element, blockId) => h(
  'details', { className: 'bk-overflow' },
  h('summary', { className: 'bk-button', 'aria-label': 'More actions' }, '⋯'),
  h('div', { className: 'bk-menu' }, ...objects(element['options']).map((option) => h(
    'button', { type: 'button', ...marks(element, blockId), 'data-value': word(option['value']) },
    textOf(option['text']), ...(option['description'] === undefined ? [] : [h('small', {}, textOf(option['description']))]),
  ))),
);

/** Values chosen now: what the person entered, else what the app put there. */
const chosen = (element: JsonObject, blockId: string, drawing: Drawing): ReadonlySet<string> => {
  const state = stateOf(element, blockId, drawing);
  const found = Object.entries(state ?? element)
    .filter(([key]) => key.startsWith(state === undefined ? 'initial_' : 'selected_'))
    .flatMap(([, value]) => (isList(value) ? value : [value]));
  return new Set(found.map((one) => (isObject(one) ? word(one['value']) : word(one))));
};

const optionNode = (value: string, label: string): ReactNode => h('option', { value }, label);

/** Channels and people, as far as the app's filter lets them through; page: docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object */
const conversations = (element: JsonObject, { users, channels }: Pick<Drawing, 'users' | 'channels'>): readonly (readonly [names: ReadonlyMap<string, string>, sign: string])[] => {
  const filter = isObject(element['filter']) ? element['filter'] : {};
  const kinds = isList(filter['include']) ? filter['include'] : ['im', 'public', 'private'];
  const isOffered = (id: string): boolean => (id.startsWith('D') ? kinds.includes('im') && filter['exclude_bot_users'] !== true : kinds.includes('public') || kinds.includes('private'));
  return [[new Map([...channels].filter(([id]) => isOffered(id))), '#'], [kinds.includes('im') ? users : new Map(), '@']];
};

const offered = (element: JsonObject, { users, channels }: Drawing): readonly ReactNode[] => {
  const named = (names: ReadonlyMap<string, string>, sign: string): readonly ReactNode[] => [...names].map(([id, name]) => optionNode(id, `${sign}${name}`));
  const type = word(element['type']);
  if (type.endsWith('users_select')) return named(users, '@');
  if (type.endsWith('channels_select')) return named(channels, '#');
  if (type.endsWith('conversations_select')) return conversations(element, { users, channels }).flatMap(([names, sign]) => named(names, sign));
  const options = (holder: JsonObject): readonly ReactNode[] => objects(holder['options']).map((one) => optionNode(word(one['value']), textOf(one['text'])));
  return [...options(element), ...objects(element['option_groups']).map((group) => h('optgroup', { label: textOf(group['label']) }, ...options(group)))];
};

/** A list of choices as high as they need, up to so many. */
const MOST_ROWS = 5;

const select: DrawControl = (element, blockId, drawing) => {
  const isMany = word(element['type']).startsWith('multi_');
  const values = [...chosen(element, blockId, drawing)];
  const placeholder = textOf(element['placeholder']) || 'Choose';
  return h('select', {
    className: 'bk-select', ...marks(element, blockId), 'aria-label': placeholder,
    ...(isMany ? { multiple: true, size: Math.min(Math.max(optionsOf(element).length, 2), MOST_ROWS), defaultValue: values } : { defaultValue: values[0] ?? '' }),
  }, ...(isMany ? [] : [optionNode('', placeholder)]), ...offered(element, drawing));
};

/** A menu whose options the app is asked for while one types: the page fills the list that `data-options-list` names. */
const external: DrawControl = (element, blockId, drawing) => {
  const list = `options-${blockId}-${word(element['action_id'])}`;
  const state = stateOf(element, blockId, drawing) ?? { selected_option: element['initial_option'], selected_options: element['initial_options'] };
  const picked = [state['selected_option'], ...(isList(state['selected_options']) ? state['selected_options'] : [])].filter(isObject);
  return h(
    'span', { className: 'bk-external' },
    ...picked.map((option) => h('span', { className: 'bk-picked', 'data-value': word(option['value']) }, textOf(option['text']))),
    h('input', {
      type: 'search', autoComplete: 'off', className: 'bk-field', ...marks(element, blockId), list, 'data-options-list': list,
      'data-min-query-length': word(element['min_query_length'] ?? 3),
      placeholder: textOf(element['placeholder']), 'aria-label': textOf(element['placeholder']) || 'Search',
    }),
    h('datalist', { id: list }),
  );
};

const choices: DrawControl = (element, blockId, drawing) => {
  const values = chosen(element, blockId, drawing);
  const kind = element['type'] === 'checkboxes' ? 'checkbox' : 'radio';
  return h('span', { className: 'bk-choices' }, ...optionsOf(element).map((option) => h(
    'label', {},
    h('input', { type: kind, name: `${blockId}-${word(element['action_id'])}`, ...marks(element, blockId), value: word(option['value']), 'data-value': word(option['value']), defaultChecked: values.has(word(option['value'])) }),
    h('span', {}, textNode(option['text'], drawing), ...(option['description'] === undefined ? [] : [h('small', {}, textNode(option['description'], drawing))])),
  )));
};

const feedback: DrawControl = (element, blockId) => h(
  'span', { className: 'bk-row' },
  ...[element['positive_button'], element['negative_button']].filter(isObject)
    .map((one) => button({ ...one, type: element['type'], action_id: element['action_id'] }, blockId, EMPTY)),
);
const EMPTY: Drawing = { reader: { zone: 'UTC', now: 0 }, users: new Map(), channels: new Map(), values: {}, errors: {} };

/** A picture is told, not fetched: a page of ours asks nobody for anything. */
export const pictureNode = (picture: JsonObject): ReactNode =>
  h('span', { className: 'bk-picture', role: 'img', 'aria-label': word(picture['alt_text']) }, `picture: ${textOf(picture['title']) || word(picture['alt_text'])}`);

/** One element of a block; `blockId` is the block's, because a click names both. */
export const controlNode: DrawControl = (element, blockId, drawing) => {
  const type = word(element['type']);
  if (type === 'button' || type === 'workflow_button' || type === 'icon_button') return button(element, blockId, drawing);
  if (type === 'overflow') return overflow(element, blockId, drawing);
  if (type.endsWith('external_select')) return external(element, blockId, drawing);
  if (type.endsWith('_select')) return select(element, blockId, drawing);
  if (type === 'checkboxes' || type === 'radio_buttons') return choices(element, blockId, drawing);
  if (type === 'feedback_buttons') return feedback(element, blockId, drawing);
  if (type === 'image') return pictureNode(element);
  return drawField(element, marks(element, blockId), stateOf(element, blockId, drawing)) ?? NOTHING;
};
