/** The small form behind `Mute like this…`: what it would be about, for how long, and why. */
import type { ModalView } from '@slack/types';
import { greyLine, plainParagraph } from './elements.ts';
import { LIMITS, plain } from './text.ts';

/** The callback id: the number goes up whenever the form changes. */
export const MUTE_FORM_ID = 'audit1.mute';
/** Block ids and action ids of the fields. */
export const MUTE_FIELDS = { because: 'because', forHours: 'for', high: 'high' } as const;

const REASON_LIMIT = 100;
/** A mute ends: from an hour to 30 days. */
const SPANS: readonly (readonly [hours: number, label: string])[] = [[1, '1 hour'], [24, '1 day'], [7 * 24, '7 days'], [30 * 24, '30 days']];

export function muteFormView(about: string, metadata: string): ModalView {
  const options = SPANS.map(([hours, label]) => ({ text: plain(label), value: String(hours) }));
  const [, day] = options;
  return {
    type: 'modal', callback_id: MUTE_FORM_ID, private_metadata: metadata,
    title: plain('Mute like this', LIMITS.title), submit: plain('Preview', LIMITS.title), close: plain('Close', LIMITS.title),
    blocks: [
      plainParagraph(`Keeps out of the alerts here: ${about}`),
      { type: 'input', block_id: MUTE_FIELDS.because, label: plain('Reason'), element: { type: 'plain_text_input', action_id: MUTE_FIELDS.because, max_length: REASON_LIMIT, focus_on_load: true } },
      { type: 'input', block_id: MUTE_FIELDS.forHours, label: plain('For'), element: { type: 'static_select', action_id: MUTE_FIELDS.forHours, options, ...(day && { initial_option: day }) } },
      {
        type: 'input', block_id: MUTE_FIELDS.high, optional: true, label: plain('High risk'),
        element: { type: 'checkboxes', action_id: MUTE_FIELDS.high, options: [{ text: plain('Hide operations of high risk too'), value: 'high' }] },
      },
      greyLine('Nothing is hidden yet: you see first what it would have hidden in the last 7 days.'),
    ],
  };
}
