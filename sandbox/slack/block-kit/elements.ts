/** Interactive elements and where each may stand. Page: docs.slack.dev/reference/block-kit/block-elements */
import { INPUTS } from './inputs.ts';
import { LIMITS } from './limits.ts';
import { choiceOption, confirm, imageElement, overflowOption, plainText } from './objects.ts';
import { boolean, byType, isList, isObject, list, number, oneOf, pattern, report, shape, string, url } from './rules.ts';
import type { Rule } from './rules.ts';
import { ACTION_ID, MULTI_SELECTS, SELECTS, USER_ID, initialAmong } from './selects.ts';

const LABELLED = { accessibility_label: string(LIMITS.accessibilityLabel) } as const;
const COLOUR = { style: oneOf('primary', 'danger') } as const;

export const button: Rule = shape({
  required: { text: plainText(LIMITS.button.text) },
  optional: {
    ...ACTION_ID, ...LABELLED, ...COLOUR, confirm,
    value: string(LIMITS.button.value), url: url(LIMITS.url),
  },
});

const inputParameter: Rule = (value, place) => {
  if (!isObject(value)) report(place, 'type', 'must be an object');
};

const workflowButton: Rule = shape({
  required: {
    text: plainText(LIMITS.button.text),
    workflow: shape({
      required: {
        trigger: shape({ required: { url: url() }, optional: { customizable_input_parameters: list(inputParameter, 0, LIMITS.options.select) } }),
      },
    }),
  },
  optional: { ...ACTION_ID, ...LABELLED, ...COLOUR },
});

const overflow: Rule = shape({
  required: { options: list(overflowOption, 1, LIMITS.options.overflow) },
  optional: { ...ACTION_ID, confirm },
});

const choices = { options: list(choiceOption, 1, LIMITS.options.choice) } as const;
const CHOICES = {
  checkboxes: shape(
    { required: choices, optional: { ...ACTION_ID, confirm, focus_on_load: boolean, initial_options: list(choiceOption, 1, LIMITS.options.choice) } },
    initialAmong,
  ),
  radio_buttons: shape(
    { required: choices, optional: { ...ACTION_ID, confirm, focus_on_load: boolean, initial_option: choiceOption } },
    initialAmong,
  ),
} as const;

const PICKER = { ...ACTION_ID, confirm, focus_on_load: boolean, placeholder: plainText(LIMITS.placeholder) } as const;
const PICKERS = {
  datepicker: shape({
    optional: { ...PICKER, initial_date: pattern(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a date YYYY-MM-DD') },
  }),
  timepicker: shape({
    optional: { ...PICKER, initial_time: pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time HH:mm'), timezone: string(LIMITS.id) },
  }),
} as const;
const tenDigits: Rule = (value, place) => {
  number(value, place);
  if (typeof value === 'number' && !/^\d{10}$/.test(String(value))) report(place, 'format', 'must be a UNIX timestamp of 10 digits');
};

const DATE_TIME = {
  datetimepicker: shape({ optional: { ...ACTION_ID, confirm, focus_on_load: boolean, initial_date_time: tenDigits } }),
} as const;

const SHARED = { ...CHOICES, ...PICKERS, ...SELECTS, ...MULTI_SELECTS } as const;

export const actionsElement: Rule = byType({
  ...SHARED, ...DATE_TIME, button, overflow, workflow_button: workflowButton, rich_text_input: INPUTS.rich_text_input,
});

/** The page of the date-time picker keeps it out of sections. */
export const accessory: Rule = byType({ ...SHARED, button, overflow, workflow_button: workflowButton, image: imageElement });

export const inputElement: Rule = byType({ ...SHARED, ...DATE_TIME, ...INPUTS });

const feedbackButton: Rule = shape({
  required: { text: plainText(LIMITS.button.text), value: string(LIMITS.button.value) },
  optional: LABELLED,
});

export const contextAction: Rule = byType({
  feedback_buttons: shape({
    required: { positive_button: feedbackButton, negative_button: feedbackButton },
    optional: ACTION_ID,
  }),
  icon_button: shape({
    required: { icon: oneOf('trash'), text: plainText(LIMITS.button.text) },
    optional: {
      ...ACTION_ID, ...LABELLED, confirm, value: string(LIMITS.button.value),
      visible_to_user_ids: list(USER_ID, 0, LIMITS.options.select),
    },
  }),
});

/** `response_url_enabled` works only with a menu in an input block of a modal. */
export const responseUrlOnlyInInput: Rule = (value, place) => {
  const elements = isObject(value) ? [value['accessory'], ...(isList(value['elements']) ? value['elements'] : [])] : [];
  if (elements.some((element) => isObject(element) && element['response_url_enabled'] === true)) {
    report(place, 'surface', 'response_url_enabled is only allowed in an input block of a modal');
  }
};
