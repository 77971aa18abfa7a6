/** A digest: what deserves a look, then counts, then what they are counts of. Its thread lists the operations. */
import type { KnownBlock, SectionBlock } from '@slack/types';
import { dayIn, readableDay, readableTime, zonedTime } from '../../audit/dates.ts';
import type { Digest, DigestLine } from '../../audit/digest.ts';
import { dateOf, type Instant } from '../../audit/instant.ts';
import { isFailure, operationOf, statusLabel } from '../../audit/operations.ts';
import type { Count } from '../../audit/tally.ts';
import type { DigestPageScreen, DigestRow, DigestScreen } from '../../features/rule-screens.ts';
import type { Rendered } from '../message.ts';
import { closingBlocks, closingText } from './digest-closing.ts';
import { readInWords, unreadInWords } from './digest-unread.ts';
import { button, greyLine, header, plainParagraph, rendered } from './elements.ts';
import { commandInWords } from './rule-command.ts';
import { counted, plain, shortened } from './text.ts';
import { actorInWords, filterInWords, rangeInWords, shortName } from './wording.ts';

const NAMED_COUNTS = 6;
const WHAT_LIMIT = 90;
/** Of an instant in ISO: `2026-11-20T08:30`, as exact as people read it. */
const MINUTE_LENGTH = 16;
/** Enough of a SHA-256 to compare by eye. */
const SEAL_SHOWN = 16;

export function digestMessage(screen: DigestScreen): Rendered {
  const { digest, resultId } = screen;
  const [headline, ...after] = sentencesOf(screen);
  const footer = footerOf(screen);
  const repeats = screen.repeatsUnconfirmed ? ['May repeat the digest before: Slack did not confirm that one.'] : [];
  const closing = closingBlocks(screen);
  if (digest.total === 0 && !digest.late) {
    return rendered([headline, ...after, ...repeats, ...closingText(screen)].join('. '), [plainParagraph(`${[headline, ...after].join('. ')}.`), ...closing, ...[...repeats, ...footer].map(greyLine)]);
  }
  const muted = screen.muted === undefined ? '' : ` · ${screen.muted.toLocaleString('en-US')} muted in alerts`;
  const all = resultId === undefined ? {} : { accessory: button('All', { kind: 'list', resultId }, 'all', 'List all operations of this digest, for you alone') };
  const facts = `${digest.total === 0 ? 'All of it found late' : factsInWords(digest)}${muted}`;
  return rendered([headline, ...after, facts, ...repeats, ...closingText(screen)].join('. '), [
    header(headline),
    ...(after.length === 0 ? [] : [greyLine(`${after.join('. ')}.`)]),
    greyLine(`${facts} · ${filterInWords(screen.filter)} · ${shortName(screen.name)}`),
    ...repeats.map(greyLine),
    ...lookAtBlocks(screen),
    ...closing,
    ...countBlocks(digest, all),
    ...lateBlocks(digest, screen.zone, digest.total === 0 ? all : {}),
    ...footer.map(greyLine),
  ]);
}

/** What is new and in which time; before that, what was not read: nobody is to take that for a quiet time. */
function sentencesOf(screen: DigestScreen): readonly [first: string, ...after: string[]] {
  const { digest, zone, from, to, coverage: { readAt, unreadMs } } = screen;
  const [unread, told, isNothing] = [unreadInWords(screen), headlineOf(digest), digest.total === 0 && !digest.late];
  const seen = from.slice(0, MINUTE_LENGTH) < to.slice(0, MINUTE_LENGTH) ? `first seen ${rangeInWords({ from: new Date(from), to: new Date(to) }, zone)}` : undefined;
  if (unread === undefined) return [seen !== undefined ? `${told}, ${seen}` : readAt !== undefined && isNothing ? `${told}: the log was last read at ${zonedTime(zone, new Date(readAt))}` : told];
  const comes = unreadMs === undefined ? [] : ['What happened since comes with the digest after the log is read again'];
  const inRead = `In what was read: ${told.replace(/^No/, 'no')}`;
  if (isNothing) return [unread, ...(seen === undefined ? [] : [`${inRead}, ${seen}`]), ...comes];
  return [`${unread}. ${inRead}`, ...(seen === undefined ? [] : [seen.replace(/^f/, 'F')]), ...comes];
}

/** `126 new operations, 3 found late`. */
export function headlineOf({ total, late }: Digest): string {
  const news = total === 0 ? 'No new operations' : counted(total, 'new operation');
  return late ? `${news}, ${late.count.toLocaleString('en-US')} found late` : news;
}

export function factsInWords({ failed, high, customers, people, apps }: Digest): string {
  return [
    ...(high > 0 ? [`${high.toLocaleString('en-US')} high risk`] : []),
    ...(failed > 0 ? [`${failed.toLocaleString('en-US')} failed`] : []),
    counted(customers, 'customer'), counted(people, 'person', 'people'), counted(apps, 'app'),
  ].join(' · ');
}

function lookAtBlocks({ digest: { lookAt, moreToLookAt }, zone, resultId }: DigestScreen): readonly KnownBlock[] {
  if (lookAt.length === 0) return [];
  const title = `Look at these${moreToLookAt > 0 ? ` (${counted(moreToLookAt, 'more operation')} of high risk or not succeeded without a line here)` : ''}`;
  return [plainParagraph(title), ...lookAt.map((line, slot): SectionBlock => ({
    type: 'section', text: plain(lineInWords(line, zone)),
    ...(resultId !== undefined && line.number !== undefined && { accessory: button('Details', { kind: 'details', resultId, place: line.number }, slot, `Details of ${operationOf(line.operationType).label}`) }),
  }))];
}

