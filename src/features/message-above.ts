/** Where a message goes that belongs to another one, by what became of that. */
import type { Delivery, FoundDelivery, Outbox, PostMarks } from './rule-ports.ts';

export type Way =
  /** Alone, because nothing is above it, or because nobody knows whether that stands. */
  | { readonly kind: 'channel'; readonly belongsTo?: string }
  | { readonly kind: 'thread'; readonly ts: string }
  /** In place of a message, with what stands below that. */
  | { readonly kind: 'edit'; readonly channel: string; readonly ts: string; readonly marks: PostMarks }
  | { readonly kind: 'too-early' }
  | { readonly kind: 'nowhere'; readonly reason: string };

/** Why a page of a digest is not posted that the next digest tells again. */
export const TOLD_AGAIN = 'told_again';

type Above = Pick<Outbox, 'find' | 'replaceBy'>;

/**
 * A card that Slack never confirmed may be missing: the first message that was to edit it is posted in its place, with
 * all that the card says by now, and later ones edit that or go into its thread; where that is refused or given up, the
 * next one is. Until there is one, what belongs into the thread stands in the channel. Under a digest nothing is told
 * that the next digest tells again.
 */
export async function wayOf(outbox: Above, { key, under }: Pick<Delivery, 'key' | 'under'>): Promise<Way> {
  if (!under) return { kind: 'channel' };
  const { key: above, found, failed } = await newestOf(outbox, under.key);
  const alone: Way = { kind: 'channel', belongsTo: under.key };
  if (above === key) return alone;
  switch (found?.state.kind) {
    case 'waiting': return { kind: 'too-early' };
    case 'delivered': {
      const { channel, ts, marks } = found.state;
      return under.how === 'thread' ? { kind: 'thread', ts } : { kind: 'edit', channel, ts, marks: { deliveryKey: above, ...marks } };
    }
    case 'unconfirmed':
      if (isToldAgain(found)) return { kind: 'nowhere', reason: TOLD_AGAIN };
      if (under.how === 'thread') return alone;
      return await outbox.replaceBy(above, key, failed) === key ? alone : { kind: 'too-early' };
    default: return { kind: 'nowhere', reason: 'message_above_missing' };
  }
}

/** Whether a later message tells the same again when this one fails. */
export function isToldAgain({ onceTaken }: Pick<Delivery, 'onceTaken'>): boolean {
  return onceTaken?.cursor !== undefined;
}

interface Newest {
  readonly key: string;
  readonly found: FoundDelivery | undefined;
  /** What was to be posted in its place, and was refused or given up: another takes that place. */
  readonly failed?: string;
}

/** What stands for a message by now: itself, or what was posted in its place. */
async function newestOf(outbox: Above, key: string): Promise<Newest> {
  const found = await outbox.find(key);
  const by = found?.replacedBy;
  if (by === undefined) return { key, found };
  const newest = await newestOf(outbox, by);
  const isFailed = newest.key === by && (newest.found?.state.kind === 'refused' || newest.found?.state.kind === 'given-up');
  return isFailed ? { key, found, failed: by } : newest;
}
