/** The few blocks our screens are made of. */
import type { ActionsBlock, Button, ContextBlock, HeaderBlock, KnownBlock, Overflow, RichTextBlock, SectionBlock, StaticSelect } from '@slack/types';
import { buttonIds, canCarry, menuId, menuValue, type Press } from '../action-ids.ts';
import type { MessagePayload, Rendered } from '../message.ts';
import { escaped, escapedWithin, GROUP, LIMITS, markup, PERSON, plain } from './text.ts';

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, LIMITS.header) };
}

/** A paragraph shown as it is. */
export function plainParagraph(text: string): SectionBlock {
  return { type: 'section', text: plain(text) };
}

/** A paragraph in which words between backticks stand out; everything else in it is shown as it is. */
export function wordedParagraph(text: string): SectionBlock {
  return { type: 'section', text: markup(escapedWithin(text, LIMITS.section)) };
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
export function button(label: string, press: Press, slot: string | number, says?: string): Button {
  return {
    type: 'button',
    text: plain(label, LIMITS.button),
    ...buttonIds(press, slot),
    ...(says !== undefined && { accessibility_label: plain(readOut(label, says), LIMITS.button).text }),
  };
}

/** What is read out holds what stands there: who steers by voice says that. https://www.w3.org/TR/WCAG22/#label-in-name */
function readOut(label: string, says: string): string {
  return wordsOf(says).includes(wordsOf(label)) ? says : `${label}: ${says}`;
}

function wordsOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** A button that runs a command as it stands; none where the command is too long for one. */
export function runButtons(label: string, command: string, slot: string | number): readonly Button[] {
  return canCarry(command) ? [button(label, { kind: 'run', command }, slot, `Run ${command}`)] : [];
}

/** The menu behind the three dots, for what few people need each time. Slack takes 1 to 5 choices. */
export function moreMenu(choices: readonly (readonly [label: string, press: Parameters<typeof menuValue>[0]])[], slot: string): Overflow {
  return {
    type: 'overflow',
    action_id: menuId(slot),
    options: choices.map(([label, press]) => ({ text: plain(label, LIMITS.button), value: menuValue(press) })),
  };
}

/** A row of buttons, or nothing where there are none. */
export function buttonRow(buttons: readonly (Button | Overflow | StaticSelect)[]): readonly ActionsBlock[] {
  return buttons.length === 0 ? [] : [{ type: 'actions', elements: [...buttons] }];
}

/** A message as it should look, and the same in sections and buttons alone. */
export function rendered(text: string, blocks: readonly KnownBlock[]): Rendered {
  const sentence = escapedWithin(text, LIMITS.message);
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
      return block.elements.map(plainPart);
    default:
      return [];
  }
}

function plainPart(part: RichTextBlock['elements'][number]): SectionBlock {
  const leaves: readonly object[] = part.elements;
  const text = leaves.map(leafText).join('').replaceAll(': \n', ':\n');
  return part.type === 'rich_text_preformatted' ? inEqualWidths(text) : plainParagraph(text);
}

/** A label that is not bold any more is told from its value by a colon. */
function leafText(leaf: object): string {
  if ('channel_id' in leaf) return 'its channel';
  if ('user_id' in leaf) return PERSON;
  if ('usergroup_id' in leaf) return GROUP;
  if (!('text' in leaf) || typeof leaf.text !== 'string') return '';
  const isLabel = 'style' in leaf && typeof leaf.style === 'object' && leaf.style !== null && 'bold' in leaf.style;
  return isLabel ? leaf.text.replace(/ {2}$/, ': ') : leaf.text;
}

/** Carets and bars must stand under each other; what would end the fence, or is too long when escaped, stands as it is. */
function inEqualWidths(text: string): SectionBlock {
  const fenced = `\`\`\`\n${escaped(text, Infinity)}\n\`\`\``;
  return text.includes('```') || fenced.length > LIMITS.section ? plainParagraph(text) : { type: 'section', text: markup(fenced) };
}
