/** One record as blocks: a sentence that anybody understands, then the proof, then where to go from here. */
import type { Button, KnownBlock, RichTextBlock } from '@slack/types';
import { DAY_MS, exactTime } from '../../audit/dates.ts';
import { dateOf } from '../../audit/instant.ts';
import { applicationLabel, operationOf, resourceOf } from '../../audit/operations.ts';
import type { AuditRecord } from '../../audit/record.ts';
import { sentenceOf } from '../../audit/sentence.ts';
import type { ShownRecord } from '../../features/screens.ts';
import { searchesFrom } from '../../features/show-record.ts';
import { button, buttonRow, greyLine, header, plainParagraph } from './elements.ts';
import { valueBlocks, type Room } from './record-changes.ts';
import { earlierSeen, removedInWords, riskInWords, seenInWords, windowInWords } from './record-words.ts';
import { plain } from './text.ts';

type Shown = Omit<ShownRecord, 'kind'>;

/** Identifiers longer than any that were seen are cut. */
const ID_LIMIT = 300;

/** Everything that is said of a record, in as much room as there is. */
export function recordBlocks(screen: Shown, room: Room): readonly KnownBlock[] {
  const { record, zone } = screen;
  const earlier = earlierSeen(screen);
  const removed = removedInWords(record);
  const paragraphs = [
    sentenceOf(record),
    ...(earlier ? [seenInWords(record, earlier)] : []),
    riskInWords(record, earlier),
    windowInWords(screen),
  ].filter((line) => line !== undefined);
  return [
    header(operationOf(record.operationType).label),
    greyLine(exactTime(zone, dateOf(record.operationDate))),
    ...paragraphs.map(plainParagraph),
    ...valueBlocks(record, earlier, { ...room, unchanged: screen.at === undefined ? 'told' : 'named' }),
    identifiers(record),
    ...(removed === undefined ? [] : [greyLine(removed)]),
    ...buttonRow(recordButtons(screen)),
  ];
}

/** The same in one paragraph, for screen readers and notifications. */
export function recordInWords(screen: Shown): string {
  const { record, zone } = screen;
  const { label } = operationOf(record.operationType);
  const when = exactTime(zone, dateOf(record.operationDate));
  return [`${label}, ${when}.`, sentenceOf(record), riskInWords(record, earlierSeen(screen)), windowInWords(screen)].filter((line) => line !== undefined).join(' ');
}

/** Who, where and by which ids: as they stand in the record, so that they can be copied whole. */
function identifiers(record: AuditRecord): RichTextBlock {
  const { applicationId } = record;
  const via = applicationId === undefined ? undefined : applicationLabel(applicationId);
  const lines: readonly (readonly [label: string, value: string | undefined, id?: string | undefined])[] = [
    [record.customerName === undefined ? 'Customer id' : 'Customer', record.customerName, record.customerId],
    ['Recorded user', record.userPrincipalName ?? 'none'],
    ['Via', via, via === applicationId ? undefined : applicationId],
    ['Resource', resourceOf(record.resourceType).label],
    ['Operation', record.operationType],
    ['UTC', undefined, record.operationDate],
    ['Correlation', undefined, record.originalCorrelationId],
    ['Session', undefined, record.sessionId],
    ['Record id', undefined, record.id],
  ];
  const said = lines.flatMap(([label, value, id]) => (value || id ? [{ label, value, id }] : []));
  const elements = said.flatMap(({ label, value, id }, index) => [
    { type: 'text' as const, text: `${index === 0 ? '' : '\n'}${label}  `, style: { bold: true } },
    ...(value ? [{ type: 'text' as const, text: `${oneLine(value)}${id ? '  ' : ''}` }] : []),
    ...(id ? [{ type: 'text' as const, text: oneLine(id), style: { code: true } }] : []),
  ]);
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

function oneLine(text: string): string {
  return plain(text.replace(/\s+/g, ' '), ID_LIMIT).text;
}

/** Where nobody says what time it is, the log is taken to reach the record. */
function recordButtons({ record, zone, now, at }: Shown): readonly Button[] {
  const { user, customer, session } = searchesFrom(record, zone, now ?? new Date(dateOf(record.operationDate).getTime() + DAY_MS));
  return [
    ...(user === undefined ? [] : [button('By this user', { kind: 'run', command: user }, 'user', 'Search the last 30 days by this user')]),
    ...(customer === undefined ? [] : [button('By this customer', { kind: 'run', command: customer }, 'customer', 'Search the last 30 days by this customer')]),
    ...(session === undefined ? [] : [button(session.by === 'session' ? 'Same session' : 'Same correlation', { kind: 'run', command: session.command }, 'session')]),
    ...(at === undefined ? [] : [button('Raw JSON', { kind: 'raw', ...at }, 'record', 'Raw JSON of this record')]),
  ];
}
