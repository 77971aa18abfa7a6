/** An alert: its card, what stands in its thread, and the list of those that nobody has taken. */
import type { ActionsBlock, ContextBlock, MrkdwnElement, PlainTextElement, SectionBlock } from '@slack/types';
import type { AlertCard, AlertLine, AlertTaken, AlertThread } from '../../audit/alert-cards.ts';
import { MOST_TOLD_APART } from '../../audit/alert-groups.ts';
import { printDelay } from '../../audit/alert-words.ts';
import { EVERYTHING, isGuid } from '../../audit/filter.ts';
import { zonedTime } from '../../audit/dates.ts';
import { dateOf, instantOf } from '../../audit/instant.ts';
import { printSearch } from '../../command/print.ts';
import { decode } from '../../command/tokens.ts';
import type { AlertScreen } from '../../features/alert-screens.ts';
import type { Rendered } from '../message.ts';
import { button, buttonRow, greyLine, header, moreMenu, plainParagraph, rendered, runButtons } from './elements.ts';
import { assembled, part, type Part } from './parts.ts';
import { counted, escaped, markup, plain, shortened, slackTime } from './text.ts';
import { whoInWords } from './wording.ts';

/** The person or group a rule asked to be mentioned: nothing else is ever let through as markup. */
const MENTION = /^<(?:@[UW][A-Z0-9]{2,}|!subteam\^S[A-Z0-9]{2,})>$/;
const PERSON = /^[UW][A-Z0-9]{2,}$/;
const LAST_30_DAYS = { kind: 'last', count: 30, unit: 'd' } as const;
const HEADER_LIMIT = 140;
const FACT_LIMIT = 600;

export function alertMessage(card: AlertCard): Rendered {
  const title = shortened(`${card.isTest ? 'Test: ' : ''}${titleOf(card)}`, HEADER_LIMIT);
  const about = aboutLead(card);
  return assembled(`${title}. ${about}`.trim(), [
    part(header(title)),
    facts(...factsOf(card)),
    ...(about === '' ? [] : [part(plainParagraph(shortened(about, FACT_LIMIT)))]),
    part(...linesOf(card.lines, card.zone, card.form === 'overflow')),
    ...whyOf(card),
    part(...(card.isTest ? [] : controls(card))),
    ...(moreOf(card) === '' ? [] : [facts(markup(moreOf(card)))]),
  ]);
}

/** The sentence of a single operation; under a heading about several, which of them it was that showed it. */
function aboutLead({ form, lead, heading }: AlertCard): string {
  if (form !== 'one' && (form !== 'bulk' || heading === undefined)) return '';
  return [...(heading === undefined ? [] : [`The operation that showed it: ${nameOf(lead)} (${lead.risk} risk).`]), lead.sentence ?? ''].join(' ').trim();
}

function nameOf({ label, customer, hasFailed }: AlertLine): string {
  return `${label}${hasFailed ? ', did not happen' : ''}${customer === undefined ? '' : `, ${customer}`}`;
}

/** The count of one is not said; from the third customer on the card is about many. */
function titleOf(card: AlertCard): string {
  const { form, lead, count, customers, rule, heading, isOneKind } = card;
  const risk = `${lead.risk.slice(0, 1).toUpperCase()}${lead.risk.slice(1)} risk`;
  if (heading !== undefined && (form === 'one' || form === 'bulk')) return lead.risk === 'high' ? `${risk}: ${heading}` : heading;
  switch (form) {
    case 'one': return `${risk}${lead.hasFailed ? ', did not happen' : ''}: ${lead.label}${lead.customer === undefined ? '' : `, ${lead.customer}`}${lead.lifted === undefined || lead.hasFailed ? '' : ` (${lead.lifted})`}`;
    case 'bulk': return isOneKind
      ? `${risk}${lead.hasFailed ? ', did not happen' : ''}: ${lead.label} at ${manyCustomers(customers)}${count > customers ? `, ${counted(count, 'operation')}` : ''}`
      : `${counted(count, 'operation')} at ${manyCustomers(customers)}, the first ${lead.risk} risk: ${lead.label}${lead.hasFailed ? ', did not happen' : ''}`;
    case 'overflow': return `More than 10 alerts within an hour: ${counted(count, 'operation')} without a card of their own`;
    case 'late': return `Found late: ${counted(count, 'operation')} older than 48 hours when first seen`;
    case 'hourly': return `${rule}: ${counted(count, 'operation')} of the last hour`;
    case 'held': return `${rule}: ${counted(count, 'operation')} held back in quiet hours`;
  }
}

function manyCustomers(customers: number): string {
  return `${customers.toLocaleString('en-US')} customers${customers < MOST_TOLD_APART ? '' : ' or more'}`;
}

function factsOf({ form, lead, zone, begunMs, lastMs, mention }: AlertCard): readonly Fact[] {
  const named = mention !== undefined && MENTION.test(mention) ? [markup(mention)] : [];
  if (form !== 'one' && form !== 'bulk') {
    return [...named, markup(`seen ${slackTime(instantOf(new Date(begunMs)), zone)} to ${slackTime(instantOf(new Date(lastMs)), zone)}`)];
  }
  return [...named, plain(whoInWords(lead), FACT_LIMIT), markup(`${slackTime(lead.operationDate, zone)} · seen after ${printDelay(lead.delayMs)}`)];
}

function whyOf({ rule, because, checks, form }: AlertCard): readonly Part[] {
  const why = facts(markup('*Why you see this:*'), plain(`rule “${rule}”${because === '' || form === 'overflow' ? '' : `: ${because}`}`, FACT_LIMIT));
  return form === 'one' || form === 'bulk' ? [why, facts(markup('*What to check:*'), plain(checks.join(' '), FACT_LIMIT))] : [why];
}

