/** Elements that live only in input blocks. Page: docs.slack.dev/reference/block-kit/block-elements */
import { LIMITS } from './limits.ts';
import { dispatchConfig, plainText } from './objects.ts';
import { at, boolean, integer, isObject, lengthOf, list, pattern, report, shape, string } from './rules.ts';
import type { Rule } from './rules.ts';
import { richText } from './rich-text.ts';
import { ACTION_ID } from './selects.ts';

const TYPED = {
  ...ACTION_ID, focus_on_load: boolean, placeholder: plainText(LIMITS.placeholder), dispatch_action_config: dispatchConfig,
} as const;
const initialText = { initial_value: string(LIMITS.textInput, 0) } as const;
const DECIMAL = pattern(/^-?\d+(\.\d+)?$/, 'a number as text');

const initialWithinBounds: Rule = (value, place) => {
  if (!isObject(value) || typeof value['initial_value'] !== 'string') return;
  const length = lengthOf(value['initial_value']);
  const { min_length: min, max_length: max } = value;
  if (typeof min === 'number' && length < min) report(at(place, 'initial_value'), 'length', `must be more than ${min - 1} characters`);
  if (typeof max === 'number' && length > max) report(at(place, 'initial_value'), 'length', `must be less than ${max + 1} characters`);
};

const ordered = (low: string, high: string): Rule => (value, place) => {
  if (!isObject(value) || value[low] === undefined || value[high] === undefined) return;
  if (Number(value[low]) > Number(value[high])) report(at(place, low), 'range', `must not exceed ${high}`);
};

export const INPUTS = {
  plain_text_input: shape(
    {
      optional: {
        ...TYPED, ...initialText, multiline: boolean,
        min_length: integer(0, LIMITS.textInput), max_length: integer(1, LIMITS.textInput),
      },
    },
    initialWithinBounds, ordered('min_length', 'max_length'),
  ),
  email_text_input: shape({ optional: { ...TYPED, ...initialText } }),
  url_text_input: shape({ optional: { ...TYPED, ...initialText } }),
  number_input: shape(
    { required: { is_decimal_allowed: boolean }, optional: { ...TYPED, initial_value: DECIMAL, min_value: DECIMAL, max_value: DECIMAL } },
    ordered('min_value', 'max_value'),
  ),
  rich_text_input: shape({
    required: ACTION_ID,
    optional: {
      ...TYPED, initial_value: richText,
      min_lines: integer(1, LIMITS.richText.inputLines), max_lines: integer(1, LIMITS.richText.inputLines),
    },
  }),
  file_input: shape({
    optional: { ...ACTION_ID, filetypes: list(string(LIMITS.id), 1, LIMITS.options.select), max_files: integer(1, LIMITS.files) },
  }),
} as const;
