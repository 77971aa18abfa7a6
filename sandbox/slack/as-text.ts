/** Draws a message, a modal or the home tab as a person would read it, for a terminal. */
import { readControl } from './as-text/controls.ts';
import type { Reader } from './as-text/date-tokens.ts';
import { readMrkdwn } from './as-text/mrkdwn.ts';
import { readRichText } from './as-text/rich-text.ts';
import { readChart, readTable } from './as-text/tables.ts';
import { isList, isObject } from './block-kit/rules.ts';
import type { JsonObject } from './block-kit/rules.ts';
import { textOf } from './form-values.ts';
import type { SlackMessage } from './messages.ts';
import type { ShownView } from './reading.ts';

interface Drawing {
  readonly reader: Reader;
  /** `state.values` of a view. */
  readonly values: JsonObject;
  readonly errors: Readonly<Record<string, string>>;
}

type Draw = (block: JsonObject, drawing: Drawing) => string;

const objects = (value: unknown): readonly JsonObject[] => (isList(value) ? value.filter(isObject) : []);
const word = (value: unknown): string => (typeof value === 'string' ? value : '');

const readText = (value: unknown, reader: Reader): string => {
  if (!isObject(value)) return word(value);
  return value['type'] === 'mrkdwn' ? readMrkdwn(textOf(value), reader) : textOf(value);
};

const control = (element: unknown, block: JsonObject, { values }: Drawing): string => {
  if (!isObject(element)) return '';
  const states = values[String(block['block_id'])];
  const state = isObject(states) ? states[String(element['action_id'])] : undefined;
  return readControl(element, isObject(state) ? state : undefined);
};

const twoColumns = (texts: readonly string[]): string => {
  const cells = texts.map((text) => text.replaceAll('\n', ' '));
  const left = Math.max(...cells.filter((_cell, index) => index % 2 === 0).map((cell) => cell.length));
  return cells.map((cell, index) => (index % 2 === 0 ? `${cell.padEnd(left)}   ` : `${cell}\n`)).join('').trimEnd();
};

const section: Draw = (block, drawing) => {
  const text = readText(block['text'], drawing.reader);
  const fields = objects(block['fields']).map((field) => readText(field, drawing.reader));
  const accessory = control(block['accessory'], block, drawing);
  const lines = [...(text === '' ? [] : [text]), ...(fields.length === 0 ? [] : [twoColumns(fields)])].join('\n');
  return accessory === '' ? lines : `${lines}  ${accessory}`.trimStart();
};

const input: Draw = (block, drawing) => {
  const error = drawing.errors[String(block['block_id'])];
  return [
    `${textOf(block['label'])}${block['optional'] === true ? ' (optional)' : ''}`,
    `  ${control(block['element'], block, drawing)}`,
    ...(block['hint'] === undefined ? [] : [`  ${textOf(block['hint'])}`]),
    ...(error === undefined ? [] : [`  ! ${error}`]),
  ].join('\n');
};

const card: Draw = (block, drawing) => [
  ...['title', 'subtitle', 'body'].map((key) => readText(block[key], drawing.reader)),
  objects(block['actions']).map((element) => readControl(element)).join('  '),
].filter((line) => line !== '').join('\n');

const container: Draw = (block, drawing) => [
  isObject(block['rich_text_title']) ? readRichText(block['rich_text_title'], drawing.reader) : textOf(block['title']),
  readText(block['subtitle'], drawing.reader),
  drawBlocks(objects(block['child_blocks']), drawing).replace(/^/gm, '  '),
].filter((line) => line !== '').join('\n');

const task: Draw = (block, { reader }) => [
  `[${word(block['status']) || 'pending'}] ${word(block['title'])}`,
  ...[block['details'], block['output']].filter(isObject).map((text) => `  ${readRichText(text, reader)}`),
].join('\n');

const header: Draw = (block) => `${textOf(block['text'])}\n${'═'.repeat(Math.min(textOf(block['text']).length, 72))}`;

const row: Draw = (block, drawing) => objects(block['elements']).map((element) => control(element, block, drawing)).join('  ');

const DRAWINGS: Readonly<Record<string, Draw>> = {
  header, section, input, card, container,
  divider: () => '─'.repeat(40),
  context: (block, { reader }) => `  ${objects(block['elements'])
    .map((element) => (element['type'] === 'image' ? readControl(element) : readText(element, reader))).join(' · ').replaceAll('\n', '\n  ')}`,
  actions: row,
  context_actions: row,
  image: (block) => `[image: ${textOf(block['title']) || word(block['alt_text'])}]`,
  rich_text: (block, { reader }) => readRichText(block, reader),
  markdown: (block) => word(block['text']),
  table: (block, { reader }) => readTable(block, reader),
  data_table: (block, { reader }) => readTable(block, reader),
  data_visualization: (block) => readChart(block),
  carousel: (block, drawing) => objects(block['elements']).map((one) => card(one, drawing)).join('\n·\n'),
  alert: (block, { reader }) => `! ${readText(block['text'], reader)}`,
  plan: (block, drawing) => [word(block['title']), ...objects(block['tasks']).map((one) => task(one, drawing))].join('\n'),
  task_card: task,
};

const drawBlocks = (blocks: readonly JsonObject[], drawing: Drawing): string => blocks.map((block) => {
  const draw = DRAWINGS[String(block['type'])];
  return draw === undefined ? `[${String(block['type'])}]` : draw(block, drawing);
}).join('\n');

/** What the person sees: the blocks, or the text where there are none. */
export const messageAsText = (message: Pick<SlackMessage, 'text' | 'blocks'>, reader: Reader): string =>
  (message.blocks.length === 0 ? readMrkdwn(message.text, reader) : drawBlocks(message.blocks, { reader, values: {}, errors: {} }));

/** Title, content and the two buttons of a modal; a home tab has only content. */
export const viewAsText = (view: Pick<ShownView, 'title' | 'submit' | 'close' | 'blocks' | 'values' | 'errors'>, reader: Reader): string => {
  const { title, submit, close, blocks, values, errors } = view;
  const buttons = [close, submit].filter((label) => label !== '').map((label) => `[${label}]`).join('  ');
  return [
    ...(title === '' ? [] : [`┌ ${title}`]),
    drawBlocks(blocks, { reader, values, errors }),
    ...(buttons === '' ? [] : [`└ ${buttons}`]),
  ].join('\n');
};
