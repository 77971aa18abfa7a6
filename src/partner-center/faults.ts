/** Every answer of Partner Center that is no page, classified once: what it means, and whether asking again helps. */
import { maskPlainText } from '../audit/masking.ts';
import { Problem } from '../features/problem.ts';
import { readFaultBody, type FaultBody } from './fault-body.ts';
import type { HttpAnswer } from './http.ts';
import { networkFault } from './network-faults.ts';
import { NO_MFA, NO_REASON, REFUSALS, REFUSED_CURE, words, type Words } from './refusals.ts';
import { readRetryAfter, readRetrySentence, theirTime } from './retry-after.ts';
import type { SignsIn } from './sign-in-sentences.ts';
import type { PageReading, RecordReading } from './wire.ts';

/**
 * `retry` waits and asks the same again; `new-token` is worth one try with a fresh token; after `mend-sign-in` nothing is
 * asked, but once an administrator has mended it, only a fresh token shows that.
 */
export interface Fault {
  readonly problem: Problem;
  readonly remedy: 'retry' | 'new-token' | 'mend-sign-in' | 'none';
}

/** What the bot knows of a conversation besides the answer. */
export interface Ours {
  readonly correlationId: string;
  readonly now: Date;
  /** The cure of many refusals depends on it. */
  readonly signsIn: SignsIn;
}

const LATER = 'Run it again in a few minutes; if it lasts, an administrator gives Microsoft the correlation id.';
/** Faults of the other end that may pass. The others of 5xx say that it will never do what was asked. */
const PASSING: ReadonlySet<number> = new Set([408, 500, 502, 503, 504]);
const QUOTE_LENGTH = 150;

type Unread = Exclude<PageReading['kind'] | RecordReading['kind'], 'page' | 'record' | 'none'>;

const UNREAD: Readonly<Record<Unread, Words>> = {
  'cut': words('bad-answer', 'Partner Center’s answer ended in the middle.', LATER),
  'no-json': words('bad-answer', 'What answered is not Partner Center’s API: the answer is no JSON.',
    'An administrator checks PARTNER_CENTER_URL and which proxy stands in between.'),
  'no-page': words('bad-answer', 'Partner Center’s answer holds no list of records.', 'An administrator gives Microsoft the correlation id.'),
  'no-record': words('bad-answer', 'Partner Center’s answer holds no record that can be read.', 'An administrator gives Microsoft the correlation id.'),
  'other-record': words('bad-answer', 'Partner Center answered with another record than the one asked for.', 'An administrator gives Microsoft the correlation id.'),
};

/** Classifies an answer whose status is not 2xx. The correlation id is that of the answer where it names one. */
export function faultOfAnswer(answer: HttpAnswer, ours: Ours): Fault {
  const body = readFaultBody(answer.text);
  const retryAfterMs = readRetryAfter(answer.header('retry-after'), theirTime(answer.header('date'), ours.now))
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
  const known = knownWords(status, body, ours.signsIn);
  if (known) return fault(known.kind === 'bad-request' ? 'none' : 'mend-sign-in', known);
  if (status !== 401) return fault('none', refusalWords(status, body, ours.signsIn));
  return asksForMfa(answer, body) ? fault('mend-sign-in', NO_MFA[ours.signsIn]) : fault('new-token', NO_REASON[ours.signsIn]);
}

/** Classifies a successful answer that does not hold what was asked for; cut JSON may be whole the next time. */
export function faultOfReading(kind: Unread, answer: HttpAnswer, ourCorrelationId: string): Fault {
  const remedy = kind === 'cut' ? 'retry' : 'none';
  const correlationId = correlationOf(answer, ourCorrelationId);
  return { remedy, problem: new Problem({ ...UNREAD[kind], retryable: remedy === 'retry', correlationId }) };
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

/** Own properties only: the number is the other side’s to write. */
function knownWords(status: number, { code }: FaultBody, signsIn: SignsIn): Words | undefined {
  if (code === undefined || status < 400 || status > 499 || !Object.hasOwn(REFUSALS, code)) return undefined;
  return REFUSALS[code]?.[signsIn];
}

/** The older form is an empty body and a reason phrase, the newer one number 900421 in the body. */
function asksForMfa(answer: HttpAnswer, body: FaultBody): boolean {
  return /\bMFA\b|multi-?factor/i.test(`${answer.reason} ${body.message ?? ''}`);
}

function refusalWords(status: number, body: FaultBody, signsIn: SignsIn): Words {
  const said = [body.code && `code ${body.code}`, quoted(body.message)].filter(Boolean).join(', ');
  const detail = said ? ` (HTTP ${status}, ${said})` : ` (HTTP ${status})`;
  if (status === 403) {
    return words('not-allowed', `Partner Center refuses the bot this question${detail}.`, REFUSED_CURE[signsIn]);
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
  return /^[0-9a-f-]{36}$/i.test(theirs) ? theirs : ours;
}
