/** One record in a modal: what it says, field by field, with nothing that does not stand in it. */
import type { KnownBlock, ModalView } from '@slack/types';
import { changesOf, type Change } from '../../audit/changes.ts';
import { exactTime } from '../../audit/dates.ts';
import { dateOf } from '../../audit/instant.ts';
import { MASKED } from '../../audit/masking.ts';
import { applicationLabel, isFailure, operationOf, resourceOf, statusLabel } from '../../audit/operations.ts';
import type { AuditRecord } from '../../audit/record.ts';
import type { RecordScreen } from '../../features/screens.ts';
import { greyLine, header, labelled, plainBlock, plainParagraph } from './elements.ts';
import { expiredMessage, problemMessage, refusedMessage } from './notices.ts';
import { counted, LIMITS, plain, shortened } from './text.ts';

/** Slack takes 100 blocks and 250 kB a view; a person takes less. */
const FIELDS_SHOWN = 60;
const FIELDS_PER_BLOCK = 10;
const VALUE_LIMIT = 250;

/** The modal for whatever `Details` found. */
export function recordView(screen: RecordScreen): ModalView {
  return modal(screenBlocks(screen));
}

/** The same in the oldest blocks, for when Slack refuses the other. */
export function plainRecordView(screen: RecordScreen): ModalView {
  return modal(screenBlocks(screen).flatMap(plainBlock));
}

function screenBlocks(screen: RecordScreen): readonly KnownBlock[] {
  switch (screen.kind) {
    case 'loading': return [plainParagraph('Looking the record up…')];
    case 'record': return recordBlocks(screen.record, screen.zone);
    case 'record-expired': return expiredMessage(screen.command).rich.blocks;
    case 'record-refused': return refusedMessage(screen.refusal, screen.userId).rich.blocks;
    case 'record-problem': return problemMessage({ ...screen, kind: 'problem' }).rich.blocks;
  }
}

function modal(blocks: readonly KnownBlock[]): ModalView {
  return { type: 'modal', title: plain('Audit record', LIMITS.title), close: plain('Close', LIMITS.title), blocks: [...blocks] };
}

function recordBlocks(record: AuditRecord, zone: string): readonly KnownBlock[] {
  const operation = operationOf(record.operationType);
  const changes = changesOf(record);
  const masked = JSON.stringify(record).split(MASKED).length - 1;
  return [
    header(operation.label),
    labelled(lines([
      ['Status', statusLabel(record.operationStatus)],
      ['Risk', `${operation.risk} (${operation.known ? 'this bot’s rating, not Microsoft’s' : 'an operation this bot does not know'})`],
      ['Customer', record.customerName],
      ['Customer id', record.customerId],
      ['Recorded user', record.userPrincipalName ?? 'none'],
      ['Via', record.applicationId && applicationLabel(record.applicationId)],
      ['Resource', resourceOf(record.resourceType).label],
      ['Local time', exactTime(zone, dateOf(record.operationDate))],
      ['UTC', record.operationDate],
    ])),
    ...changeBlocks(changes, isFailure(record.operationStatus)),
    ...customizedBlocks(record),
    ...(masked > 0 ? [greyLine(`${counted(masked, 'value')} masked: secrets are taken out before a record is kept.`)] : []),
    labelled(lines([
      ['Operation', record.operationType],
      ['Correlation', record.originalCorrelationId],
      ['Session', record.sessionId],
      ['Record id', record.id],
    ])),
  ];
}

function changeBlocks(changes: readonly Change[], isFailed: boolean): readonly KnownBlock[] {
  if (changes.length === 0) return [greyLine('This record carries no values.')];
  const title = valuesTitle(changes, isFailed);
  return [greyLine(title), ...inBlocks(changes.slice(0, FIELDS_SHOWN).map(changeLine)), ...leftOut(changes.length)];
}

function valuesTitle(changes: readonly Change[], isFailed: boolean): string {
  if (isFailed) return 'Values asked for; the operation did not succeed';
  return changes.some((change) => change.before !== undefined)
    ? 'Values: - before, + after'
    : 'Values set (the record does not say what they were before)';
}

function changeLine({ label, before, after }: Change): readonly [string, string] {
  if (before === undefined) return [label, value(after)];
  if (before === after) return [label, `${value(after)} (unchanged)`];
  return [label, `\n- ${value(before)}\n+ ${after === undefined ? '(not set)' : value(after)}`];
}

function customizedBlocks(record: AuditRecord): readonly KnownBlock[] {
  const entries = record.customizedData ?? [];
  if (entries.length === 0) return [];
  const shown = entries.slice(0, FIELDS_SHOWN).map((entry): readonly [string, string] => [entry.key, entry.value === null ? 'empty' : value(entry.value)]);
  return [greyLine('Customized data'), ...inBlocks(shown), ...leftOut(entries.length)];
}

function inBlocks(entries: readonly (readonly [string, string])[]): readonly KnownBlock[] {
  const blocks: KnownBlock[] = [];
  for (let from = 0; from < entries.length; from += FIELDS_PER_BLOCK) blocks.push(labelled(entries.slice(from, from + FIELDS_PER_BLOCK)));
  return blocks;
}

function leftOut(count: number): readonly KnownBlock[] {
  return count <= FIELDS_SHOWN ? [] : [greyLine(`${counted(count - FIELDS_SHOWN, 'more value')} in this record.`)];
}

function value(text: string | undefined): string {
  return shortened(text ?? '', VALUE_LIMIT);
}

function lines(entries: readonly (readonly [string, string | undefined])[]): readonly (readonly [string, string])[] {
  return entries.flatMap(([label, text]) => (text ? [[label, text] as const] : []));
}

