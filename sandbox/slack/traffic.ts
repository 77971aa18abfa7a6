/** What goes back and forth between Slack and the bot, for whoever wants to watch. */
import type { JsonObject, Violation } from './block-kit/rules.ts';

export interface Traffic {
  readonly from: 'slack' | 'bot';
  /** A Web API method, `response_url`, `upload`, or the kind of a delivery such as `block_actions`. */
  readonly name: string;
  /** Milliseconds since 1970, of its start. */
  readonly at: number;
  readonly elapsedMs: number;
  /** A status or an outcome in one word. */
  readonly outcome: string;
  /** Read back where it was JSON or a form; never a token. */
  readonly request: unknown;
  readonly response: unknown;
  /** What the validator found in what the bot sent with it; `undefined` where there was nothing to validate. */
  readonly violations?: readonly Violation[];
}

export type TrafficListener = (seen: Traffic) => void;

const parsed = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
};

const withoutToken = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { token: _secret, ...rest } = value as JsonObject;
  return rest;
};

/** A body as a person wants to read it: JSON unpacked, also where it stands inside the fields of a form. */
export const readableBody = (body: Buffer | string, contentType: string): unknown => {
  if (contentType.startsWith('multipart/form-data')) return `(a file of ${body.length} bytes)`;
  const text = typeof body === 'string' ? body : body.toString('utf8');
  if (!contentType.startsWith('application/x-www-form-urlencoded')) return withoutToken(parsed(text));
  const fields = [...new URLSearchParams(text)].map(([key, value]) => [key, /^[[{]/.test(value) ? parsed(value) : value] as const);
  return withoutToken(Object.fromEntries(fields));
};

const VALIDATED = new Set(['blocks', 'attachments', 'text', 'view', 'options', 'option_groups']);

/** Whether there was anything in it for the Block Kit validator. */
export const isValidated = (sent: unknown): boolean =>
  typeof sent === 'object' && sent !== null && Object.keys(sent).some((key) => VALIDATED.has(key));
