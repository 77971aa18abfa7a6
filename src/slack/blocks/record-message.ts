/** One record as a message of its own. */
import { zonedTime } from '../../audit/dates.ts';
import type { OneRecordScreen } from '../../features/screens.ts';
import type { Rendered } from '../message.ts';
import { UNKNOWN_THERE } from './about.ts';
import { greyLine, rendered } from './elements.ts';
import { recordBlocks, recordInWords } from './record-blocks.ts';
import type { Room } from './record-changes.ts';
import { rawBlocks } from './record-raw.ts';

/** A message stands among others, and Slack takes less of it than of a modal. */
const MESSAGE_ROOM: Room = { fields: 20, characters: 150 };
const RAW_ROOM = { blocks: 3, bytes: 12_000 };

/** Draws a record; one that cannot be drawn is shown as it is kept. */
export function recordMessage(screen: OneRecordScreen): Rendered {
  try {
    const [heading, ...rest] = recordBlocks(screen, MESSAGE_ROOM);
    const source = sourceInWords(screen);
    return rendered([recordInWords(screen), ...source].join(' '), [...(heading ? [heading] : []), ...source.map(greyLine), ...rest]);
  } catch {
    const line = 'This record could not be drawn, so here it is as it is kept.';
    return rendered(line, [greyLine(line), ...sourceInWords(screen).map(greyLine), ...rawBlocks(screen.record, RAW_ROOM)]);
  }
}

/** That it comes from the copy, and why; nothing of a record that Partner Center gave. */
function sourceInWords({ copied, zone }: OneRecordScreen): readonly string[] {
  return copied ? [`From the copy, last read ${zonedTime(zone, new Date(copied.readAt))}. ${copied.fault ?? UNKNOWN_THERE}`] : [];
}
