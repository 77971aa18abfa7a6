/** What a person has entered into the elements of a message or view, in the form Slack reports it as `state.values`. */
import { isList, isObject, lengthOf } from './block-kit/rules.ts';
import type { JsonObject } from './block-kit/rules.ts';

export interface Field {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: JsonObject;
  /** What the person reads beside it: the input's label, the section's text or the placeholder. */
  readonly label: string;
  readonly isInput: boolean;
  readonly isOptional: boolean;
  readonly dispatches: boolean;
}

export type Entered = ReadonlyMap<string, JsonObject>;

const STATELESS = new Set(['button', 'overflow', 'image', 'workflow_button', 'icon_button', 'feedback_buttons']);

export const textOf = (value: unknown): string =>
  isObject(value) && typeof value['text'] === 'string' ? value['text'] : '';

const elementsOf = (block: JsonObject): readonly unknown[] => {
  if (block['type'] === 'input') return [block['element']];
  if (block['type'] === 'section') return [block['accessory']];
  if (block['type'] === 'actions' && isList(block['elements'])) return block['elements'];
  return [];
};

const fieldsOf = (block: JsonObject): readonly Field[] => elementsOf(block)
  .filter((element): element is JsonObject => isObject(element) && !STATELESS.has(String(element['type'])))
  .map((element) => ({
    blockId: String(block['block_id']),
    actionId: String(element['action_id']),
    element,
    label: textOf(block['label']) || textOf(block['text']) || textOf(element['placeholder']),
    isInput: block['type'] === 'input',
    isOptional: block['optional'] === true,
    dispatches: block['type'] !== 'input' || block['dispatch_action'] === true,
  }));

export const fieldsIn = (blocks: readonly JsonObject[]): readonly Field[] => blocks.flatMap((block) =>
  (block['type'] === 'container' && isList(block['child_blocks'])
    ? fieldsIn(block['child_blocks'].filter(isObject)) : fieldsOf(block)));

export const fieldKey = (field: { readonly blockId: string; readonly actionId: string }): string => `${field.blockId}\n${field.actionId}`;

/** By the exact ids of `fieldKey`, by label, or by one of the ids. Throws an error that lists what there is. */
export const findField = (fields: readonly Field[], name: string): Field => {
  const found = fields.find((field) => fieldKey(field) === name) ?? fields.find(({ label }) => label === name)
    ?? fields.find(({ blockId, actionId }) => blockId === name || actionId === name);
  if (found === undefined) throw new Error(`no field “${name}”; there is ${fields.map(({ label }) => `“${label}”`).join(', ') || 'none'}`);
  return found;
};

export const optionsOf = (element: JsonObject): readonly JsonObject[] => {
  const groups = isList(element['option_groups']) ? element['option_groups'] : [];
  return [element, ...groups]
    .flatMap((holder) => (isObject(holder) && isList(holder['options']) ? holder['options'] : []))
    .filter(isObject);
};

/** Element type → [property of the state, property of the initial value, value when nothing is chosen]. */
const STATES: Readonly<Record<string, readonly [string, string, unknown]>> = {
  static_select: ['selected_option', 'initial_option', null],
  external_select: ['selected_option', 'initial_option', null],
  radio_buttons: ['selected_option', 'initial_option', null],
  users_select: ['selected_user', 'initial_user', null],
  conversations_select: ['selected_conversation', 'initial_conversation', null],
  channels_select: ['selected_channel', 'initial_channel', null],
  checkboxes: ['selected_options', 'initial_options', []],
  multi_static_select: ['selected_options', 'initial_options', []],
  multi_external_select: ['selected_options', 'initial_options', []],
  multi_users_select: ['selected_users', 'initial_users', []],
  multi_conversations_select: ['selected_conversations', 'initial_conversations', []],
  multi_channels_select: ['selected_channels', 'initial_channels', []],
  datepicker: ['selected_date', 'initial_date', null],
  timepicker: ['selected_time', 'initial_time', null],
  datetimepicker: ['selected_date_time', 'initial_date_time', null],
  rich_text_input: ['rich_text_value', 'initial_value', null],
};

const shapeOf = (element: JsonObject): readonly [string, string, unknown] =>
  STATES[String(element['type'])] ?? ['value', 'initial_value', null];

const initialState = (element: JsonObject): JsonObject => {
  const [property, initial, nothing] = shapeOf(element);
  return { type: element['type'], [property]: element[initial] ?? nothing };
};

export const valueOf = (field: Field, entered: Entered): JsonObject => entered.get(fieldKey(field)) ?? initialState(field.element);

/** `state.values`: every stateful element, by block id and action id. */
export const stateValues = (blocks: readonly JsonObject[], entered: Entered): JsonObject => {
  const values: Record<string, Record<string, JsonObject>> = {};
  for (const field of fieldsIn(blocks)) (values[field.blockId] ??= {})[field.actionId] = valueOf(field, entered);
  return values;
};

export const isEmpty = (field: Field, entered: Entered): boolean => {
  const value = valueOf(field, entered)[shapeOf(field.element)[0]];
  return value === null || value === '' || (isList(value) && value.length === 0);
};

const choose = (field: Field, wanted: string, offered: readonly JsonObject[]): JsonObject => {
  const found = [...optionsOf(field.element), ...offered].find((option) => textOf(option['text']) === wanted || option['value'] === wanted);
  if (found === undefined) throw new Error(`“${field.label}” offers no option “${wanted}”`);
  return found;
};

const checkTyped = (field: Field, value: string): void => {
  const { type, min_length: min, max_length: max, min_value: low, max_value: high } = field.element;
  const length = lengthOf(value);
  if (value !== '' && typeof min === 'number' && length < min) throw new Error(`“${field.label}” takes at least ${min} characters`);
  if (typeof max === 'number' && length > max) throw new Error(`“${field.label}” takes at most ${max} characters`);
  if (type !== 'number_input' || value === '') return;
  const amount = Number(value);
  if (Number.isNaN(amount) || (low !== undefined && amount < Number(low)) || (high !== undefined && amount > Number(high))) {
    throw new Error(`“${field.label}” does not take ${value}`);
  }
};

/** One value for a single choice or text, a list for a multiple choice; options go by their visible text or value. */
export type EnteredValue = string | number | readonly string[] | null;

/** Typed without any formatting. */
const plainRichText = (text: string): JsonObject =>
  ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] });

/** What Slack's form makes of what a person enters; `offered` are the options the app has offered for it.
 * Throws where the real form would not let the person do it. */
export const enterValue = (field: Field, value: EnteredValue, offered: readonly JsonObject[] = []): JsonObject => {
  const { type } = field.element;
  const [property, , nothing] = shapeOf(field.element);
  if (value === null || value === '') return { type, [property]: nothing };
  if (isList(nothing)) {
    const wanted = isList(value) ? value.map(String) : [String(value)];
    return { type, [property]: property === 'selected_options' ? wanted.map((one) => choose(field, one, offered)) : wanted };
  }
  if (property === 'selected_option') return { type, [property]: choose(field, String(value), offered) };
  if (property === 'rich_text_value') return { type, [property]: plainRichText(String(value)) };
  if (property === 'value') checkTyped(field, String(value));
  return { type, [property]: property === 'selected_date_time' ? Number(value) : String(value) };
};
