/** For people without access, in App Home and where the form would open: what this is, and whom to ask for what. */
import type { KnownBlock } from '@slack/types';
import type { FormRefused } from '../../features/open-form.ts';
import { plainParagraph, preformatted } from './elements.ts';
import { refusedMessage } from './notices.ts';

export const WHAT_IT_IS = 'I answer who did what to your customers in Microsoft Partner Center, from its audit records. I only read: nothing is changed there.';

/** The refusal with the entry to ask for; no customer is named. */
export function refusedBlocks({ refusal, userId, elsewhere }: FormRefused): readonly KnownBlock[] {
  return [
    plainParagraph(WHAT_IT_IS),
    ...refusedMessage(refusal, userId).rich.blocks,
    ...(refusal === 'not-listed' ? [plainParagraph('The entry to ask for is your Slack user id, added to the list with a comma:'), preformatted(`AUDIT_ACCESS=…,${userId}`)] : []),
    ...(refusal === 'not-listed' && elsewhere ? [plainParagraph('Some channels are on the list, too: what is typed there is answered there.')] : []),
  ];
}