function moreOf({ form, count, lines, begunMs, zone, taken }: AlertCard): string {
  const more = form === 'one' || form === 'bulk' ? count - 1 : count - lines.length;
  const since = slackTime(instantOf(new Date(begunMs)), zone);
  return [
    ...(more > 0 ? [`+${more.toLocaleString('en-US')} more of the same group since ${since}, in the thread`] : []),
    ...(taken ? [takenInWords(taken, zone)] : []),
  ].join(' · ');
}

function takenInWords({ by, at }: Pick<AlertTaken, 'by' | 'at'>, zone: string): string {
  return `Taken by ${PERSON.test(by) ? `<@${by}>` : escaped(by)} ${slackTime(instantOf(new Date(at)), zone)}`;
}

function controls({ card, lead, form, taken }: AlertCard): readonly ActionsBlock[] {
  const isCard = form === 'one' || form === 'bulk';
  const { customerId } = lead;
  const command = customerId !== undefined && isGuid(customerId)
    ? printSearch({ filter: { ...EVERYTHING, customers: [{ kind: 'id', id: customerId }] }, time: LAST_30_DAYS, defaultTime: false }) : undefined;
  return buttonRow([
    ...(taken ? [] : [button('Take it', { kind: 'take', card }, 'take', 'Say that you answer this alert')]),
    ...(isCard ? [button('Details', { kind: 'copied', at: lead.at }, 'details', `Details of ${lead.label}`)] : []),
    ...(isCard && command !== undefined ? runButtons('By this customer', command, 'customer') : []),
    ...(isCard ? [moreMenu([['Mute like this…', { kind: 'mute-like', card }]], 'more')] : []),
  ]);
}

/** One operation a line; nothing of a record is read as markup. */
function linesOf(lines: readonly AlertLine[], zone: string, namesRules: boolean): readonly SectionBlock[] {
  return lines.map((line, index) => ({
    type: 'section',
    ...lineOf(line, zone, namesRules),
    accessory: button('Details', { kind: 'copied', at: line.at }, `line${index}`, `Details of ${line.label}`),
  }));
}

function lineOf(line: AlertLine, zone: string, namesRules: boolean): Pick<SectionBlock, 'text' | 'fields'> {
  const { operationDate, label, customer, risk, hasFailed, status, rule, times = 1 } = line;
  const marks = [...(risk === 'high' ? ['HIGH'] : []), ...(hasFailed ? ['FAILED'] : status.toLowerCase() === 'succeeded' ? [] : [status])];
  const parts = [`${label}${times > 1 ? `, ${times.toLocaleString('en-US')} times, the first` : ''}`, customer === undefined ? 'customer not recorded' : customer, line.actor ?? whoInWords(line)];
  const words = [...marks, parts.join(' · '), ...(namesRules && rule !== undefined ? [`(${rule})`] : [])].join(' ');
  return { text: plain(words), fields: [markup(slackTime(operationDate, zone))] };
}

type Fact = PlainTextElement | MrkdwnElement;

/** A small grey line; what comes from records in it is shown as it is. */
function facts(...elements: readonly Fact[]): Part {
  return { rich: [{ type: 'context', elements: [...elements] } satisfies ContextBlock], plain: elements.map((text) => ({ type: 'section', text })) };
}

export function threadMessage({ lines, more, zone, search }: AlertThread, commandName: string): Rendered {
  const command = search && commandOf(search);
  const rest = more === 0 ? [] : [`and ${more.toLocaleString('en-US')} more${command === undefined ? ': a search lists them' : `, which ${commandName} ${decode(command)} lists, with whatever else fits`}`];
  return assembled([`${counted(lines.length + more, 'more operation')} of the same group`, ...rest].join(', '), [
    part(...lines.map((line): SectionBlock => ({ type: 'section', ...lineOf(line, zone, line.rule !== undefined) }))),
    ...rest.map((words) => facts(plain(words, FACT_LIMIT))),
    part(...(command === undefined ? [] : buttonRow(runButtons(`Run: ${decode(command)}`, command, 'all')))),
  ]);
}

/** An answer is private: who presses it sees what they may. */
function commandOf({ filter, from, to }: NonNullable<AlertThread['search']>): string {
  const time = { kind: 'between', from: { kind: 'instant', at: from }, to: { kind: 'instant', at: to } } as const;
  return printSearch({ filter, time, defaultTime: false });
}

export function takenMessage(taken: AlertTaken): Rendered {
  const words = takenInWords(taken, taken.zone);
  const { rich, plain: old } = facts(markup(words));
  return { rich: { text: words, blocks: rich }, plain: { text: words, blocks: old } };
}

export function openAlertsMessage({ cards, zone }: Extract<AlertScreen, { kind: 'open-alerts' }>): Rendered {
  const line = cards.length === 0 ? 'Nobody is awaited: every alert of the last 7 days here was taken, or there was none.' : `${counted(cards.length, 'alert')} of the last 7 days that nobody has taken, newest first`;
  const newest = cards[0] === undefined ? '' : zonedTime(zone, dateOf(cards[0].card.lead.operationDate));
  const rows = cards.map(({ card }, index): SectionBlock => ({
    type: 'section',
    text: plain(`${titleOf(card)} (${card.rule})`, 300),
    accessory: button('Details', { kind: 'copied', at: card.lead.at }, index, `Details of ${card.lead.label}`),
  }));
  return rendered(line, [plainParagraph(line), ...rows, ...(cards.length === 0 ? [] : [greyLine(`Newest operation ${newest}. Take it stands on the card itself.`)])]);
}
