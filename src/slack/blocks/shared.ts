/** Who showed something to a channel, and how it is asked before others see it. */
import type { Button } from '@slack/types';
import type { Shareable } from '../../features/screens.ts';
import { isSearchName } from '../action-ids.ts';
import type { Rendered } from '../message.ts';
import { button, buttonRow, plainParagraph, rendered } from './elements.ts';
import type { Part } from './parts.ts';
import { escaped, markup, plain } from './text.ts';

const USER_ID = /^[UW][A-Z0-9]{2,}$/;
const COMMAND_LIMIT = 300;

/** The line above what is shared. Only an id of Slack's own form becomes a mention; the command is shown as it is. */
export function sharedPart(userId: string, what: 'the answer to' | 'a saved search:', command: string): Part {
  const isPerson = USER_ID.test(userId);
  const asked = plain(command, COMMAND_LIMIT).text;
  return {
    rich: [{
      type: 'rich_text',
      elements: [{
        type: 'rich_text_section',
        elements: [
          isPerson ? { type: 'user', user_id: userId } : { type: 'text', text: 'Somebody' },
          { type: 'text', text: ` shared ${what} ` },
          { type: 'text', text: asked, style: { code: true } },
        ],
      }],
    }],
    plain: [{ type: 'section', text: markup(`${isPerson ? `<@${userId}>` : 'Somebody'} shared ${what} ${escaped(asked, COMMAND_LIMIT)}`) }],
  };
}

export interface ShareQuestion {
  readonly what: Shareable;
  readonly audience: 'guests' | 'unknown';
}

const SEEN: Readonly<Record<Shareable['kind'], string>> = {
  answer: 'this answer, with the names of customers and people in it',
  search: 'this search, with the names in it',
};

function reasonOf({ what, audience }: ShareQuestion): string {
  const seen = SEEN[what.kind];
  switch (audience) {
    case 'guests': return `There are guests in this channel: they would see ${seen}.`;
    case 'unknown': return `I cannot see who is in this channel: guests or people of other organisations may be, and would see ${seen}.`;
  }
}

/** Asked before guests, or nobody knows who, would read along. */
export function shareQuestion(asked: ShareQuestion): Rendered {
  const [reason, question] = [reasonOf(asked), 'Nothing was shared yet. Share it all the same?'];
  return rendered(`${reason} ${question}`, [
    plainParagraph(reason),
    plainParagraph(question),
    ...buttonRow(anyway(asked.what)),
  ]);
}

function anyway(what: Shareable): readonly Button[] {
  if (what.kind === 'answer') return [button('Share to channel', { kind: 'share-anyway', resultId: what.resultId, page: what.page }, 'sure')];
  return isSearchName(what.name) ? [button('Share to channel', { kind: 'share-search-anyway', name: what.name }, 'sure')] : [];
}
