/** A record as it is kept, in JSON. */
import type { KnownBlock, RichTextBlock } from '@slack/types';
import type { AuditRecord } from '../../audit/record.ts';
import { greyLine } from './elements.ts';

/** A block of 3,000 characters is the longest that the plainest form takes; a view takes 100 blocks and 250 kB. */
const CHARACTERS_PER_BLOCK = 2_900;
const VIEW_BYTES = 200_000;
const VIEW_BLOCKS = 90;

/** Characters that show nothing, or turn what follows around: as raw text they are written, not done. */
const UNSEEN = /[\u007F-\u009F\u2028\u2029]|\p{Default_Ignorable_Code_Point}/gu;

export interface RawRoom {
  readonly blocks: number;
  readonly bytes: number;
}

/** The masked record as text, in as many blocks as there is room for, and how much was left out. */
export function rawBlocks(record: AuditRecord, room: RawRoom = { blocks: VIEW_BLOCKS, bytes: VIEW_BYTES }): readonly KnownBlock[] {
  const text = rawText(record);
  const points = Array.from(text.slice(0, room.blocks * CHARACTERS_PER_BLOCK * 2));
  const blocks: RichTextBlock[] = [];
  let shown = 0;
  let bytes = 0;
  let left = text.length;
  while (shown < points.length && blocks.length < room.blocks) {
    const part = points.slice(shown, shown + CHARACTERS_PER_BLOCK).join('');
    const block = preformattedText(part);
    bytes += Buffer.byteLength(JSON.stringify(block));
    if (bytes > room.bytes) break;
    blocks.push(block);
    shown += CHARACTERS_PER_BLOCK;
    left -= part.length;
  }
  const [ofAll, cut] = [text.length, left].map((count) => count.toLocaleString('en-US'));
  return [...blocks, ...(left > 0 ? [greyLine(`Cut here: ${cut} of ${ofAll} characters do not fit.`)] : [])];
}

function rawText(record: AuditRecord): string {
  return JSON.stringify(record, null, 2).replace(UNSEEN, (character) => (
    character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
  ));
}

function preformattedText(text: string): RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }] };
}
