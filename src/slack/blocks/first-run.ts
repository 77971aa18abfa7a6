/** For somebody who has not searched yet, in App Home and in the help. */
import type { KnownBlock, SectionBlock } from '@slack/types';
import { zonedTime } from '../../audit/dates.ts';
import { dateOf } from '../../audit/instant.ts';
import { decode } from '../../command/tokens.ts';
import type { FirstRun } from '../../features/screens.ts';
import { button, greyLine, plainParagraph } from './elements.ts';
import { counted, plain } from './text.ts';

/** A command is read at a glance or not at all. */
const COMMAND_LIMIT = 300;

/** That it works, and a search that shows it. */
export function firstRunBlocks({ freshness, fill, command }: FirstRun, zone: string, commandName: string): readonly KnownBlock[] {
  return [
    ...(freshness ? [plainParagraph('Connected to Partner Center.')] : []),
    freshnessLine(freshness, zone, fill),
    runRow(`Try it: ${commandName} ${decode(command)}`, command, 'first'),
    ...FIRST_RULES.map(([what, rule], slot) => setUpRow(what, rule, `first-${slot}`)),
  ];
}

/** What most people set up first, as commands whose form shows what they would have said. */
const FIRST_RULES: readonly (readonly [what: string, command: string])[] = [
  ['What is new, each day at 08:30', 'digest daily at 08:30'],
  ['The CSP security alerts, at once', 'alert pack'],
];

/** Something to be told of, and the button that opens its form. */
export function setUpRow(text: string, command: string, slot: string): SectionBlock {
  return { type: 'section', text: plain(text, COMMAND_LIMIT), accessory: button('Set up', { kind: 'set-up', command }, slot, `Set up ${command}`) };
}

/** Freshness is when the log was last read, not how old its newest record is: both are said, and how far the copy is filled. */
export function freshnessLine(freshness: FirstRun['freshness'], zone: string, fill?: FirstRun['fill']): KnownBlock {
  if (!freshness) return greyLine('The log has not been read yet: the first search does that.');
  const at = (date: Date): string => zonedTime(zone, date);
  const newest = freshness.newestRecord === undefined ? '' : ` · newest record ${at(dateOf(freshness.newestRecord))}`;
  const filled = fill ? ` · ${fill.held} of ${counted(fill.of, 'day')} read so far` : '';
  return greyLine(`Last read ${at(new Date(freshness.readAt))}${newest}${filled}`);
}

/** A command and the button that runs it; what the text holds is shown as it is. */
export function runRow(text: string, command: string, slot: string): KnownBlock {
  return { type: 'section', text: plain(text, COMMAND_LIMIT), accessory: button('Run', { kind: 'run', command }, slot, `Run ${decode(command)}`) };
}