/** `HIGH 3 × Order placed, failed · Wingtip Toys · via FulfillmentService (Microsoft) · 20 Nov 16:05`. */
export function lineInWords(line: DigestLine, zone: string): string {
  const { operationType, status, count, isHigh, isLate, customer, actor, via, what, until, newest } = line;
  const label = `${count > 1 ? `${count.toLocaleString('en-US')} × ` : ''}${shortName(operationOf(operationType).label)}`;
  const marks = [...(isHigh ? ['HIGH'] : []), ...(isLate ? ['FOUND LATE'] : [])].map((mark) => `${mark} `).join('');
  return [
    `${marks}${label}${statusWords(status)}`,
    ...(what === undefined ? [] : [shortened(what.replace(/\s+/g, ' '), WHAT_LIMIT)]),
    customer === undefined ? 'customer not recorded' : shortName(customer),
    actorInWords({ actor, via }),
    count > 1 ? `latest ${moment(newest, zone)}` : moment(newest, zone),
    ...(until === undefined ? [] : [`can be cancelled until about ${readableTime(zone, new Date(until))}, computed`]),
  ].join(' · ');
}

/** Success is the rule and needs no word. */
function statusWords(status: string): string {
  if (status.toLowerCase() === 'succeeded') return '';
  return `, ${isFailure(status) ? statusLabel(status).toUpperCase() : shortName(statusLabel(status).toLowerCase())}`;
}

function moment(at: Instant, zone: string): string {
  return readableTime(zone, dateOf(at));
}

/** A button beside a paragraph, or none. */
type Beside = Pick<SectionBlock, 'accessory'>;

function countBlocks({ total, categories, operations }: Digest, all: Beside): readonly KnownBlock[] {
  if (total === 0) return [];
  const counts = countsInWords(operations, (value) => operationOf(value).label);
  return [
    { type: 'section', text: plain(`Counts: ${counts}`), ...all },
    greyLine(`By category: ${countsInWords(categories, (value) => value)}`),
  ];
}

function lateBlocks({ late }: Digest, zone: string, all: Beside): readonly KnownBlock[] {
  if (!late) return [];
  const [first, last] = [late.oldest, late.newest].map((at) => readableDay(dayIn(zone, dateOf(at))));
  const days = first === last ? `of ${first}` : `of ${first} to ${last}`;
  return [
    { ...plainParagraph(`Found late: ${counted(late.count, 'operation')} ${days}`), ...all },
    greyLine(`Over 48 hours old when the log first showed them here. ${countsInWords(late.operations, (value) => operationOf(value).label)}`),
  ];
}

function countsInWords(counts: readonly Count[], labelOf: (value: string) => string): string {
  const named = counts.slice(0, NAMED_COUNTS).map(({ value, count }) => `${shortName(labelOf(value))} ${count.toLocaleString('en-US')}`);
  const rest = counts.slice(NAMED_COUNTS).reduce((sum, { count }) => sum + count, 0);
  return [...named, ...(rest > 0 ? [`other ${rest.toLocaleString('en-US')}`] : [])].join(' · ');
}

/** What it covers, as far as it was read; who wants it; and the seal that proves it later. */
function footerOf(screen: DigestScreen): readonly string[] {
  const { makerName, command, seal } = screen;
  const who = `Set up${makerName === undefined ? '' : ` by ${shortName(makerName)}`}: ${commandInWords(command)}`;
  return [readInWords(screen), seal ? `${who} · seal of ${readableDay(seal.day)}: ${seal.link.slice(0, SEAL_SHOWN)}…` : who];
}

/** A part of the list, in the thread. */
export function digestPageMessage({ zone, rows, first, total, left }: DigestPageScreen): Rendered {
  const [from, to, of] = [first, first + rows.length - 1, total].map((number) => number.toLocaleString('en-US'));
  const title = `Operations of this digest, newest first: ${rows.length === total ? `all ${of}` : `${from} to ${to} of ${of}`}`;
  const lines = rows.map((row) => rowInWords(row, zone));
  const more = left > 0 ? [greyLine(`${counted(left, 'more operation')} not listed in this thread. All, in the digest above, lists them for a day; Export CSV under that list sends them as a file.`)] : [];
  return rendered(title, [greyLine(title), ...inPieces(lines).map(plainParagraph), ...more]);
}

function rowInWords({ at, operationType, status, customer, actor, via, isLate }: DigestRow, zone: string): string {
  return [
    moment(at, zone), `${shortName(operationOf(operationType).label)}${statusWords(status)}`,
    customer === undefined ? 'customer not recorded' : shortName(customer),
    actorInWords({ actor, via }),
    ...(isLate ? ['found late'] : []),
  ].join(' · ');
}

/** Slack takes 3,000 characters a block, and a name may be long. */
const PIECE = 8;

function inPieces(lines: readonly string[]): readonly string[] {
  return Array.from({ length: Math.ceil(lines.length / PIECE) }, (_, piece) => lines.slice(piece * PIECE, (piece + 1) * PIECE).join('\n'));
}
