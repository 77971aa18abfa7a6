/** Elements that are typed into, as native fields. */
import { createElement as h } from 'react';
import type { ReactNode } from 'react';
import { isObject } from '../../slack/block-kit/rules.ts';
import type { JsonObject } from '../../slack/block-kit/rules.ts';
import { textOf } from '../../slack/form-values.ts';
import { word } from './drawing.ts';

const KINDS: Readonly<Record<string, string>> = {
  plain_text_input: 'text', email_text_input: 'email', url_text_input: 'url', number_input: 'number',
  datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local', file_input: 'file', rich_text_input: 'text',
};

const INITIAL = ['initial_value', 'initial_date', 'initial_time'] as const;
const ENTERED = ['value', 'selected_date', 'selected_time'] as const;

/** datetimepicker keeps seconds; the browser's field takes a local time, drawn here in UTC. */
const fromSeconds = (value: unknown): string => (typeof value === 'number' ? new Date(value * 1000).toISOString().slice(0, 16) : '');

const currentOf = (element: JsonObject, state: JsonObject | undefined): string => {
  const seconds = state === undefined ? element['initial_date_time'] : state['selected_date_time'];
  const keys: readonly string[] = state === undefined ? INITIAL : ENTERED;
  return keys.map((key) => word((state ?? element)[key])).find((text) => text !== '') ?? fromSeconds(seconds);
};

const limits = (element: JsonObject): Readonly<Record<string, string | number>> => ({
  ...(typeof element['max_length'] === 'number' && { maxLength: element['max_length'] }),
  ...(typeof element['min_length'] === 'number' && { minLength: element['min_length'] }),
  ...(element['min_value'] !== undefined && { min: word(element['min_value']) }),
  ...(element['max_value'] !== undefined && { max: word(element['max_value']) }),
  ...(element['type'] === 'number_input' && { step: element['is_decimal_allowed'] === true ? 'any' : '1' }),
});

/** The field for an element, or undefined where it is none that this page knows. */
export const drawField = (element: JsonObject, marks: Readonly<Record<string, string>>, state: JsonObject | undefined): ReactNode | undefined => {
  const type = word(element['type']);
  const kind = KINDS[type];
  if (kind === undefined) return undefined;
  const placeholder = isObject(element['placeholder']) ? { placeholder: textOf(element['placeholder']), 'aria-label': textOf(element['placeholder']) } : {};
  const all = { className: 'bk-field', ...marks, ...placeholder, ...limits(element), ...(kind !== 'file' && { defaultValue: currentOf(element, state) }) };
  return element['multiline'] === true || type === 'rich_text_input' ? h('textarea', { rows: 4, ...all }) : h('input', { type: kind, ...all });
};
