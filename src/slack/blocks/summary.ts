/** The answer to a search: counts first, then what was asked, then one page of records. */
import type { KnownBlock, SectionBlock } from '@slack/types';
import { DAY_MS, readableDay, readableTime, utcDayOf, zoneName } from '../../audit/dates.ts';
import { dateOf } from '../../audit/instant.ts';
import { applicationLabel, isFailure, operationOf, statusLabel } from '../../audit/operations.ts';
import type { AuditRecord } from '../../audit/record.ts';
import type { Count } from '../../audit/summary.ts';
import { PAGE_SIZE } from '../../features/show-page.ts';
import type { ResultFacts } from '../../features/result-facts.ts';
import type { SummaryScreen } from '../../features/screens.ts';
import type { Rendered } from '../message.ts';
import { button, buttonRow, greyLine, header, labelled, plainParagraph, rendered } from './elements.ts';
import { planInWords } from './plan.ts';
import { counted, escaped, markup, plain, slackTime } from './text.ts';
import { actorOf, customerOf, operationsInWords, rangeInWords, shortName } from './wording.ts';

/** A search over less than this may simply have been too short. */
const WIDE_MS = 29 * DAY_MS;
/** Values named in a line of counts; the rest is summed up, never left out. */
const NAMED_COUNTS = 6;

export function summaryMessage(screen: SummaryScreen): Rendered {
  const { facts, records, page } = screen;
  const sentence = headline(facts);
  const range = rangeInWords(shownRange(facts), facts.zone);
  const blocks: readonly KnownBlock[] = [
    header(sentence),
    greyLine(`${range} · ${freshness(facts)}`),
    greyLine(planInWords(facts)),
    ...caveats(facts).map(greyLine),
    ...(facts.summary.total === 0 ? [plainParagraph(nothingFound(facts))] : [labelled(countLines(facts))]),
    ...records.map((record, index) => recordRow(record, facts, page * PAGE_SIZE + index)),
    ...(facts.listed > 0 ? [greyLine(pageInWords(screen))] : []),
    ...buttonRow(buttons(screen)),
  ];
  return rendered(`${sentence}. ${range}. ${facts.summary.total === 0 ? nothingFound(facts) : spokenCounts(facts)}`, blocks);
}

function headline(facts: ResultFacts): string {
  const { total, failed, risks } = facts.summary;
  const parts = [
    operationsInWords(total, facts.plan.filter, (id) => nameOfCustomer(facts, id)),
    ...(failed > 0 && failed < total ? [`${failed.toLocaleString('en-US')} failed`] : []),
    ...(risks.high > 0 ? [`${risks.high.toLocaleString('en-US')} high risk`] : []),
  ];
  return parts.join(', ');
}

/** An answer about one customer id is headed with the name its records carry. */
function nameOfCustomer(facts: ResultFacts, id: string): string | undefined {
  const names = facts.summary.customers.map(({ value }) => value).filter((value) => value !== '' && value.toLowerCase() !== id.toLowerCase());
  return facts.plan.filter.customers.length === 1 ? names[0] : undefined;
}

function freshness(facts: ResultFacts): string {
  const read = new Date(facts.readAt);
  const lastRead = `last read ${readableTime(facts.zone, read)} ${zoneName(facts.zone, read)}`;
  // For a span that ended long ago, the newest record of the day after it would only confuse.
  const reachesNow = rangeOf(facts).to.getTime() >= read.getTime();
  if (facts.newestRead === undefined) return `${lastRead} · no record read`;
  if (!reachesNow) return lastRead;
  return `${lastRead} · newest record read ${readableTime(facts.zone, dateOf(facts.newestRead))}`;
}

function caveats(facts: ResultFacts): readonly string[] {
  const { total } = facts.summary;
  return [
    ...(facts.clamped ? [`Microsoft keeps 90 days: what you asked for was cut off at ${readableDay(utcDayOf(rangeOf(facts).from))} (UTC).`] : []),
    ...(facts.unreadable > 0 ? [`${counted(facts.unreadable, 'record')} could not be read and ${facts.unreadable === 1 ? 'is' : 'are'} not counted here.`] : []),
    ...(facts.listed < total ? [`All ${total.toLocaleString('en-US')} are counted; the list holds ${facts.listed.toLocaleString('en-US')} of them. Ask for a shorter time to list the rest.`] : []),
  ];
}

