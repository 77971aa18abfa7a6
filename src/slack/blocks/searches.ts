/** Searches of one person: those asked before, and those kept under a name. Each can be run again. */
import type { ActionsBlock, KnownBlock, StaticSelect } from '@slack/types';
import { zonedTime } from '../../audit/dates.ts';
import { printRequest, printSaved } from '../../command/print-request.ts';
import { decode } from '../../command/tokens.ts';
import type { HistoryScreen, Screen } from '../../features/screens.ts';
import { isSearchName, menuId, menuValue } from '../action-ids.ts';
import type { Rendered } from '../message.ts';
import { button, buttonRow, greyLine, header, plainParagraph, rendered, runButtons } from './elements.ts';
import { withNamesInShort } from './named-customers.ts';
import { assembled, part } from './parts.ts';
import { sharedInMarkup, sharedPart } from './shared.ts';
import { counted, LIMITS, plain, shortened } from './text.ts';

/** Slack takes 50 blocks a message; the others can be run by their names. */
const SAVED_SHOWN = 40;
const LINE_LIMIT = 500;

export function historyMessage({ asked, left, zone, names }: HistoryScreen, commandName: string): Rendered {
  if (asked.length === 0) return nothing('You have asked nothing in that time. I remember searches for 30 days, each for whoever asked it.', commandName);
  const title = `Your last ${counted(asked.length, 'search', 'searches')}`;
  return rendered(`${title}, newest first: ${asked.map(({ command }) => withNamesInShort(command, names)).join('; ')}`, [
    header(title),
    ...asked.map(({ command, askedAt }, slot) => {
      const at = new Date(askedAt);
      return row(`${zonedTime(zone, at)}\n${commandName} ${withNamesInShort(command, names)}`, command, slot);
    }),
    greyLine(`${left > 0 ? `${counted(left, 'earlier search', 'earlier searches')} not listed: name a time to see them, as in ${commandName} history yesterday. ` : ''}Only you see this. I remember searches for 30 days.`),
  ]);
}

export function savedMessage({ searches, names }: Extract<Screen, { kind: 'saved' }>, commandName: string): Rendered {
  if (searches.length === 0) return nothing(`You keep no search yet. ${commandName} save as "risky" risk high last 7d keeps one, ${commandName} run risky runs it.`, commandName);
  const shown = searches.slice(0, SAVED_SHOWN);
  const left = searches.slice(SAVED_SHOWN).map(({ name }) => name);
  const title = `Your ${counted(searches.length, 'saved search', 'saved searches')}`;
  return rendered(`${title}: ${searches.map(({ name }) => name).join(', ')}`, [
    header(title),
    ...shown.map(({ name, command }, slot) => row(`${name}\n${commandName} ${withNamesInShort(command, names)}`, command, slot)),
    ...(left.length > 0 ? [greyLine(`Not listed, but kept: ${left.join(', ')}`)] : []),
    ...shareMenu(searches),
    greyLine(`${commandName} run and a name runs one, ${commandName} unsave and a name forgets it.`),
  ]);
}

export function justSavedMessage({ saved: { name, command }, names }: Extract<Screen, { kind: 'just-saved' }>, commandName: string): Rendered {
  const line = `Saved as “${name}”.`;
  const how = `${commandName} ${shortened(decode(printRequest({ verb: 'run', name })), LINE_LIMIT)} runs it; a time behind the name stands in place of its own.`;
  return rendered(`${line} ${how}`, [
    plainParagraph(`${line}\n${commandName} ${shortened(withNamesInShort(command, names), LINE_LIMIT)}`),
    greyLine(how),
    ...buttonRow([...runButtons('Run', command, 'saved'), ...(isSearchName(name) ? [button('Share to channel', { kind: 'share-search', name }, 'channel')] : [])]),
  ]);
}

/** What everybody in a channel reads: the search, never its answer. */
export function sharedSearchMessage({ search: { name, command }, sharedBy }: Extract<Screen, { kind: 'shared-search' }>, commandName: string): Rendered {
  const line = `${commandName} ${shortened(command, LINE_LIMIT)}`;
  const save = runButtons('Save search', printSaved(name, command), 'save');
  return assembled(line, [
    sharedPart(sharedBy, 'a saved search:', name),
    part(
      plainParagraph(line),
      ...buttonRow([...runButtons('Run', command, 'shared'), ...save]),
      greyLine('Whoever runs it sees the answer alone; only those who may use me can.'),
    ),
  ], `${sharedInMarkup(sharedBy, 'a saved search:', name)}. `);
}

/** Slack shows 100 choices; a person keeps 50 searches at most. */
function shareMenu(searches: Extract<Screen, { kind: 'saved' }>['searches']): readonly ActionsBlock[] {
  const names = searches.map(({ name }) => name).filter(isSearchName);
  const menu: StaticSelect = {
    type: 'static_select',
    action_id: menuId('share'),
    placeholder: plain('Share to channel', LIMITS.button),
    options: names.map((name) => ({ text: plain(name, LIMITS.button), value: menuValue({ kind: 'share-search', name }) })),
  };
  return names.length === 0 ? [] : [{ type: 'actions', elements: [menu] }];
}

function row(text: string, command: string, slot: number): KnownBlock {
  const [run] = runButtons('Run', command, slot);
  return { type: 'section', text: plain(shortened(text, LINE_LIMIT)), ...(run && { accessory: run }) };
}

function nothing(line: string, commandName: string): Rendered {
  return rendered(line, [plainParagraph(line), greyLine(`${commandName} help shows what can be asked.`)]);
}
