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

type SharedThing = 'the answer to' | 'a saved search:';

/** The line above what is shared. Only an id of Slack's own form becomes a mention; the command is shown as it is. */
export function sharedPart(userId: string, what: SharedThing, command: string): Part {
  const sharer = USER_ID.test(userId) ? { type: 'user' as const, user_id: userId } : { type: 'text' as const, text: 'Somebody' };
  const asked = { type: 'text' as const, text: plain(command, COMMAND_LIMIT).text, style: { code: true } };
  return {
    rich: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [sharer, { type: 'text', text: ` shared ${what} ` }, asked] }] }],
    plain: [{ type: 'section', text: markup(sharedInMarkup(userId, what, command)) }],
  };
}

/** The same in Slack's own markup, also for those who hear it. */
export function sharedInMarkup(userId: string, what: SharedThing, command: string): string {
  return `${USER_ID.test(userId) ? `<@${userId}>` : 'Somebody'} shared ${what} ${escaped(command, COMMAND_LIMIT)}`;
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
