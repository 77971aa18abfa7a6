/** Errors as log fields, without their messages: those may hold what people or records say. */
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRequestError } from '@slack/web-api';
import { Problem } from '../features/problem.ts';

/** How many lines of the stack are worth keeping. */
const FRAMES = 6;

/** What may be written about any thrown value: its name, codes, and where it came from. */
export function errorFacts(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  return { error: error.name, ...detailsOf(error), at: framesOf(error) };
}

/** Slack's error code when that is what the text is: a broken answer may put a whole page there. */
export function slackCode(error: unknown): string | undefined {
  if (!(error instanceof WebAPIPlatformError)) return undefined;
  return /^[a-z_]{1,64}$/.test(error.data.error) ? error.data.error : 'unreadable_answer';
}

function detailsOf(error: Error): Readonly<Record<string, unknown>> {
  if (error instanceof Problem) return { kind: error.kind, reason: error.whatHappened };
  if (error instanceof WebAPIPlatformError) return { code: slackCode(error) };
  if (error instanceof WebAPIHTTPError) return { status: error.statusCode };
  if (error instanceof WebAPIRequestError) return { reason: error.original.name, code: codeOf(error.original.cause) ?? codeOf(error.original) };
  return { code: codeOf(error) ?? codeOf(error.cause) };
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^\w{1,64}$/.test(error.code) ? error.code : undefined;
}

function framesOf(error: Error): readonly string[] {
  return (error.stack ?? '').split('\n').filter((line) => /^ +at /.test(line)).slice(0, FRAMES).map((line) => line.trim());
}
