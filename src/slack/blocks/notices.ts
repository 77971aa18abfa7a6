/** The short private messages: understood, refused, failed, expired, and the help behind them. */
import { readableDay, utcDayOf } from '../../audit/dates.ts';
import type { Button } from '@slack/types';
import type { Mistake, MistakeCode } from '../../command/command.ts';
import { decode, encode } from '../../command/tokens.ts';
import type { ProblemScreen, ProgressScreen, Refusal, UnderstoodScreen } from '../../features/screens.ts';
import type { Rendered } from '../message.ts';
import { button, buttonRow, greyLine, plainParagraph, preformatted, rendered, wordedParagraph } from './elements.ts';
import { nameIn, withNames } from './named-customers.ts';
import { placedWithNames, withSlackNames } from './rule-command.ts';
import { counted, fromDifference, shortened } from './text.ts';
import { filterInWords, rangeInWords } from './wording.ts';

/** The acknowledgement of a search. Nothing can edit it, so it holds nothing that may become untrue. */
export function understoodMessage({ search, range, zone, clamped, taken = [], jobId, equals, names }: UnderstoodScreen): Rendered {
  const line = `${filterInWords(search.filter, nameIn(names))}, ${rangeInWords(range, zone)}: the answer follows`;
  const notes = [
    ...(search.defaultTime ? ['No time was given, so this is the last 7 days.'] : []),
    ...(clamped ? [`Microsoft keeps 90 days, so this begins on ${readableDay(utcDayOf(range.from))} (UTC).`] : []),
    ...taken.map(({ typed, day }) => `${typed} was read as ${readableDay(day)}: its other reading is not among the days that can be asked for.`),
    ...(equals === undefined ? [] : [`This form equals the command: ${shortened(withNames(decode(equals), names), 300)}`]),
  ];
  return rendered([line, ...notes].join('. '), [plainParagraph(line), ...notes.map(greyLine), ...buttonRow([cancelButton(jobId)])]);
}

const FOLLOWS: Readonly<Record<ProgressScreen['follows'], string>> = {
  answer: 'The answer follows.',
  file: 'The file follows, unless nothing matches.',
};

/** The one word between the acknowledgement and the answer of a search that takes long. */
export function progressMessage({ jobId, command, daysExpected, daysBegun, records, follows }: ProgressScreen): Rendered {
  const days = daysBegun === 0 ? '' : `${daysBegun} of ${counted(daysExpected, 'UTC day')}, `;
  const line = `Still reading: ${days}${counted(records, 'record')} so far. ${FOLLOWS[follows]}`;
  return rendered(line, [plainParagraph(line), greyLine(shortened(command, 300)), ...buttonRow([cancelButton(jobId)])]);
}

/** Stops the search that is being answered. */
export function cancelButton(jobId: string): Button {
  return button('Cancel', { kind: 'cancel', jobId }, 'cancel', 'Cancel this search');
}

/** What is wrong, the place under a caret, the cure, and up to three commands that would work. */
export function mistakeMessage(mistake: Mistake, commandName: string): Rendered {
  const shown = mistake.at && placedWithNames(mistake.text, mistake.at);
  const place = shown ? [preformatted(pointedAt(shown.text, shown.at))] : [];
  const repairs = mistake.repairs.slice(0, 3).map((command, slot) => button(`Run: ${withSlackNames(fromDifference(command, mistake.text))}`, { kind: 'run', command }, slot, withSlackNames(`Run ${command}`)));
  return rendered(`${mistake.says} ${mistake.cure}`, [
    wordedParagraph(mistake.says),
    ...place,
    wordedParagraph(mistake.cure),
    ...(mistake.repairs.length === 0 ? [greyLine(whyNothing(mistake.code))] : []),
    ...buttonRow([...repairs, editButton(mistake), button('Help', { kind: 'run', command: 'help' }, 'help')]),
    greyLine(`${mistake.code} · ${commandName} help shows what can be asked.`),
  ]);
}

/** The form, filled in; empty where the text was cut, since a part of it could mean something else. */
function editButton({ code, text }: Mistake): Button {
  if (code === 'E_TOO_LONG' || text === '') return button('Open search form', { kind: 'form' }, 'edit');
  return button('Edit search', { kind: 'edit', command: encode(text) }, 'edit', 'Edit this search in a form');
}

