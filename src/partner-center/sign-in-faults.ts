/** Why Entra gives no token, in words for the administrator who can change that. */
import { AuthError, ServerError } from '@azure/msal-node';
import { Problem } from '../features/problem.ts';
import { NO_JSON, type EntraOutcome } from './entra-network.ts';
import { readRetryAfter } from './retry-after.ts';
import { networkFault } from './network-faults.ts';

/** Microsoft's page of these numbers: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const SENTENCES: Readonly<Record<string, readonly [whatHappened: string, whatToDo: string]>> = {
  '7000215': [
    'Entra says that the client secret is wrong.',
    'An administrator sets PARTNER_CLIENT_SECRET to the value of a secret of the app (not to its id) and restarts the bot.',
  ],
  '7000222': [
    'The client secret of the bot’s app has expired.',
    'An administrator creates a new secret under Entra → App registrations → Certificates & secrets, sets PARTNER_CLIENT_SECRET and restarts the bot.',
  ],
  '700016': [
    'Entra does not know the bot’s app in the partner’s tenant.',
    'An administrator checks PARTNER_CLIENT_ID and PARTNER_TENANT_ID against the app registration and restarts the bot.',
  ],
  '90002': [
    'Entra does not know the partner’s tenant.',
    'An administrator checks PARTNER_TENANT_ID and PARTNER_CLOUD and restarts the bot.',
  ],
  '65001': [
    'Nobody has consented to the bot’s app using Partner Center.',
    'An administrator grants admin consent under Entra → App registrations → API permissions.',
  ],
  '53003': [
    'A Conditional Access policy blocks the bot’s app.',
    'An administrator excludes the app from the policy named in Entra’s sign-in log, or allows the address the bot runs at.',
  ],
  '50076': [
    'A Conditional Access policy asks for multi-factor authentication, which an app cannot do.',
    'An administrator excludes the bot’s app from that policy; Entra’s sign-in log names it.',
  ],
  '7000112': [
    'The bot’s app is disabled in Entra.',
    'An administrator enables it under Entra → Enterprise applications.',
  ],
  '7000229': [
    'The bot’s app has no service principal in the partner’s tenant.',
    'An administrator grants admin consent to the app, which creates it.',
  ],
  '500011': [
    'Entra does not know Partner Center’s API in the partner’s tenant.',
    'An administrator checks PARTNER_CLOUD and that the tenant is one of a Microsoft partner.',
  ],
};

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
 * Classifies what MSAL threw, with what the network saw in the same moment. Only numbers and known words of Entra's
 * answer are taken over, never its text, which is not ours to trust. An error that is not MSAL's is given back as it is.
 */
export function signInProblem(error: unknown, outcome: EntraOutcome | undefined, now: Date): unknown {
  if (!(error instanceof AuthError)) return error;
  const network = outcome?.error === undefined ? undefined : networkFault(outcome.error, 'Entra');
  if (network) return problem({ ...network, ...factsOf(error) });
  if (isLater(error, outcome)) return laterProblem(error, outcome, now);
  if (error.errorCode === NO_JSON) return noTokenInAnswer();
  const number = errorNumber(error);
  const known = SENTENCES[number ?? ''];
  return problem({
    retryable: false,
    whatHappened: known ? `${known[0]} (AADSTS${number})` : `Entra refused the bot’s sign-in${number ? ` (AADSTS${number})` : ''}.`,
    whatToDo: known?.[1] ?? 'An administrator looks the number up in Entra’s sign-in log and checks the PARTNER_* variables.',
    ...factsOf(error),
  });
}

/** 429, 5xx, and MSAL's own refusal to ask again so soon: it sends nothing then and leaves the status empty. */
function isLater(error: AuthError, outcome: EntraOutcome | undefined): boolean {
  if (outcome?.status !== undefined) return outcome.status === 429 || outcome.status >= 500;
  return error instanceof ServerError && error.status === undefined;
}

function laterProblem(error: AuthError, outcome: EntraOutcome | undefined, now: Date): Problem {
  const retryAfterMs = readRetryAfter(outcome?.retryAfter, now) ?? MSAL_WAIT_MS;
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