function nothingFound(facts: ResultFacts): string {
  const read = facts.recordsRead === 0
    ? 'Partner Center holds no such record for these days.'
    : `I read ${counted(facts.recordsRead, 'record')} of these days; none fits the whole search.`;
  const { from, to } = rangeOf(facts);
  const isShort = to.getTime() - from.getTime() < WIDE_MS;
  return `${read} ${isShort ? 'Try a longer time, such as last 30d, or leave' : 'Try to leave'} one part of the search out.`;
}

function countLines({ summary }: ResultFacts): readonly (readonly [string, string])[] {
  return [
    ['Operations', countsInWords(summary.operations, (value) => operationOf(value).label)],
    ['People', countsInWords(summary.people, (value) => value === '' ? 'not recorded' : applicationLabel(value))],
    ...(summary.customers.length > 1 ? [['Customers', countsInWords(summary.customers, (value) => value === '' ? 'not recorded' : value)] as const] : []),
    ['Status', countsInWords(summary.statuses, statusLabel)],
  ];
}

function spokenCounts(facts: ResultFacts): string {
  return countLines(facts).map(([label, counts]) => `${label}: ${counts}.`).join(' ');
}

function countsInWords(counts: readonly Count[], labelOf: (value: string) => string): string {
  const named = counts.slice(0, NAMED_COUNTS).map(({ value, count }) => `${shortName(labelOf(value))} ${count.toLocaleString('en-US')}`);
  const rest = counts.slice(NAMED_COUNTS).reduce((sum, { count }) => sum + count, 0);
  return [...named, ...(rest > 0 ? [`others together ${rest.toLocaleString('en-US')}`] : [])].join(' · ');
}

function recordRow(record: AuditRecord, facts: ResultFacts, place: number): SectionBlock {
  const operation = operationOf(record.operationType);
  const marks = [...(operation.risk === 'high' ? ['HIGH'] : []), ...statusMark(record)];
  const when = slackTime(record.operationDate, facts.zone);
  const title = [...marks.map((mark) => `*${mark}*`), when].join(' ');
  return {
    type: 'section',
    fields: [markup(`${title}\n${escaped(shortName(operation.label))}`), plain(`${actorOf(record)}\n${customerOf(record)}`)],
    accessory: button('Details', { kind: 'details', resultId: facts.id, place }, place, `Details of ${operation.label}`),
  };
}

/** Success is the rule and needs no word; every other status is shown. */
function statusMark(record: AuditRecord): readonly string[] {
  if (record.operationStatus.toLowerCase() === 'succeeded') return [];
  const label = escaped(statusLabel(record.operationStatus));
  return [isFailure(record.operationStatus) ? label.toUpperCase() : label];
}

function pageInWords({ facts, records, page, pageCount }: SummaryScreen): string {
  const first = page * PAGE_SIZE + 1;
  const span = records.length === 1 ? `${first}` : `${first}–${first + records.length - 1}`;
  return `Newest first: ${span} of ${facts.summary.total.toLocaleString('en-US')} · page ${page + 1} of ${pageCount}`;
}

function buttons({ facts, page, pageCount }: SummaryScreen) {
  return [
    ...(page > 0 ? [button('Previous', { kind: 'page', resultId: facts.id, page: page - 1 }, 'previous')] : []),
    ...(page + 1 < pageCount ? [button('Next', { kind: 'page', resultId: facts.id, page: page + 1 }, 'next')] : []),
    button('Keep', { kind: 'keep', resultId: facts.id, page }, 'shown', 'Keep this answer in your direct messages'),
  ];
}

/** A rolling span ends with the running minute; people are shown the moment up to which was read. */
function shownRange(facts: ResultFacts) {
  const [{ from, to }, read] = [rangeOf(facts), new Date(facts.readAt)];
  return { from, to: to.getTime() > read.getTime() ? read : to };
}

function rangeOf(facts: ResultFacts) {
  return { from: dateOf(facts.plan.from), to: dateOf(facts.plan.to) };
}