const UNKNOWABLE: ReadonlySet<MistakeCode> = new Set<MistakeCode>(['E_MISSING_VALUE', 'E_BAD_USER', 'E_BAD_GUID', 'E_CHANNEL', 'E_NO_CONDITION']);
const UNHELPFUL: ReadonlySet<MistakeCode> = new Set<MistakeCode>(['E_NOT_IN_LOG', 'E_READ_ONLY', 'E_PERMISSION']);

/** Why no command stands behind a button. */
function whyNothing(code: MistakeCode): string {
  if (UNHELPFUL.has(code)) return 'No command does this, so none is offered.';
  if (code === 'E_UNKNOWN_VALUE') return 'Something else in this is not understood either, or only you know what belongs there, so no command is offered.';
  return UNKNOWABLE.has(code) ? 'Only you know what belongs there, so no command is offered.' : 'No command comes near enough to be offered.';
}

export function laterMessage(verb: string, commandName: string): Rendered {
  const line = `${commandName} ${verb} is not built yet.`;
  const cure = 'The help shows what I can do today.';
  return rendered(`${line} ${cure}`, [
    plainParagraph(`${line} ${cure}`),
    ...buttonRow([button('Help', { kind: 'run', command: 'help' }, 'help')]),
  ]);
}

/** A failure of the outside: what happened, what to do, the id a support case needs, and the search again. */
export function problemMessage({ whatHappened, whatToDo, correlationId, command }: ProblemScreen): Rendered {
  return rendered(`${whatHappened} ${whatToDo}`, [
    plainParagraph(whatHappened),
    plainParagraph(whatToDo),
    ...(correlationId === undefined ? [] : [greyLine(`Correlation id ${correlationId}`)]),
    ...buttonRow(command === undefined ? [] : [button('Run again', { kind: 'run', command }, 'again')]),
  ]);
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  'not-listed': 'You are not on the list of people who may use this bot.',
  guest: 'Guests cannot use this bot, whatever its access list says.',
  bot: 'Bots cannot use this bot.',
  deactivated: 'This Slack account is deactivated and cannot use this bot.',
  'other-organisation': 'Only members of the organisation this bot belongs to can use it.',
  'unknown-person': 'Slack could not tell me who you are, so I answer nothing. Try again in a minute.',
};

/** A refusal names whom to ask and what to ask for, and no customer. */
export function refusedMessage(refusal: Refusal, userId: string): Rendered {
  const reason = REFUSALS[refusal];
  const ask = refusal === 'not-listed'
    ? `Ask a workspace admin, or whoever runs this bot, to add ${userId} to AUDIT_ACCESS.`
    : 'Questions about access go to a workspace admin.';
  return rendered(`${reason} ${ask}`, [plainParagraph(reason), plainParagraph(ask), greyLine(`Your Slack user id is ${userId}`)]);
}

export function expiredMessage(command: string | undefined): Rendered {
  const line = 'This answer is no longer kept: answers live for a day.';
  const cure = command === undefined ? 'Type the search again to read it anew.' : `Run it again to read it anew: ${shortened(command, 300)}`;
  return rendered(`${line} ${cure}`, [
    plainParagraph(line),
    plainParagraph(cure),
    ...buttonRow(command === undefined ? [] : [button('Run again', { kind: 'run', command }, 'again')]),
  ]);
}

export function noticeMessage(text: string): Rendered {
  return rendered(text, [plainParagraph(text)]);
}

/** Widest caret line that a phone shows without wrapping it away from its place. */
const SHOWN_WIDTH = 60;

/** The text with carets under the place; where it is long it is cut around that, and shows it. */
function pointedAt(text: string, at: { readonly from: number; readonly to: number }): string {
  const start = Math.max(0, Math.min(at.from, text.length) - SHOWN_WIDTH / 2);
  const end = start + SHOWN_WIDTH;
  const shown = `${start > 0 ? '…' : ''}${text.slice(start > 0 ? start + 1 : start, end < text.length ? end - 1 : end)}${end < text.length ? '…' : ''}`.replace(/\s/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(at.to, end) - at.from));
  return `${shown}\n${' '.repeat(Math.min(at.from, text.length) - start)}${carets}`;
}
