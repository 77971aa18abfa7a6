/** The forms in which Partner Center writes down why it refuses. */
import { z } from 'zod';

export interface FaultBody {
  readonly code?: string;
  readonly message?: string;
}

const text = z.union([z.string(), z.number()]).transform(String).optional().catch(undefined);
const flat = z.looseObject({ code: text, description: text, message: text, Message: text });
const body = flat.extend({ error: flat.optional().catch(undefined) });

/**
 * Reads `{code, description}`, `{message}`, `{statusCode, message}` and `{error: {code, message}}`; a gateway's page or
 * nothing gives nothing. https://learn.microsoft.com/partner-center/developer/error-codes
 */
export function readFaultBody(answer: string): FaultBody {
  const parsed = body.safeParse(parse(answer));
  if (!parsed.success) return {};
  const { error, ...outer } = parsed.data;
  const code = outer.code ?? error?.code;
  const message = [outer, error].map((part) => part?.description ?? part?.message ?? part?.Message).find((said) => said !== undefined);
  return { ...(code !== undefined && /^\w{1,40}$/.test(code) && { code }), ...(message !== undefined && { message }) };
}

function parse(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return undefined;
  }
}
