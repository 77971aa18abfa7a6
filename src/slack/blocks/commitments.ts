/** Orders that can still be cancelled: the list, its reminders, and what was kept. */
import type { KnownBlock, SectionBlock } from '@slack/types';
import { isCertain, type LeftOut, type NotAdded, type OpenBatch } from '../../audit/commitments.ts';
import { HOUR_MS } from '../../audit/dates.ts';
import { instantOf } from '../../audit/instant.ts';
import type { AlertScreen, ReminderScreen } from '../../features/alert-screens.ts';
import { COMMITMENTS_SHOWN } from '../../features/list-commitments.ts';
import type { Rendered } from '../message.ts';
import { button, buttonRow, greyLine, header, plainParagraph, rendered } from './elements.ts';
import { counted, escaped, markup, slackTime } from './text.ts';

const CAVEAT = 'Deadlines are computed from the record (168 hours); Partner Center decides. Renewals are not covered. The full price comes back in the first 24 hours, after that a part of it.';

export function commitmentsMessage(screen: Extract<AlertScreen, { kind: 'commitments' }>): Rendered {
  const { commitments: { open, leftOut, notAdded }, zone, daysHeld, daysAsked, resultId } = screen;
  const line = headline(screen);
  const rows = open.slice(0, COMMITMENTS_SHOWN).map((batch, index) => batchRow(batch, zone, button('Details', { kind: 'copied', at: batch.at }, index, 'Details of this order')));
  const notes = [
    ...(open.length > COMMITMENTS_SHOWN ? [`The ${COMMITMENTS_SHOWN} largest of ${open.length.toLocaleString('en-US')}, certain ones first${resultId === undefined ? ': name a customer to see others' : ''}.`] : []),
    ...notAddedInWords(notAdded),
    ...leftOutInWords(leftOut),
    ...(daysHeld < daysAsked ? [`Only ${counted(daysHeld, 'day')} of the last ${daysAsked} are held here, so there may be more.`] : []),
    CAVEAT,
  ];
  const all = resultId === undefined ? [] : [button(`All ${open.length.toLocaleString('en-US')} as list`, { kind: 'page', resultId, page: 0 }, 'all', 'List all of these operations, newest first, for you alone')];
  const remind = button('Remind here', { kind: 'remind' }, 'remind', 'Remind here 48 and 24 hours before each window closes');
  return rendered([line, ...notes].join(' '), [plainParagraph(line), ...rows, ...notes.map(greyLine), ...buttonRow([...all, remind])]);
}

/** What is certain and what is not are counted apart. */
function headline({ commitments: { open }, withinMs }: Extract<AlertScreen, { kind: 'commitments' }>): string {
  const certain = open.filter(isCertain).length;
  const closing = withinMs === undefined ? '' : ` and close within ${withinMs / HOUR_MS} h`;
  const first = certain === 0
    ? `No order or increase that can still be cancelled is known here${closing === '' ? '' : ', that would close in that time'}`
    : `${counted(certain, 'order or increase', 'orders and increases')} can still be cancelled${closing}, as computed`;
  const unknown = open.length - certain;
  if (unknown === 0) return certain === 0 ? `${first}.` : first;
  return `${first}; ${counted(unknown, 'seat change')} whose size is unknown could be, if seats were added`;
}

function batchRow(batch: OpenBatch, zone: string, accessory: ReturnType<typeof button>): SectionBlock {
  const { what, customer, until, opened, operationDate } = batch;
  const name = `${what === '' ? 'Seats' : what}${seatsInWords(batch)}`;
  const lines = [
    `*${escaped(name)}* · ${customer === undefined ? 'customer not recorded' : escaped(customer)}`,
    `about ${slackTime(instantOf(new Date(until)), zone)}, computed${isCertain(batch) ? '' : ' if this was an increase'} · ${opened === 'order' ? 'ordered' : 'changed'} ${slackTime(operationDate, zone)}, ${whoInWords(batch)}`,
  ];
  return { type: 'section', text: markup(lines.join('\n')), accessory };
}

/** `: +1, now 31`, or that nobody knows; an order names its seats itself. */
function seatsInWords({ opened, seats, now }: OpenBatch): string {
  if (opened === 'order') return '';
  const after = now === undefined ? '' : `, now ${now.toLocaleString('en-US')}`;
  return seats === undefined ? `: change unknown${after}` : `: +${seats.toLocaleString('en-US')}${after}`;
}

/** An application is no person: it stands behind the user that is not recorded. */
function whoInWords({ actor, via }: OpenBatch): string {
  if (actor !== undefined) return `recorded as ${escaped(actor)}`;
  return via === undefined ? 'recorded user none' : `recorded user none, via ${escaped(via)}`;
}

function notAddedInWords({ fewer, same }: NotAdded): readonly string[] {
  const parts = [...(fewer > 0 ? [counted(fewer, 'decrease')] : []), ...(same > 0 ? [`${counted(same, 'change')} that left the seats as they were`] : [])];
  return parts.length === 0 ? [] : [`Left out, since no seats were added by what was last seen here: ${parts.join(', ')}.`];
}

/** Why some purchases of the last 168 hours stand in no list. */
function leftOutInWords({ legacy, trials, azure, unclear }: LeftOut): readonly string[] {
  const parts = [
    ...(legacy > 0 ? [counted(legacy, 'legacy offer')] : []),
    ...(trials > 0 ? [counted(trials, 'trial')] : []),
    ...(azure > 0 ? [counted(azure, 'Azure purchase')] : []),
    ...(unclear > 0 ? [`${unclear.toLocaleString('en-US')} whose record says too little`] : []),
  ];
  return parts.length === 0 ? [] : [`Left out, since their windows are not known here: ${parts.join(', ')}.`];
}

export function reminderMessage({ ruleId, rule, zone, batches, more }: ReminderScreen): Rendered {
  const line = `${counted(batches.length + more, 'batch', 'batches')} can be cancelled for less than 48 hours more, as computed`;
  const blocks: readonly KnownBlock[] = [
    header('Closing windows'),
    plainParagraph(line),
    ...batches.map((batch, index) => batchRow(batch, zone, button('Keep order', { kind: 'keep-order', ruleId, batch: batch.at }, index, 'No more reminders of this batch'))),
    ...(more > 0 ? [greyLine(`${more} more: commitments closing within 48h lists them.`)] : []),
    greyLine(`Rule “${rule}”. ${CAVEAT}`),
  ];
  return rendered(line, blocks);
}

export function keptMessage({ by, at, zone }: Extract<AlertScreen, { kind: 'batch-kept' }>): Rendered {
  const who = /^[UW][A-Z0-9]{2,}$/.test(by) ? `<@${by}>` : escaped(by);
  const words = `Kept by ${who} ${slackTime(instantOf(new Date(at)), zone)}: no reminder of this batch comes any more. Nothing was changed in Partner Center.`;
  return { rich: { text: words, blocks: [{ type: 'section', text: markup(words) }] }, plain: { text: words, blocks: [{ type: 'section', text: markup(words) }] } };
}
