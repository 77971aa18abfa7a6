/** What the edge itself says when no listener answers, and the form in which each kind of request can be told it. */
import type { ModalView, SectionBlock } from '@slack/types';
import type { Incoming } from './incoming.ts';
import type { MessagePayload } from './message.ts';

export const NOTICES = {
  replayed: 'This has reached me before, so nothing was run again. If no answer came, please send it once more.',
  storageDown: 'My storage cannot be reached right now, so nothing was run. Please try again in a minute.',
  restarting: 'I am being restarted, so nothing was run. Please try again in a minute.',
  late: 'This takes longer than Slack allows me to wait. The answer follows as soon as I have it.',
  failed: 'Something went wrong on my side, and this was not finished. Please try again; if it happens again, tell whoever runs this bot.',
} as const;

/** For a command or a control that no listener knows. */
export function unknownNotice(incoming: Incoming, commandName: string): string {
  if (incoming.kind === 'command') {
    const typed = /^\/[\w-]{1,32}$/.exec(incoming.command ?? '')?.[0] ?? 'this command';
    return `I do not know ${typed}, so nothing was run. Type ${commandName} help to see what I can do.`;
  }
  return `I do not know this control: it may come from an older version of me. Nothing was run. Type ${commandName} help to start again.`;
}

/** The body of an acknowledgement, and whether it shows the text to the person; what shows nothing needs a message. */
export interface Acknowledgement {
  readonly body?: Readonly<Record<string, unknown>>;
  readonly shows: boolean;
}

/** https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response */
export function acknowledgementOf(incoming: Incoming, text: string): Acknowledgement {
  switch (incoming.kind) {
    case 'command':
      return { body: { response_type: 'ephemeral', text }, shows: true };
    case 'submission':
      return { body: incoming.firstField === undefined ? viewSaying(text) : errorAt(incoming.firstField, text), shows: true };
    case 'options':
      return { body: { options: [] }, shows: false };
    case 'click': case 'closed': case 'event': case 'unknown':
      return { shows: false };
  }
}

/** A message that shows a text as it is. */
export function textMessage(text: string): MessagePayload {
  return { text, blocks: [asIs(text)] };
}

function asIs(text: string): SectionBlock {
  return { type: 'section', text: { type: 'plain_text', text } };
}

/** Keeps what was typed into the form. */
function errorAt(field: string, text: string): Readonly<Record<string, unknown>> {
  return { response_action: 'errors', errors: { [field]: text } };
}

function viewSaying(text: string): Readonly<Record<string, unknown>> {
  const view: ModalView = {
    type: 'modal',
    title: { type: 'plain_text', text: 'Partner Center audit' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [asIs(text)],
  };
  return { response_action: 'update', view };
}
