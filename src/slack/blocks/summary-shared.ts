/** Who showed an answer to a channel, and how it is asked before others see one. */
import type { Rendered } from '../message.ts';
import { button, buttonRow, plainParagraph, rendered } from './elements.ts';
import type { Part } from './parts.ts';
import { escaped, markup, plain } from './text.ts';

const USER_ID = /^[UW][A-Z0-9]{2,}$/;
const COMMAND_LIMIT = 300;

/** The line above a shared answer. Only an id of Slack's own form becomes a mention; the command is shown as it is. */
export function sharedPart(userId: string, command: string): Part {
  const isPerson = USER_ID.test(userId);
  const asked = plain(command, COMMAND_LIMIT).text;
  return {
    rich: [{
      type: 'rich_text',
      elements: [{
        type: 'rich_text_section',
        elements: [
          isPerson ? { type: 'user', user_id: userId } : { type: 'text', text: 'Somebody' },
          { type: 'text', text: ' shared the answer to ' },
          { type: 'text', text: asked, style: { code: true } },
        ],
      }],
    }],
    plain: [{ type: 'section', text: markup(`${isPerson ? `<@${userId}>` : 'Somebody'} shared the answer to ${escaped(asked, COMMAND_LIMIT)}`) }],
  };
}

export interface ShareQuestion {
  readonly resultId: string;
  readonly page: number;
  readonly audience: 'guests' | 'unknown';
}

const REASONS: Readonly<Record<ShareQuestion['audience'], string>> = {
  guests: 'There are guests in this channel: they would see this answer, with the names of customers and people in it.',
  unknown: 'I cannot see who is in this channel: guests or people of other organisations may be, and would see this answer with the names of customers and people in it.',
};

/** Asked before guests, or nobody knows who, would read along. */
export function shareQuestion({ resultId, page, audience }: ShareQuestion): Rendered {
  const question = 'Nothing was shared yet. Share it all the same?';
  return rendered(`${REASONS[audience]} ${question}`, [
    plainParagraph(REASONS[audience]),
    plainParagraph(question),
    ...buttonRow([button('Share to channel', { kind: 'share-anyway', resultId, page }, 'sure')]),
  ]);
}
