import { messageAsText, viewAsText } from '../../sandbox/slack/as-text.ts';
import type { SlackMessage } from '../../sandbox/slack/messages.ts';
import type { ShownView } from '../../sandbox/slack/reading.ts';

const reader = () => ({ zone: 'Europe/London', now: Date.now() });

/** A message as a person in London reads it. */
export function read(message: Pick<SlackMessage, 'text' | 'blocks'>): string {
  return messageAsText(message, reader());
}

/** A modal as a person in London reads it. */
export function readModal(view: ShownView): string {
  return viewAsText(view, reader());
}

/** How often a button with this label stands in a message. */
export function buttonsIn(message: Pick<SlackMessage, 'blocks'>, label: string): number {
  return JSON.stringify(message.blocks).split(`"text":"${label}"`).length - 1;
}
