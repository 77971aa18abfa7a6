/** The small form behind `Save search`: the search, and a name for it. */
import type { ModalView } from '@slack/types';
import { LONGEST_NAME } from '../../features/save-search.ts';
import { plainParagraph } from './elements.ts';
import { LIMITS, plain, shortened } from './text.ts';

/** The callback id: the number goes up whenever the form changes. */
export const SAVE_FORM_ID = 'audit1.save-search';
/** Block id and action id of the field: an error stands there. */
export const NAME_FIELD = 'name';

export function saveFormView(command: string, metadata: string): ModalView {
  return {
    type: 'modal',
    callback_id: SAVE_FORM_ID,
    private_metadata: metadata,
    title: plain('Save search', LIMITS.title),
    submit: plain('Save', LIMITS.title),
    close: plain('Close', LIMITS.title),
    blocks: [
      plainParagraph(shortened(command, 600)),
      {
        type: 'input',
        block_id: NAME_FIELD,
        label: plain('Name'),
        hint: plain('Only you see your saved searches. Relative times stay relative: last 7d is read anew each time.'),
        element: { type: 'plain_text_input', action_id: NAME_FIELD, max_length: LONGEST_NAME, focus_on_load: true },
      },
    ],
  };
}
