/** Every answer of Partner Center that is no page, classified once: what it means, and whether asking again helps. */
import { maskPlainText } from '../audit/masking.ts';
import { Problem, type ProblemFacts } from '../features/problem.ts';
import { readFaultBody, type FaultBody } from './fault-body.ts';
import type { HttpAnswer } from './http.ts';
import { networkFault } from './network-faults.ts';
import { readRetryAfter, readRetrySentence } from './retry-after.ts';
import type { PageReading } from './wire.ts';

/** `retry` waits and asks the same again; `new-token` is worth one try with a fresh token. */
export interface Fault {
  readonly problem: Problem;
  readonly remedy: 'retry' | 'new-token' | 'none';
}

type Words = Pick<ProblemFacts, 'kind' | 'whatHappened' | 'whatToDo'>;

/** Both kinds of sign-in stand in one sentence where the number does not tell which of them is in use. */
const SIGN_IN_AGAIN = 'An administrator signs in again with multi-factor authentication and puts the new refresh token into the file that PARTNER_REFRESH_TOKEN_FILE names (docs/sign-in.md), or takes that variable out: app-only sign-in needs no second factor.';
const GIVE_ROLE = 'An administrator gives the account of PARTNER_REFRESH_TOKEN_FILE the Admin agent role in Partner Center; without that variable, registers the app as a web app under Account settings → App management.';

/** https://learn.microsoft.com/partner-center/developer/error-codes */
const REFUSALS: ReadonlyMap<string, Words> = new Map([
  ['900420', words('sign-in', 'Partner Center no longer takes the kind of token that the bot was given (900420).',
    'An administrator checks PARTNER_CLOUD: the token must be one for Partner Center’s own API.')],
  ['900421', words('sign-in', 'Partner Center asks for a sign-in with multi-factor authentication (900421).', SIGN_IN_AGAIN)],
  ['900150', words('not-allowed', 'The bot lacks the role to read the audit log (900150).', GIVE_ROLE)],
  ['900308', words('not-allowed', 'The bot lacks the role to read the audit log (900308).', GIVE_ROLE)],
  ['900309', words('not-allowed', 'A Conditional Access policy blocks the bot at Partner Center (900309).',
    'An administrator looks the sign-in up in Entra’s log and excludes the bot’s app, or the account it signs in with, from the policy named there.')],
  ['900329', words('not-allowed', 'Partner Center does not take a sign-in of the app alone here (900329).',
    'An administrator switches the bot to app+user sign-in: PARTNER_REFRESH_TOKEN_FILE names a file with the refresh token of an Admin agent (docs/sign-in.md).')],
  ['900126', words('bad-request', 'Partner Center does not know the resource type that was asked for (900126).',
    'Leave the resource out of the search, or pick another one.')],
]);

const LATER = 'Run it again in a few minutes; if it lasts, an administrator gives Microsoft the correlation id.';
/** Faults of the other end that may pass. The others of 5xx say that it will never do what was asked. */
const PASSING: ReadonlySet<number> = new Set([408, 500, 502, 503, 504]);
const QUOTE_LENGTH = 150;

type NoPage = Exclude<PageReading['kind'], 'page'>;

const NO_PAGES: Readonly<Record<NoPage, Words>> = {
  'cut': words('bad-answer', 'Partner Center’s answer ended in the middle.', LATER),
  'no-json': words('bad-answer', 'What answered is not Partner Center’s API: the answer is no JSON.',
    'An administrator checks PARTNER_CENTER_URL and which proxy stands in between.'),
  'no-page': words('bad-answer', 'Partner Center’s answer holds no list of records.', 'An administrator gives Microsoft the correlation id.'),
};

/** Classifies an answer whose status is not 2xx. The correlation id is that of the answer where it names one. */
export function faultOfAnswer(answer: HttpAnswer, ours: { readonly correlationId: string; readonly now: Date }): Fault {
  const body = readFaultBody(answer.text);
  const retryAfterMs = readRetryAfter(answer.header('retry-after'), ours.now)
    ?? (answer.status === 429 ? readRetrySentence(body.message) : undefined);
  const correlationId = correlationOf(answer, ours.correlationId);
  const fault = (remedy: Fault['remedy'], said: Words): Fault => ({
    remedy,
    problem: new Problem({ ...said, correlationId, retryable: remedy === 'retry', ...(retryAfterMs !== undefined && { retryAfterMs }) }),
  });
  const { status } = answer;
  if (status === 429 || (status === 503 && retryAfterMs !== undefined)) {
    return fault('retry', words('throttled', 'Partner Center asks the bot to slow down.', 'Run it again in a few minutes.'));
  }
  if (PASSING.has(status)) return fault('retry', words('unavailable', `Partner Center has a fault of its own (HTTP ${status}).`, LATER));
  const known = body.code === undefined ? undefined : REFUSALS.get(body.code);
  if (known && status >= 400 && status < 500) return fault('none', known);
  if (status === 401) return asksForMfa(answer, body) ? fault('none', mfaWords()) : fault('new-token', tokenWords());
  return fault('none', refusalWords(status, body));
}

