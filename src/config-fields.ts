/** The forms that a variable of the environment may take, each with the words that say so. */
import { z } from 'zod';
import { readAccessRules } from './features/access.ts';

/** A text that no log, error or JSON prints. */
export interface Secret {
  readonly reveal: () => string;
}

/** A variable and what it should look like: said when it is missing as well as when it is wrong. */
export const text = (pattern: RegExp, shape: string) => z.string(shape).regex(pattern, shape);
export const secret = (pattern: RegExp, shape: string) => text(pattern, shape).transform(toSecret);
export const wholeNumber = (least: number, most: number, fallback: number) => text(/^\d{1,9}$/, `a whole number from ${least} to ${most}`)
  .transform(Number).refine((value) => value >= least && value <= most, `a whole number from ${least} to ${most}`).default(fallback);
export const guid = text(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'a GUID, such as 11111111-2222-3333-4444-555555555555');
/** Somebody who puts the key itself into the variable is told so, without its text. */
export const filePath = (of: string) => text(/^(?!\s*-----BEGIN)/, `the path of a file that holds ${of}`);
export const host = z.string()
  .refine(namesNobody, { error: 'a URL without user name and password, which do not belong into it', abort: true })
  .refine(isSafeUrl, 'a URL that begins with https:// (plain http:// only for 127.0.0.1, localhost and [::1])');
export const accessList = z.string().default('admins').transform((list, context) => {
  const { rules, wrong } = readAccessRules(list);
  if (wrong.length > 0 || rules.length === 0) {
    context.addIssue({ code: 'custom', message: 'a comma list of admins, everyone, people U…, groups S… and channels C…' });
  }
  return rules;
});

export function toSecret(value: string): Secret {
  return { reveal: () => value };
}

function isSafeUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}

function namesNobody(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { username, password } = new URL(url);
  return username === '' && password === '';
}
