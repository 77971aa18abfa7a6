/** Every block as elements. Page: docs.slack.dev/reference/block-kit/blocks */
import { createElement as h, Fragment } from 'react';
import type { ReactNode } from 'react';
import { Message } from 'slack-blocks-to-jsx';
import type { Block } from 'slack-blocks-to-jsx';
import { isList, isObject } from '../../slack/block-kit/rules.ts';
import type { JsonObject } from '../../slack/block-kit/rules.ts';
import { textOf } from '../../slack/form-values.ts';
import { controlNode, pictureNode } from './controls.ts';
import { NOTHING, objects, word } from './drawing.ts';
import type { Drawing } from './drawing.ts';
import { tableNode } from './tables.ts';
import { richTextNode, textNode } from './texts.ts';

type DrawBlock = (block: JsonObject, drawing: Drawing) => ReactNode;

const idOf = (block: JsonObject): string => word(block['block_id']);

const maybe = (className: string, value: unknown, drawing: Drawing): readonly ReactNode[] =>
  (value === undefined ? [] : [h('div', { className }, textNode(value, drawing))]);

const section: DrawBlock = (block, drawing) => h(
  'div', { className: 'bk-section' },
  h(
    'div', { className: 'bk-section-text' },
    ...maybe('bk-text', block['text'], drawing),
    ...(block['fields'] === undefined ? [] : [h('div', { className: 'bk-fields' }, ...objects(block['fields']).map((field) => h('div', { className: 'bk-text' }, textNode(field, drawing))))]),
  ),
  ...(isObject(block['accessory']) ? [h('div', { className: 'bk-accessory' }, controlNode(block['accessory'], idOf(block), drawing))] : []),
);

const controls: DrawBlock = (block, drawing) =>
  h('div', { className: 'bk-row' }, ...objects(block['elements']).map((element) => controlNode(element, idOf(block), drawing)));

const input: DrawBlock = (block, drawing) => {
  const error = drawing.errors[idOf(block)];
  return h(
    'div', { className: 'bk-input', role: 'group', 'aria-label': textOf(block['label']) },
    h('div', { className: 'bk-label' }, textOf(block['label']), ...(block['optional'] === true ? [h('small', {}, ' (optional)')] : [])),
    isObject(block['element']) ? controlNode(block['element'], idOf(block), drawing) : NOTHING,
    ...(block['hint'] === undefined ? [] : [h('div', { className: 'bk-hint' }, textOf(block['hint']))]),
    ...(error === undefined ? [] : [h('div', { className: 'bk-error', role: 'alert' }, error)]),
  );
};

const card: DrawBlock = (block, drawing) => h(
  'div', { className: 'bk-card' },
  ...(isObject(block['hero_image']) ? [pictureNode(block['hero_image'])] : []),
  ...maybe('bk-card-title', block['title'], drawing), ...maybe('bk-hint', block['subtitle'], drawing), ...maybe('bk-text', block['body'], drawing),
  ...(isList(block['actions']) ? [controls({ ...block, elements: block['actions'] }, drawing)] : []),
);

/** A container is a native disclosure, so that it opens and closes without a script. */
const container: DrawBlock = (block, drawing) => {
  const title = isObject(block['rich_text_title']) ? richTextNode(block['rich_text_title'], drawing) : textNode(block['title'], drawing);
  const inner = [...maybe('bk-hint', block['subtitle'], drawing), blocksNode(objects(block['child_blocks']), drawing)];
  return block['is_collapsible'] === true
    ? h('details', { className: 'bk-card', open: block['default_collapsed'] !== true }, h('summary', { className: 'bk-card-title' }, title), ...inner)
    : h('div', { className: 'bk-card' }, h('div', { className: 'bk-card-title' }, title), ...inner);
};

const TASK_SIGNS: Readonly<Record<string, string>> = { complete: '✓', error: '✗', in_progress: '…' };
const task: DrawBlock = (block, drawing) => h(
  'div', { className: 'bk-task' },
  `${TASK_SIGNS[word(block['status'])] ?? '○'} ${word(block['title'])}`,
  h('small', {}, ` ${word(block['status']).replace('_', ' ') || 'pending'}`),
  richTextNode(block['details'], drawing), richTextNode(block['output'], drawing),
);

const plan: DrawBlock = (block, drawing) =>
  h('div', { className: 'bk-card' }, h('div', { className: 'bk-card-title' }, word(block['title'])), ...objects(block['tasks']).map((one) => task(one, drawing)));

/** The library's types are narrower than what Slack takes; what it cannot read it leaves out. */
const forLibrary = (block: JsonObject): Block => block as unknown as Block;

/** Charts and Markdown, which the library draws well and without asking anybody for anything. */
const byLibrary: DrawBlock = (block) =>
  h(Message, { blocks: [forLibrary(block)], logo: '', name: '', withoutWrapper: true, theme: 'light' });

/** A chart under its title. The library's own buttons for a table and a download need a script: the styles hide them. */
const chart: DrawBlock = (block, drawing) => h('figure', { className: 'bk-chart', 'aria-label': word(block['title']) }, byLibrary(block, drawing));

const DRAWINGS: Readonly<Record<string, DrawBlock>> = {
  section, input, card, container, plan,
  header: (block) => h('h3', { className: 'bk-header' }, textOf(block['text'])),
  divider: () => h('hr', { className: 'bk-divider' }),
  context: (block, drawing) => h('div', { className: 'bk-context' }, ...objects(block['elements']).map((one) =>
    h('span', {}, one['type'] === 'image' ? pictureNode(one) : textNode(one, drawing)))),
  actions: controls,
  context_actions: controls,
  rich_text: richTextNode,
  table: tableNode,
  data_table: tableNode,
  task_card: task,
  image: (block) => pictureNode(block),
  video: (block) => pictureNode(block),
  carousel: (block, drawing) => h('div', { className: 'bk-row' }, ...objects(block['elements']).map((one) => card(one, drawing))),
  alert: (block, drawing) => h('div', { className: `bk-alert ${word(block['level'])}`, role: 'note' }, textNode(block['text'], drawing)),
  markdown: byLibrary,
  data_visualization: chart,
};

/** Blocks in their order; one that no drawing is known for is named, never left out. */
export const blocksNode = (blocks: readonly JsonObject[], drawing: Drawing): ReactNode => h(Fragment, {}, ...blocks.map((block) => {
  const type = word(block['type']);
  const draw = Object.hasOwn(DRAWINGS, type) ? DRAWINGS[type] : undefined;
  return h('div', { className: 'bk-block', 'data-block-type': type, 'data-block-id': idOf(block) }, draw === undefined ? `[${type}]` : draw(block, drawing));
}));
