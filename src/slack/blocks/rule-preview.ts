/** What a rule of a form would have said and which command it equals, above its fields. */
import type { KnownBlock } from '@slack/types';
import type { FormPreview } from '../../features/rule-form.ts';
import { alertInWords, muteInWords } from './alert-preview.ts';
import { lineInWords } from './digest.ts';
import { button, greyLine, plainParagraph } from './elements.ts';
import { commandLine } from './rule-command.ts';
import { PREVIEW_LINES, previewInWords } from './rules.ts';
import { shortened } from './text.ts';

/** More of a note would push the fields off the screen of a phone. */
const NOTE_LIMIT = 300;

/** What stands there: nothing yet, what was found, or why nothing could be looked up. */
export type ShownPreview = FormPreview | { readonly kind: 'looking' } | { readonly kind: 'failed'; readonly says: string };

/** The first line answers; the others say what it was, what could not be looked at, and the command. */
export function previewBlocks(shown: ShownPreview): readonly KnownBlock[] {
  if (shown.kind === 'nothing-said') return [];
  const [line, ...notes] = linesOf(shown);
  return [
    { ...plainParagraph(line), accessory: button('Preview', { kind: 'rule-preview' }, 'form', 'Preview what it would have said, as the fields stand now') },
    ...notes.map((note) => greyLine(shortened(note, NOTE_LIMIT))),
    ...('command' in shown ? [commandLine('Equals the command: ', shown.command)] : []),
    { type: 'divider' },
  ];
}

function linesOf(shown: Exclude<ShownPreview, { kind: 'nothing-said' }>): readonly [line: string, ...notes: string[]] {
  switch (shown.kind) {
    case 'looking': return ['Looking up what it would have said…'];
    case 'failed': return [`What it would have said could not be looked up: ${shown.says} The form works all the same.`];
    case 'not-yet': return [`No preview yet. ${shown.says}`];
    case 'alert-said': return alertInWords('This', shown.rule, shown.preview);
    case 'mute-said': return muteInWords('This', shown.preview);
    case 'digest-said': {
      const { preview, zone } = shown;
      return [previewInWords(preview), ...preview.digest.lookAt.slice(0, PREVIEW_LINES).map((line) => lineInWords(line, zone))];
    }
  }
}
