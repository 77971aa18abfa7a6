/** Why Entra gives no token, in words for the administrator who can change that. */
import { AuthError, InteractionRequiredAuthError, ServerError } from '@azure/msal-node';
import { Problem } from '../features/problem.ts';
import { NO_JSON, type EntraOutcome } from './entra-network.ts';
import { readRetryAfter, theirTime } from './retry-after.ts';
import { networkFault } from './network-faults.ts';
import { sentenceOf, type SignsIn } from './sign-in-sentences.ts';

/** What is known besides the error: what the network saw in the same moment, and who signs in. */
export interface SignInMoment {
  readonly outcome: EntraOutcome | undefined;
  readonly now: Date;
  readonly signsIn: SignsIn;
}

/** How long MSAL refuses by itself to ask again where Entra named no time. */
const MSAL_WAIT_MS = 60_000;

const LATER = 'Run it again in a few minutes; if it lasts, an administrator checks Microsoft’s service health for Entra.';

/** An answer that is no refusal and holds no token; MSAL hands on an empty one without an error. */
export function noTokenInAnswer(): Problem {
  return problem({
    retryable: false,
    whatHappened: 'Entra answered the sign-in without a token.',
    whatToDo: 'An administrator checks ENTRA_AUTHORITY_URL and whether a proxy answers in Entra’s place.',
  });
}

/**
 * Classifies what MSAL threw. Only numbers and known words of Entra's answer are taken over, never its text, which is not
 * ours to trust. An error that is not MSAL's is given back as it is.
 */
export function signInProblem(error: unknown, { outcome, now, signsIn }: SignInMoment): unknown {
  if (!(error instanceof AuthError)) return error;
  const network = outcome?.error === undefined ? undefined : networkFault(outcome.error, 'Entra');
  if (network) return problem({ ...network, ...factsOf(error) });
  if (isLater(error, outcome)) return laterProblem(error, outcome, now);
  if (error.errorCode === NO_JSON) return noTokenInAnswer();
  const isGrant = error instanceof InteractionRequiredAuthError || error.errorCode === 'invalid_grant';
  const [whatHappened, whatToDo] = sentenceOf(errorNumber(error), { signsIn, isGrant });
  return problem({ retryable: false, whatHappened, whatToDo, ...factsOf(error) });
}

/** 429, 5xx, and MSAL's own refusal to ask again so soon: it sends nothing then and leaves the status empty. */
function isLater(error: AuthError, outcome: EntraOutcome | undefined): boolean {
  if (outcome?.status !== undefined) return outcome.status === 429 || outcome.status >= 500;
  return error instanceof ServerError && error.status === undefined;
}

function laterProblem(error: AuthError, outcome: EntraOutcome | undefined, now: Date): Problem {
  const retryAfterMs = readRetryAfter(outcome?.retryAfter, theirTime(outcome?.date, now)) ?? MSAL_WAIT_MS;
  const isBusy = outcome?.status === undefined || outcome.status === 429;
  return problem({
    retryable: true,
    whatHappened: isBusy ? 'Entra asks the bot to wait before it signs in again.' : `Entra has a fault of its own (HTTP ${outcome.status}).`,
    whatToDo: LATER,
    retryAfterMs,
    ...factsOf(error),
  });
}

function errorNumber(error: AuthError): string | undefined {
  const { errorNo } = error as { readonly errorNo?: unknown };
  const number = typeof errorNo === 'string' || typeof errorNo === 'number' ? String(errorNo) : /AADSTS(\d+)/.exec(error.errorMessage)?.[1];
  return number !== undefined && /^\d{4,9}$/.test(number) ? number : undefined;
}

/** What may be logged of an MSAL error: it is built from an answer, and may hold anything. */
function factsOf(error: AuthError): { readonly correlationId?: string; readonly cause: unknown } {
  const code = /^[a-z_]{1,60}$/.test(error.errorCode) ? error.errorCode : '';
  const correlationId = /^[0-9a-f-]{36}$/i.test(error.correlationId) ? error.correlationId : undefined;
  return { cause: new Error(`${error.name} ${code}`.trim()), ...(correlationId !== undefined && { correlationId }) };
}

function problem(facts: Omit<ConstructorParameters<typeof Problem>[0], 'kind'>): Problem {
  return new Problem({ kind: 'sign-in', ...facts });
}
