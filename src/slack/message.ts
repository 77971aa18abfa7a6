/** What a message to Slack is made of. */
import type { KnownBlock } from '@slack/types';

/** `text` is a full sentence: screen readers and notifications read only that. At most 50 blocks. */
export interface MessagePayload {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** A screen twice: as it should look, and in blocks that every surface takes. */
export interface Rendered {
  readonly rich: MessagePayload;
  readonly plain: MessagePayload;
}
