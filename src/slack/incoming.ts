/** What came in from Slack, as far as the edge needs to know it. Everything read here is hostile text. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { RequestFacts } from './request-facts.ts';

/**
 * `submission` is a modal sent off, `closed` one dismissed, `options` a menu asking for its choices, `click` every
 * other control, shortcuts included.
 */
export type IncomingKind = 'command' | 'click' | 'submission' | 'closed' | 'options' | 'event' | 'unknown';

export interface Incoming {
  readonly kind: IncomingKind;
  readonly command?: string;
  readonly userId?: string;
  readonly responseUrl?: string;
  readonly triggerId?: string;
  /** The first field of the modal that was sent off: where an error message can stand. */
  readonly firstField?: string;
}

const text = z.string().optional().catch(undefined);

const bodySchema = z.object({
  type: text,
  command: text,
  user_id: text,
  trigger_id: text,
  response_url: text,
  name: text,
  event: z.unknown().optional(),
  actions: z.unknown().optional(),
  user: z.object({ id: text }).optional().catch(undefined),
  view: z.object({
    blocks: z.array(z.object({ type: text, block_id: text })).optional().catch(undefined),
  }).optional().catch(undefined),
  response_urls: z.array(z.object({ response_url: text })).optional().catch(undefined),
});

type Body = z.infer<typeof bodySchema>;

/** Reads a body of any transport; what is not an object is of kind unknown. */
export function readIncoming(payload: unknown): Incoming {
  const body = bodySchema.safeParse(payload).data;
  if (!body) return { kind: 'unknown' };
  const userId = body.user_id ?? body.user?.id;
  const responseUrl = body.response_url ?? body.response_urls?.[0]?.response_url;
  const firstField = body.view?.blocks?.find((block) => block.type === 'input')?.block_id;
  return {
    kind: kindOf(body),
    ...(body.command !== undefined && { command: body.command }),
    ...(userId !== undefined && { userId }),
    ...(responseUrl !== undefined && { responseUrl }),
    ...(body.trigger_id !== undefined && { triggerId: body.trigger_id }),
    ...(firstField !== undefined && { firstField }),
  };
}

/**
 * A name that two deliveries of one request share and no other request has; undefined when nothing names it. It is a
 * hash, because a trigger id opens windows and a signature is a credential.
 */
export function replayKey(incoming: Incoming, facts: RequestFacts): string | undefined {
  const name = incoming.triggerId ?? (facts.transport === 'http' ? facts.signature : facts.envelopeId);
  return name === undefined ? undefined : createHash('sha256').update(name).digest('base64url');
}

/** Told apart in the order in which Bolt does it, so that both mean the same. */
function kindOf(body: Body): IncomingKind {
  if (body.event !== undefined) return 'event';
  if (body.command !== undefined) return 'command';
  if (body.name !== undefined || body.type === 'block_suggestion') return 'options';
  if (body.actions !== undefined || body.type === 'dialog_submission') return 'click';
  if (body.type === 'shortcut' || body.type === 'message_action') return 'click';
  if (body.type === 'view_submission') return 'submission';
  return body.type === 'view_closed' ? 'closed' : 'unknown';
}
