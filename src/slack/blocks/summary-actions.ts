/** What can be done with an answer: its pages, its file, its readers, and the menu behind the three dots. */
import type { Button, Overflow } from '@slack/types';
import { formOf } from '../../features/answer-form.ts';
import { inShape } from '../../features/reworded.ts';
import type { ResultFacts } from '../../features/result-facts.ts';
import type { SummaryScreen } from '../../features/screens.ts';
import { button, moreMenu } from './elements.ts';
import { withNamesInShort } from './named-customers.ts';

export function answerActions(screen: SummaryScreen): readonly (Button | Overflow)[] {
  const { facts: { id: resultId, summary }, page, pageCount, sharedBy } = screen;
  if (summary.total === 0) return emptyActions(screen);
  return [
    ...(page > 0 ? [button('Previous', { kind: 'page', resultId, page: page - 1 }, 'previous')] : []),
    ...(page + 1 < pageCount ? [button('Next', { kind: 'page', resultId, page: page + 1 }, 'next')] : []),
    ...asList(screen.facts),
    button('Export CSV', { kind: 'export', resultId }, 'file'),
    ...(sharedBy === undefined ? [button('Share to channel', { kind: 'share', resultId, page }, 'channel')] : []),
    answerMenu(screen, EVERY_CHOICE),
  ];
}

/** Nothing found can be asked in another way, but neither paged nor exported. */
function emptyActions({ facts, page }: SummaryScreen): readonly (Button | Overflow)[] {
  const searches = facts.nearest?.searches ?? [];
  return [
    ...searches.map(({ command }, slot) => button(`Run: ${withNamesInShort(command, facts.names)}`, { kind: 'run', command }, slot)),
    button('Edit search', { kind: 'edit-result', resultId: facts.id }, 'empty'),
    answerMenu({ facts, page }, ['Keep', 'Save search', 'Alert on this', 'Explain']),
  ];
}

type Choice = 'Keep' | 'Save search' | 'Alert on this' | 'Edit search' | 'Explain';
const EVERY_CHOICE: readonly Choice[] = ['Keep', 'Save search', 'Alert on this', 'Edit search', 'Explain'];

function answerMenu({ facts: { id: resultId }, page }: Pick<SummaryScreen, 'facts' | 'page'>, choices: readonly Choice[]): Overflow {
  const presses = {
    Keep: { kind: 'keep', resultId, page }, 'Save search': { kind: 'save', resultId }, 'Alert on this': { kind: 'alert-on', resultId },
    'Edit search': { kind: 'edit-result', resultId }, Explain: { kind: 'explain', resultId },
  } as const;
  return moreMenu(choices.map((choice) => [choice, presses[choice]]), 'answer');
}

/** The way from counts to the records behind them. */
function asList(facts: ResultFacts): readonly Button[] {
  const form = formOf(facts);
  if (form !== 'chart' && form !== 'groups') return [];
  const command = inShape({ command: facts.command, zone: facts.zone, now: new Date(facts.readAt) }, { as: 'list' });
  return command === undefined ? [] : [button(`Run: ${withNamesInShort(command, facts.names)}`, { kind: 'run', command }, 'list')];
}
