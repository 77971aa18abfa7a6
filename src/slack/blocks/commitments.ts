/** Orders that can still be cancelled: the list, its reminders, and what was kept. */
import type { KnownBlock, SectionBlock } from '@slack/types';
import type { Taken } from '../../audit/alert-cards.ts';
import { COMMITMENT_DAYS, isCertain, type LeftOut, type NotAdded, type OpenBatch } from '../../audit/commitments.ts';
import { HOUR_MS } from '../../audit/dates.ts';
import { instantOf } from '../../audit/instant.ts';
import type { AlertScreen, ReminderScreen } from '../../features/alert-screens.ts';
import { COMMITMENTS_SHOWN } from '../../features/list-commitments.ts';
import type { Rendered } from '../message.ts';
import { canCarry } from '../action-ids.ts';
import { button, buttonRow, greyLine, header, plainParagraph, rendered } from './elements.ts';
import { leadInWords, spansInWords } from './rule-controls.ts';
import { counted, escaped, markup, plain, slackTime, spoken } from './text.ts';
import { whoInWords } from './wording.ts';

const CAVEAT = 'Deadlines are computed from the record (168 hours); Partner Center decides. Renewals are not covered. The full price comes back in the first 24 hours, after that a part of it.';

export function commitmentsMessage(screen: Extract<AlertScreen, { kind: 'commitments' }>): Rendered {
  const { commitments: { open, leftOut, notAdded }, zone, resultId, command, withinMs } = screen;
  const line = headline(screen);
  const rows = open.slice(0, COMMITMENTS_SHOWN).map((batch, index) => batchRow(batch, zone, button('Details', { kind: 'copied', at: batch.at }, index, 'Details of this order')));
  const notes = [
    ...(open.length > COMMITMENTS_SHOWN ? [`The ${COMMITMENTS_SHOWN} largest of ${open.length.toLocaleString('en-US')}, certain ones first${resultId === undefined ? ': name a customer to see others' : ''}.`] : []),
    ...notAddedInWords(notAdded, leftOutOf(screen)),
    ...leftOutInWords(leftOut, leftOutOf(screen)),
    ...daysInWords(screen),
    CAVEAT,
  ];
  const all = resultId === undefined ? [] : [button(`All ${open.length.toLocaleString('en-US')} as list`, { kind: 'list', resultId }, 'all', 'List all of these operations, newest first, for you alone')];
  const lead = leadInWords({ withinMs: withinMs ?? Infinity });
  const remind = canCarry(command) ? [button('Remind here', { kind: 'remind', command }, 'remind', `Remind here ${lead} before each window closes that this lists`)] : [];
  return rendered(spoken([line, ...notes]), [plainParagraph(line), ...rows, ...notes.map(greyLine), ...buttonRow([...all, ...remind])]);
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

/** Days that nobody came to and days that are not held are different things. */
function daysInWords({ daysHeld, daysLooked, daysAsked, withinMs }: Extract<AlertScreen, { kind: 'commitments' }>): readonly string[] {
  const held = `${counted(daysHeld, 'day')} ${daysHeld === 1 ? 'is' : 'are'} held here`;
  if (daysLooked < daysAsked) {
    const lacking = daysHeld < daysLooked ? ` Of these only ${held}.` : '';
    const days = withinMs === undefined ? `newest ${daysLooked} of the last ${daysAsked} days` : `oldest ${daysLooked} of the ${daysAsked} days on which such windows began`;
    return [`Only the ${days} were looked through in time, so there may be more: op create_order last ${COMMITMENT_DAYS}d searches all of them for orders.${lacking}`];
  }
  if (withinMs !== undefined && daysHeld < daysAsked) return [`Of the ${counted(daysAsked, 'day')} on which such windows began ${daysHeld === 0 ? 'none is' : `only ${daysHeld} ${daysHeld === 1 ? 'is' : 'are'}`} held here, so there may be more.`];
  return daysHeld < daysAsked ? [`Only ${counted(daysHeld, 'day')} of the last ${daysAsked} ${daysHeld === 1 ? 'is' : 'are'} held here, so there may be more.`] : [];
}

function batchRow(batch: OpenBatch, zone: string, accessory: ReturnType<typeof button> | Taken): SectionBlock {
  const { what, customer, until, opened, operationDate } = batch;
  const name = `${what === '' ? 'Seats' : what}${seatsInWords(batch)}`;
  const times = [`until about ${slackTime(instantOf(new Date(until)), zone)}, computed${isCertain(batch) ? '' : ' if this was an increase'}`, `${opened === 'order' ? 'ordered' : 'changed'} ${slackTime(operationDate, zone)}`];
  const text = plain(`${name} · ${customer ?? 'customer not recorded'}\n${whoInWords(batch)}`);
  return 'by' in accessory
    ? { type: 'section', text, fields: [...times, keptInWords(accessory, zone)].map(markup) }
    : { type: 'section', text, fields: times.map(markup), accessory };
}

/** `: +1, now 31`, or that nobody knows; an order names its seats itself. */
function seatsInWords({ opened, seats, now }: OpenBatch): string {
  if (opened === 'order') return '';
  const after = now === undefined ? '' : `, now ${now.toLocaleString('en-US')}`;
  return seats === undefined ? `: change unknown${after}` : `: +${seats.toLocaleString('en-US')}${after}`;
}

/** What was looked through for windows. */
function leftOutOf({ withinMs }: Extract<AlertScreen, { kind: 'commitments' }>): string {
  return withinMs === undefined ? 'the last 7 days' : 'the days on which such windows began';
}

function notAddedInWords({ fewer, same }: NotAdded, days: string): readonly string[] {
  const parts = [...(fewer > 0 ? [counted(fewer, 'decrease')] : []), ...(same > 0 ? [`${counted(same, 'change')} that left the seats as they were`] : [])];
  return parts.length === 0 ? [] : [`Left out of ${days}, since no seats were added by what was last seen here: ${parts.join(', ')}.`];
}

/** Why some purchases of days that were looked through stand in no list. */
function leftOutInWords({ legacy, trials, azure, unclear }: LeftOut, days: string): readonly string[] {
  const parts = [
    ...(legacy > 0 ? [counted(legacy, 'legacy offer')] : []),
    ...(trials > 0 ? [counted(trials, 'trial')] : []),
    ...(azure > 0 ? [counted(azure, 'Azure purchase')] : []),
    ...(unclear > 0 ? [`${unclear.toLocaleString('en-US')} whose record says too little`] : []),
  ];
  return parts.length === 0 ? [] : [`Left out of ${days}, since their windows are not known here: ${parts.join(', ')}.`];
}

export function reminderMessage({ ruleId, rule, zone, batches, more, hours = 48, isRest, kept = {} }: ReminderScreen): Rendered {
  const [count, done] = [batches.length + more, Object.keys(kept).length];
  const span = spansInWords([Math.round(hours * HOUR_MS)]);
  // Who keeps what in the thread stands there.
  const these = more > 0 ? `the ${batches.length} below` : 'these';
  const line = `${counted(count, isRest ? 'more batch' : 'batch', isRest ? 'more batches' : 'batches')} can be cancelled for less than ${span} more, as computed${done === 0 ? '' : `; ${counted(done, 'batch', 'batches')} of ${these} ${done === 1 ? 'is' : 'are'} kept`}`;
  const blocks: readonly KnownBlock[] = [
    ...(isRest ? [] : [header(`Windows that close within ${span}`)]),
    plainParagraph(line),
    ...batches.map((batch, index) => batchRow(batch, zone, kept[batch.at] ?? button('Keep order', { kind: 'keep-order', ruleId, batch: batch.at }, index, 'No more reminders of this batch'))),
    ...(more > 0 ? [greyLine(`${more.toLocaleString('en-US')} more in the thread, each with its button.`)] : []),
    ...(isRest ? [] : [greyLine(`Rule “${rule}”. ${CAVEAT}`)]),
  ];
  return rendered(line, blocks);
}

function keptInWords({ by, at }: Taken, zone: string): string {
  const who = /^[UW][A-Z0-9]{2,}$/.test(by) ? `<@${by}>` : escaped(by);
  return `Kept by ${who} ${slackTime(instantOf(new Date(at)), zone)}`;
}

export function keptMessage({ by, at, zone }: Extract<AlertScreen, { kind: 'batch-kept' }>): Rendered {
  const words = `${keptInWords({ by, at }, zone)}: no reminder of this batch comes any more. Nothing was changed in Partner Center.`;
  return { rich: { text: words, blocks: [{ type: 'section', text: markup(words) }] }, plain: { text: words, blocks: [{ type: 'section', text: markup(words) }] } };
}
