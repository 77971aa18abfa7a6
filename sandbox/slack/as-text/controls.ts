/** Buttons, menus and inputs as they would be read out. */
import { isList, isObject } from '../block-kit/rules.ts';
import type { JsonObject } from '../block-kit/rules.ts';
import { optionsOf, textOf } from '../form-values.ts';

const labels = (options: readonly JsonObject[]): string => options.map((option) => textOf(option['text'])).join(' · ');

const chosenOf = (state: JsonObject | undefined): string => {
  const entry = Object.entries(state ?? {}).find(([key, value]) => key !== 'type' && value !== null);
  const value = entry?.[1];
  if (isObject(value)) return textOf(value['text']);
  if (isList(value)) return value.map((one) => (isObject(one) ? textOf(one['text']) : String(one))).join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** One element; `state` is its entry in `state.values`, if there is one. */
export const readControl = (element: JsonObject, state?: JsonObject): string => {
  const type = String(element['type']);
  const chosen = chosenOf(state);
  const picked = (option: JsonObject): boolean => chosen.split(', ').includes(textOf(option['text']));
  if (type === 'image') return `[image: ${String(element['alt_text'])}]`;
  if (type === 'overflow') return `[⋯ ${labels(optionsOf(element))}]`;
  if (type === 'feedback_buttons') return [element['positive_button'], element['negative_button']].filter(isObject).map((one) => `[${textOf(one['text'])}]`).join(' ');
  if (type === 'checkboxes') return optionsOf(element).map((option) => `${picked(option) ? '[x]' : '[ ]'} ${textOf(option['text'])}`).join('  ');
  if (type === 'radio_buttons') return optionsOf(element).map((option) => `${picked(option) ? '(x)' : '( )'} ${textOf(option['text'])}`).join('  ');
  if (type.includes('select') || type.endsWith('picker')) return `[${chosen || textOf(element['placeholder']) || '…'} ▾]`;
  if (type.endsWith('input')) return `[${chosen || textOf(element['placeholder']) || ' '}]`;
  return `[${textOf(element['text'])}]`;
};
