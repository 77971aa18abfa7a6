/** Searches of one person: those asked before, and those kept under a name. Each can be run again. */
import type { KnownBlock } from '@slack/types';
import { zonedTime } from '../../audit/dates.ts';
import { printRequest } from '../../command/print-request.ts';
import { decode } from '../../command/tokens.ts';
import type { SavedSearch } from '../../features/asked-search.ts';
import type { HistoryScreen } from '../../features/screens.ts';
import type { Rendered } from '../message.ts';
import { buttonRow, greyLine, header, plainParagraph, rendered, runButtons } from './elements.ts';
import { counted, plain, shortened } from './text.ts';

/** Slack takes 50 blocks a message; the others can be run by their names. */
const SAVED_SHOWN = 40;
const LINE_LIMIT = 500;

export function historyMessage({ asked, left, zone }: HistoryScreen, commandName: string): Rendered {
  if (asked.length === 0) return nothing('You have asked nothing in that time. I remember searches for 30 days, each for whoever asked it.', commandName);
  const title = `Your last ${counted(asked.length, 'search', 'searches')}`;
  return rendered(`${title}, newest first: ${asked.map(({ command }) => command).join('; ')}`, [
    header(title),
    ...asked.map(({ command, askedAt }, slot) => {
      const at = new Date(askedAt);
      return row(`${zonedTime(zone, at)}\n${commandName} ${command}`, command, slot);
    }),
    greyLine(`${left > 0 ? `${counted(left, 'earlier search', 'earlier searches')} not listed: name a time to see them, as in ${commandName} history yesterday. ` : ''}Only you see this. I remember searches for 30 days.`),
  ]);
}

export function savedMessage(searches: readonly SavedSearch[], commandName: string): Rendered {
  if (searches.length === 0) return nothing(`You keep no search yet. ${commandName} save as "risky" risk high last 7d keeps one, ${commandName} run risky runs it.`, commandName);
  const shown = searches.slice(0, SAVED_SHOWN);
  const left = searches.slice(SAVED_SHOWN).map(({ name }) => name);
  const title = `Your ${counted(searches.length, 'saved search', 'saved searches')}`;
  return rendered(`${title}: ${searches.map(({ name }) => name).join(', ')}`, [
    header(title),
    ...shown.map(({ name, command }, slot) => row(`${name}\n${commandName} ${command}`, command, slot)),
    ...(left.length > 0 ? [greyLine(`Not listed, but kept: ${left.join(', ')}`)] : []),
    greyLine(`Others can type the lines above. ${commandName} run and a name runs one, ${commandName} unsave and a name forgets it.`),
  ]);
}

export function justSavedMessage({ name, command }: SavedSearch, commandName: string): Rendered {
  const line = `Saved as “${name}”.`;
  const how = `${commandName} ${shortened(decode(printRequest({ verb: 'run', name })), LINE_LIMIT)} runs it; a time behind the name stands in place of its own.`;
  return rendered(`${line} ${how}`, [
    plainParagraph(`${line}\n${commandName} ${shortened(command, LINE_LIMIT)}`),
    greyLine(how),
    ...buttonRow(runButtons('Run', command, 'saved')),
  ]);
}

function row(text: string, command: string, slot: number): KnownBlock {
  const [run] = runButtons('Run', command, slot);
  return { type: 'section', text: plain(shortened(text, LINE_LIMIT)), ...(run && { accessory: run }) };
}

function nothing(line: string, commandName: string): Rendered {
  return rendered(line, [plainParagraph(line), greyLine(`${commandName} help shows what can be asked.`)]);
}
