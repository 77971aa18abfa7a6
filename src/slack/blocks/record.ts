/** One record in a modal: what it says, field by field, with nothing that does not stand in it. */
import type { KnownBlock, ModalView } from '@slack/types';
import type { AuditRecord } from '../../audit/record.ts';
import type { CustomerNames } from '../../features/customer-names.ts';
import type { RecordScreen } from '../../features/screens.ts';
import { greyLine, plainBlock, plainParagraph } from './elements.ts';
import { withNamesInShort } from './named-customers.ts';
import { expiredMessage, problemMessage, refusedMessage } from './notices.ts';
import { recordBlocks } from './record-blocks.ts';
import type { Room } from './record-changes.ts';
import { rawBlocks } from './record-raw.ts';
import { LIMITS, plain, shortened } from './text.ts';

/** Slack takes 100 blocks and 250 kB a view; a person takes less. */
const MODAL_ROOM: Room = { fields: 40, characters: 250 };
/** A command in the view that stands in for its answer. */
const COMMAND_SHOWN = 300;

/** The modal for whatever `Details` found. */
export function recordView(screen: RecordScreen): ModalView {
  return modal(screenBlocks(screen));
}

/** The same in the oldest blocks, for when Slack refuses the other. */
export function plainRecordView(screen: RecordScreen): ModalView {
  return modal(screenBlocks(screen).flatMap(plainBlock));
}

/** A record as it is kept; every other screen as `recordView` draws it. */
export function rawRecordView(screen: RecordScreen): ModalView {
  return screen.kind === 'record' ? modal(rawBlocks(screen.record), 'Raw JSON') : recordView(screen);
}

/** For a record that no other view could be drawn of. */
export function unreadRecordView(record: AuditRecord): ModalView {
  return modal([greyLine('This record could not be drawn, so here it is as it is kept.'), ...rawBlocks(record)]);
}

/** What stands in the modal once a search was asked for in it: only the person can close a modal. */
export function askedView(command: string, names?: CustomerNames): ModalView {
  return modal([plainParagraph(`Asked for ${shortened(withNamesInShort(command, names), COMMAND_SHOWN)}: the answer follows in the conversation.`)]);
}

function screenBlocks(screen: RecordScreen): readonly KnownBlock[] {
  switch (screen.kind) {
    case 'loading': return [plainParagraph('Looking the record up…')];
    case 'record': return recordBlocks(screen, MODAL_ROOM);
    case 'record-expired': return expiredMessage(screen.command).rich.blocks;
    case 'record-refused': return refusedMessage(screen.refusal, screen.userId).rich.blocks;
    case 'record-problem': return problemMessage({ ...screen, kind: 'problem' }).rich.blocks;
  }
}

function modal(blocks: readonly KnownBlock[], title = 'Audit record'): ModalView {
  return { type: 'modal', title: plain(title, LIMITS.title), close: plain('Close', LIMITS.title), blocks: [...blocks] };
}
