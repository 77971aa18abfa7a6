/** What a digest says of windows that close soon. */
import type { SectionBlock } from '@slack/types';
import { isCertain, type OpenBatch } from '../../audit/commitments.ts';
import { HOUR_MS, zonedTime } from '../../audit/dates.ts';
import type { DigestScreen } from '../../features/rule-screens.ts';
import { runButtons } from './elements.ts';
import { counted, plain } from './text.ts';
import { shortName } from './wording.ts';

/** How many windows close, and the first of them; `Open` lists them all. */
export function closingBlocks({ closing, zone }: Pick<DigestScreen, 'closing' | 'zone'>): readonly SectionBlock[] {
  if (!closing) return [];
  const [accessory] = runButtons('Open', closing.command, 'closing');
  const lines = [...closingText({ closing }), ...closing.first.map((batch) => batchInWords(batch, zone))];
  return [{ type: 'section', text: plain(lines.join('\n')), ...(accessory && { accessory }) }];
}

/** How many there are; none where nothing closes. */
export function closingText({ closing }: Pick<DigestScreen, 'closing'>): readonly string[] {
  if (!closing) return [];
  const { withinMs, certain, unknown, mayBeMore } = closing;
  if (certain + unknown === 0) return ['Closing windows: not all days were looked through in time, so there may be some'];
  const time = `for less than ${withinMs / HOUR_MS} h more`;
  const parts = [
    ...(certain > 0 ? [`${counted(certain, 'order or increase', 'orders and increases')} can be cancelled ${time}`] : []),
    ...(unknown > 0 ? [`${counted(unknown, 'seat change')} whose size is unknown could be${certain > 0 ? '' : ` cancelled ${time}`}, if seats were added`] : []),
  ];
  return [`Closing windows: ${parts.join('; ')}, as computed${mayBeMore ? '. There may be more: not all days were looked through in time' : ''}`];
}

/** `Northwind · 40 seats · until about 22 Nov 09:12 CET`. */
function batchInWords(batch: OpenBatch, zone: string): string {
  const { customer, until } = batch;
  return [customer === undefined ? 'customer not recorded' : shortName(customer), seatsInWords(batch), `until about ${zonedTime(zone, new Date(until))}`].join(' · ');
}

function seatsInWords(batch: OpenBatch): string {
  const { seats, now, opened } = batch;
  if (!isCertain(batch)) return `change unknown${now === undefined ? '' : `, now ${counted(now, 'seat')}`}`;
  if (seats === undefined) return 'seats not recorded';
  return `${opened === 'change' ? '+' : ''}${counted(seats, 'seat')}`;
}
