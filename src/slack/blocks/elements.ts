/** The few blocks our screens are made of. */
import type { ActionsBlock, Button, ContextBlock, HeaderBlock, KnownBlock, RichTextBlock, SectionBlock } from '@slack/types';
import { buttonIds, type ButtonPress } from '../action-ids.ts';
import type { MessagePayload, Rendered } from '../message.ts';
import { escaped, LIMITS, markup, plain } from './text.ts';

/** Escaping makes a character up to five, and Slack takes 3,000. */
const WORDED_LIMIT = 600;

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, LIMITS.header) };
}

/** A paragraph shown as it is. */
export function plainParagraph(text: string): SectionBlock {
  return { type: 'section', text: plain(text) };
}

/** A paragraph in which words between backticks stand out; everything else in it is shown as it is. */
export function wordedParagraph(text: string): SectionBlock {
  return { type: 'section', text: markup(escaped(text, WORDED_LIMIT)) };
}

/** A small grey line, shown as it is. */
export function greyLine(text: string): ContextBlock {
  return { type: 'context', elements: [plain(text)] };
}

/** Labels may come from records too: keys of a value, or of customized data. */
const LABEL_LIMIT = 80;

/** A label and its value on lines of their own; nothing in them is read as markup. */
export function labelled(lines: readonly (readonly [label: string, value: string])[]): RichTextBlock {
  const elements = lines.flatMap(([label, value], index) => [
    { type: 'text' as const, text: `${index === 0 ? '' : '\n'}${plain(label, LABEL_LIMIT).text}  `, style: { bold: true } },
    { type: 'text' as const, text: plain(value).text },
  ]);
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** Text in equal widths, such as the command under which a caret stands. */
export function preformatted(text: string): RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: plain(text).text }] }] };
}

/** A button; `slot` makes its id unique in the message, `says` is read out by screen readers. */
export function button(label: string, press: ButtonPress, slot: string | number, says?: string): Button {
  return {
    type: 'button',
    text: plain(label, LIMITS.button),
    ...buttonIds(press, slot),
    ...(says !== undefined && { accessibility_label: plain(says, LIMITS.button).text }),
  };
}

/** A row of buttons, or nothing where there are none. */
export function buttonRow(buttons: readonly Button[]): readonly ActionsBlock[] {
  return buttons.length === 0 ? [] : [{ type: 'actions', elements: [...buttons] }];
}

/** A message as it should look, and the same in sections and buttons alone. */
export function rendered(text: string, blocks: readonly KnownBlock[]): Rendered {
  const sentence = escaped(text, LIMITS.message);
  const rich: MessagePayload = { text: sentence, blocks };
  return { rich, plain: { text: sentence, blocks: blocks.flatMap(plainBlock) } };
}

/** A block in the oldest forms, which every surface takes. */
export function plainBlock(block: KnownBlock): readonly KnownBlock[] {
  switch (block.type) {
    case 'section':
    case 'actions':
      return [block];
    case 'header':
      return [plainParagraph(block.text.text)];
    case 'context':
      return [plainParagraph(block.elements.map((element) => ('text' in element ? element.text : '')).join(' '))];
    case 'rich_text':
      return [plainParagraph(richText(block))];
    default:
      return [];
  }
}

function richText(block: RichTextBlock): string {
  const leaves: readonly (readonly object[])[] = block.elements.map((part) => part.elements);
  return leaves.flat().map((leaf) => ('text' in leaf && typeof leaf.text === 'string' ? leaf.text : '')).join('');
}
