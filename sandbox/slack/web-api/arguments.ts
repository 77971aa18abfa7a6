/** How a Web API call is read: form or JSON body, token in the header or the body. Page: docs.slack.dev/apis/web-api */
import { isObject } from '../block-kit/rules.ts';
import type { JsonObject } from '../block-kit/rules.ts';

/** An answer `{ ok: false, error }`, which Slack sends with status 200. */
export class SlackError extends Error {
  readonly code: string;
  readonly more: JsonObject;

  constructor(code: string, more: JsonObject = {}) {
    super(code);
    this.code = code;
    this.more = more;
  }
}

export const invalidArguments = (...lines: readonly string[]): SlackError =>
  new SlackError('invalid_arguments', { response_metadata: { messages: lines.map((line) => `[ERROR] ${line}`) } });

export interface Arguments {
  readonly text: (name: string) => string | undefined;
  readonly need: (name: string) => string;
  /** A structure sent as JSON, or as JSON inside a form; `error` answers text that is not JSON. */
  readonly structure: (name: string, error: string) => unknown;
}

const parse = (body: string, contentType: string): JsonObject => {
  if (/^application\/json/i.test(contentType)) {
    try {
      const parsed: unknown = JSON.parse(body);
      if (isObject(parsed)) return parsed;
    } catch {
      throw new SlackError('invalid_json');
    }
    throw new SlackError('json_not_object');
  }
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) return Object.fromEntries(new URLSearchParams(body));
  if (body === '') return {};
  throw new SlackError('invalid_post_type');
};

/** Throws `SlackError` for a body Slack does not read. */
export const readArguments = (body: string, contentType: string, query: URLSearchParams): Arguments => {
  const values: JsonObject = { ...Object.fromEntries(query), ...parse(body, contentType) };
  const text = (name: string): string | undefined => {
    const value = values[name];
    if (value === undefined || value === null || value === '') return undefined;
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  return {
    text,
    need: (name) => {
      const value = text(name);
      if (value === undefined) throw invalidArguments(`missing required field: ${name} [json-pointer:/${name}]`);
      return value;
    },
    structure: (name, error) => {
      const value = values[name];
      if (typeof value !== 'string') return value ?? undefined;
      if (value === '') return undefined;
      try {
        const parsed: unknown = JSON.parse(value);
        return parsed;
      } catch {
        throw new SlackError(error);
      }
    },
  };
};
