/** What can be done with an answer: its pages, its file, its readers, and the menu behind the three dots. */
import type { Button, Overflow, StaticSelect } from '@slack/types';
import { formOf } from '../../features/answer-form.ts';
import { inShape, saidIn } from '../../features/reworded.ts';
import type { CountedValue, ResultFacts } from '../../features/result-facts.ts';
import type { SummaryScreen } from '../../features/screens.ts';
import { menuId, menuValue } from '../action-ids.ts';
import { button, moreMenu } from './elements.ts';
import { withNamesInShort } from './named-customers.ts';
import { LIMITS, plain } from './text.ts';
import { capitalised, valueInWords } from './value-words.ts';

export function answerActions(screen: SummaryScreen): readonly (Button | Overflow | StaticSelect)[] {
  const { facts: { id: resultId, summary }, page, pageCount, sharedBy } = screen;
  if (summary.total === 0) return emptyActions(screen);
  return [
    ...(page > 0 ? [button('Previous', { kind: 'page', resultId, page: page - 1 }, 'previous')] : []),
    ...(page + 1 < pageCount ? [button('Next', { kind: 'page', resultId, page: page + 1 }, 'next')] : []),
    ...asList(screen.facts),
    button('Export CSV', { kind: 'export', resultId }, 'file'),
    ...(sharedBy === undefined ? [button('Share to channel', { kind: 'share', resultId, page }, 'channel')] : []),
    ...countsMenu(screen),
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

/** The way from each number that stands above to the records it counts. */
function countsMenu({ facts: { id: resultId, counted = [], readAt }, page }: SummaryScreen): readonly StaticSelect[] {
  if (page > 0 || counted.length === 0) return [];
  const options = counted.map(({ of, count }, place) => ({
    text: plain(`${count.toLocaleString('en-US')} × ${of.map((value) => valueOfCount(value, readAt)).join(', ')}`, LIMITS.button),
    value: menuValue({ kind: 'count', resultId, place }),
  }));
  return [{ type: 'static_select', action_id: menuId('counts'), placeholder: plain('Show only…', LIMITS.button), options }];
}

function valueOfCount({ dimension, value }: CountedValue, readAt: string): string {
  const words = valueInWords(dimension, value, readAt);
  return dimension === 'risk' ? `${capitalised(words)} risk` : words;
}

/** The way from counts to the records behind them. */
function asList(facts: ResultFacts): readonly Button[] {
  const form = formOf(facts);
  if (form !== 'chart' && form !== 'groups') return [];
  const command = inShape(saidIn(facts), { as: 'list' });
  return command === undefined ? [] : [button(`Run: ${withNamesInShort(command, facts.names)}`, { kind: 'run', command }, 'list')];
}