/** Classifies a successful answer that holds no page; cut JSON may be whole the next time. */
export function faultOfReading(kind: NoPage, answer: HttpAnswer, ourCorrelationId: string): Fault {
  const remedy = kind === 'cut' ? 'retry' : 'none';
  const correlationId = correlationOf(answer, ourCorrelationId);
  return { remedy, problem: new Problem({ ...NO_PAGES[kind], retryable: remedy === 'retry', correlationId }) };
}

/** Classifies what the network threw; undefined for errors that are not the network's. */
export function faultOfError(error: unknown, correlationId: string): Fault | undefined {
  const network = networkFault(error, 'Partner Center');
  if (!network) return undefined;
  const { group, retryable, whatHappened, whatToDo } = network;
  const kind = group === 'unreadable' ? 'bad-answer' : 'unavailable';
  return {
    remedy: retryable ? 'retry' : 'none',
    problem: new Problem({ kind, retryable, whatHappened, whatToDo, correlationId, cause: error }),
  };
}

function words(kind: ProblemFacts['kind'], whatHappened: string, whatToDo: string): Words {
  return { kind, whatHappened, whatToDo };
}

/** The older form is an empty body and a reason phrase, the newer one number 900421 in the body. */
function asksForMfa(answer: HttpAnswer, body: FaultBody): boolean {
  return /\bMFA\b|multi-?factor/i.test(`${answer.reason} ${body.message ?? ''}`);
}

function mfaWords(): Words {
  return words('sign-in', 'Partner Center asks for a sign-in with multi-factor authentication.', SIGN_IN_AGAIN);
}

function tokenWords(): Words {
  return words('sign-in', 'Partner Center does not accept the bot’s token.',
    'An administrator checks that the app is registered as a web app under Partner Center → Account settings → App management.');
}

function refusalWords(status: number, body: FaultBody): Words {
  const said = [body.code && `code ${body.code}`, quoted(body.message)].filter(Boolean).join(', ');
  const detail = said ? ` (HTTP ${status}, ${said})` : ` (HTTP ${status})`;
  if (status === 403) {
    return words('not-allowed', `Partner Center refuses the bot this question${detail}.`,
      'An administrator checks the app under Account settings → App management and its permissions; indirect resellers have no API access.');
  }
  if (status === 404) {
    return words('bad-request', `Partner Center does not know what was asked for${detail}.`,
      'Check the customer; if every search says this, an administrator checks PARTNER_CENTER_URL.');
  }
  if (status >= 400 && status < 500) {
    return words('bad-request', `Partner Center did not accept the question${detail}.`,
      'Change the search; if every search says this, an administrator gives Microsoft the correlation id.');
  }
  if (status >= 500) return words('unavailable', `Partner Center does not offer what was asked for${detail}.`, LATER);
  return words('bad-answer', `Partner Center answered with HTTP ${status}, which the bot does not follow.`,
    'An administrator checks PARTNER_CENTER_URL and which proxy stands in between.');
}

/** A sentence of the other side: on one line, short, and without anything that looks like a secret. */
function quoted(message: string | undefined): string | undefined {
  const line = maskPlainText(message ?? '').replace(/[\p{C}\s]+/gu, ' ').trim();
  if (line === '') return undefined;
  // A cut between the two halves of a letter would leave half a letter.
  const start = line.slice(0, QUOTE_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
  return `“${line.length > QUOTE_LENGTH ? `${start}…` : line}”`;
}

function correlationOf(answer: HttpAnswer, ours: string): string {
  const theirs = answer.header('ms-correlationid')?.trim() ?? '';
  return /^[\w-]{1,64}$/.test(theirs) ? theirs : ours;
}
