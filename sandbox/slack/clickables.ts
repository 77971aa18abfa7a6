/** What can be clicked in blocks, by the label a person reads. */
import { isList, isObject } from './block-kit/rules.ts';
import type { JsonObject } from './block-kit/rules.ts';
import { fieldKey, optionsOf, textOf } from './form-values.ts';
import type { Entered } from './form-values.ts';

export interface Clickable {
  readonly label: string;
  readonly blockId: string;
  readonly actionId: string;
  readonly element: JsonObject;
  /** Set when the label is one of the element's options. */
  readonly option?: JsonObject;
}

const CHOICES = new Set(['overflow', 'static_select', 'radio_buttons', 'checkboxes', 'multi_static_select']);

const clickable = (blockId: string, element: JsonObject): readonly Clickable[] => {
  const type = String(element['type']);
  const base = { blockId, actionId: String(element['action_id']), element };
  if (CHOICES.has(type)) return optionsOf(element).map((option) => ({ ...base, label: textOf(option['text']), option }));
  if (type === 'feedback_buttons') {
    return [element['positive_button'], element['negative_button']].filter(isObject)
      .map((option) => ({ ...base, label: textOf(option['text']), option }));
  }
  return type === 'button' || type === 'icon_button' || type === 'workflow_button' ? [{ ...base, label: textOf(element['text']) }] : [];
};

const inside = (value: unknown, blockId: string): readonly Clickable[] => {
  if (isList(value)) return value.flatMap((item) => inside(item, blockId));
  if (!isObject(value)) return [];
  const found = clickable(blockId, value);
  if (found.length > 0) return found;
  const own = typeof value['block_id'] === 'string' ? value['block_id'] : blockId;
  return Object.values(value).flatMap((inner) => inside(inner, own));
};

/** In reading order. Input blocks are filled in, not clicked. */
const clickablesIn = (blocks: readonly JsonObject[]): readonly Clickable[] =>
  inside(blocks.filter(({ type }) => type !== 'input'), '');

/** What a person could click, in reading order; a label may stand there more than once. */
export const labelsIn = (blocks: readonly JsonObject[]): readonly string[] => clickablesIn(blocks).map(({ label }) => label);

export interface Wanted {
  /** The visible text of a button, or of an option in a menu. */
  readonly label?: string | undefined;
  readonly actionId?: string | undefined;
  readonly blockId?: string | undefined;
  /** Of an option in a menu. */
  readonly value?: string | undefined;
  /** Which of several, from 0; the first if left out. */
  readonly index?: number | undefined;
}

/** Throws an error that lists what could have been clicked. */
export const pick = (blocks: readonly JsonObject[], { label, actionId, blockId, value, index = 0 }: Wanted): Clickable => {
  const all = clickablesIn(blocks);
  const is = (wanted: string | undefined, found: unknown): boolean => wanted === undefined || found === wanted;
  const matching = all.filter((one) => is(label, one.label) && is(actionId, one.actionId) && is(blockId, one.blockId)
    && is(value, one.option?.['value'] ?? value));
  const found = matching[index];
  if (found === undefined) {
    const offered = all.map((one) => `“${one.label}”`).join(', ') || 'nothing';
    throw new Error(`no ${label === undefined ? actionId ?? 'button' : `“${label}”`} number ${index} to click; there is ${offered}`);
  }
  return found;
};

/** What the click leaves in `state.values`, if the element keeps state. */
export const stateAfter = ({ element, option, ...where }: Clickable, entered: Entered): Entered => {
  const type = String(element['type']);
  if (option === undefined || type === 'overflow' || type === 'feedback_buttons') return entered;
  const key = fieldKey(where);
  if (type === 'static_select' || type === 'radio_buttons') return new Map([...entered, [key, { type, selected_option: option }]]);
  const before = entered.get(key)?.['selected_options'] ?? element['initial_options'];
  const selected = isList(before) ? before.filter(isObject) : [];
  const others = selected.filter((one) => one['value'] !== option['value']);
  const toggled = others.length === selected.length ? [...selected, option] : others;
  return new Map([...entered, [key, { type, selected_options: toggled }]]);
};

/** The entry of `actions` for this click. */
export const actionOf = (clicked: Clickable, after: Entered): JsonObject => {
  const { blockId, actionId, element, option } = clicked;
  const base = { type: element['type'], block_id: blockId, action_id: actionId };
  if (element['type'] === 'overflow') return { ...base, selected_option: option };
  if (element['type'] === 'feedback_buttons') return { ...base, text: option?.['text'], value: option?.['value'] };
  if (option !== undefined) return { ...base, ...after.get(fieldKey(clicked)) };
  const { text, value, style } = element;
  return { ...base, text, ...(value === undefined ? {} : { value }), ...(style === undefined ? {} : { style }) };
};
