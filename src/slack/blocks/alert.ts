/** An alert: its card, what stands in its thread, and the list of those that nobody has taken. */
import type { ActionsBlock, ContextBlock, MrkdwnElement, PlainTextElement, SectionBlock } from '@slack/types';
import type { AlertCard, AlertLine, AlertTaken, AlertThread } from '../../audit/alert-cards.ts';
import { printDelay } from '../../audit/alert-words.ts';
import { EVERYTHING, isGuid } from '../../audit/filter.ts';
import { zonedTime } from '../../audit/dates.ts';
import { dateOf, instantOf } from '../../audit/instant.ts';
import { printSearch } from '../../command/print.ts';
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
  return assembled(`${title}. ${card.lead.sentence ?? ''}`.trim(), [
    part(header(title)),
    facts(...factsOf(card)),
    ...(card.form === 'one' && card.lead.sentence !== undefined ? [part(plainParagraph(shortened(card.lead.sentence, 600)))] : []),
    part(...linesOf(card.lines, card.zone, card.form === 'overflow')),
    ...whyOf(card),
    part(...(card.isTest ? [] : controls(card))),
    ...(moreOf(card) === '' ? [] : [facts(markup(moreOf(card)))]),
  ]);
}

/** The count of one is not said; from the third customer on the card is about many. */
function titleOf({ form, lead, count, customers, rule }: AlertCard): string {
  const risk = `${lead.risk.slice(0, 1).toUpperCase()}${lead.risk.slice(1)} risk${lead.hasFailed ? ', did not happen' : ''}`;
  switch (form) {
    case 'one': return `${risk}: ${lead.label}${lead.customer === undefined ? '' : `, ${lead.customer}`}`;
    case 'bulk': return `${risk}: ${counted(count, 'operation')} at ${customers} customers, the first: ${lead.label}`;
    case 'overflow': return `More than 10 alerts within an hour: ${counted(count, 'operation')} without a card of their own`;
    case 'late': return `Found late: ${counted(count, 'operation')} older than 48 hours when first seen`;
    case 'hourly': return `${rule}: ${counted(count, 'operation')} of the last hour`;
    case 'held': return `${rule}: ${counted(count, 'operation')} held back in quiet hours`;
  }
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

export function threadMessage({ lines, more, zone }: AlertThread): Rendered {
  const rest = more === 0 ? '' : `and ${more.toLocaleString('en-US')} more: a search lists them all`;
  return assembled(`${counted(lines.length + more, 'more operation')} of the same group`, [
    part(...lines.map((line): SectionBlock => ({ type: 'section', ...lineOf(line, zone, line.rule !== undefined) }))),
    ...(rest === '' ? [] : [facts(plain(rest))]),
  ]);
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
