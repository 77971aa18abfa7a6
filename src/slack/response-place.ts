/** Where the answer to a command or a click goes. */
import { z } from 'zod';
import type { AnswerPlace } from '../features/answer-ports.ts';

/** A response_url lives 30 minutes: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const OPEN_MS = 30 * 60_000;

const keptPlace = z.object({ responseUrl: z.string(), openUntil: z.number(), channelId: z.string().exactOptional() });

/** The place that a command or a click brings along. */
export function responsePlace(now: Date, responseUrl: string, userId: string, channelId: string | undefined): AnswerPlace {
  return { responseUrl, openUntil: now.getTime() + OPEN_MS, userId, ...(channelId !== undefined && { channelId }) };
}

/** A place as it is kept with a modal: what is pressed in there answers where the modal's message was. */
export function placeAsMetadata({ responseUrl, openUntil, channelId }: AnswerPlace): string {
  return JSON.stringify({ responseUrl, openUntil, channelId });
}

/** The place kept with a modal; without one there is only the person's direct message. */
export function placeFromMetadata(metadata: string | undefined, userId: string): AnswerPlace {
  const kept = keptPlace.safeParse(parsed(metadata ?? ''));
  return kept.data ? { ...kept.data, userId } : { responseUrl: '', openUntil: 0, userId };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
