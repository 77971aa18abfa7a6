/** Partner Center’s refusals in words: what happened, and what an administrator does next about this way to sign in. */
import type { ProblemFacts } from '../features/problem.ts';
import { NEW_TOKEN, SIGN_IN_AGAIN, type SignsIn } from './sign-in-sentences.ts';

export type Words = Pick<ProblemFacts, 'kind' | 'whatHappened' | 'whatToDo'>;

/** One fault as each kind of sign-in is told of it. */
export type Refusal = Readonly<Record<SignsIn, Words>>;

const WEB_APP = 'as a web app under Partner Center → Account settings → App management';
const TO_APP_AND_USER = 'An administrator switches the bot to app+user sign-in: PARTNER_REFRESH_TOKEN_FILE names a file with the refresh token of an Admin agent who signed in with multi-factor authentication (docs/sign-in.md).';

/** By the number in the answer’s body: https://learn.microsoft.com/partner-center/developer/error-codes */
export const REFUSALS: Readonly<Record<string, Refusal>> = {
  '900420': {
    app: words('sign-in', 'Partner Center no longer takes the kind of token that the bot was given (900420).',
      'An administrator checks PARTNER_CLOUD and restarts the bot: the token must be one for Partner Center’s own API.'),
    person: words('sign-in', 'Partner Center no longer takes the kind of token that the bot was given (900420).',
      `An administrator checks PARTNER_CLOUD, signs in again as the account whose refresh token the bot has with the scope that docs/sign-in.md names and ${NEW_TOKEN}`),
  },
  '900421': {
    app: words('sign-in', 'Partner Center asks for multi-factor authentication, which an app alone cannot do (900421).', TO_APP_AND_USER),
    person: words('sign-in', 'Partner Center asks for multi-factor authentication, which the sign-in of the bot’s account lacks (900421).', SIGN_IN_AGAIN),
  },
  '900150': missingRole('900150'),
  '900308': missingRole('900308'),
  '900309': {
    app: words('not-allowed', 'A Conditional Access policy blocks the bot’s app at Partner Center (900309).',
      'An administrator excludes the app from the policy named in Entra’s sign-in log, or allows the address the bot runs at.'),
    person: words('not-allowed', 'A Conditional Access policy blocks the bot’s account at Partner Center (900309).',
      'An administrator excludes the account whose refresh token the bot has from the policy named in Entra’s sign-in log, or allows the address the bot runs at.'),
  },
  '900329': {
    app: words('not-allowed', 'Partner Center does not take a sign-in of the app alone here (900329).', TO_APP_AND_USER),
    person: words('not-allowed', 'Partner Center takes the bot’s token for one of the app alone (900329).',
      `An administrator signs in again as an Admin agent with the scope that docs/sign-in.md names and ${NEW_TOKEN}`),
  },
  '900126': forBoth(words('bad-request', 'Partner Center does not know the resource type that was asked for (900126).',
    'Leave the resource out of the search, or pick another one.')),
};

/** The older form of 900421: a 401 with no body, whose reason phrase says it all. */
export const NO_MFA: Refusal = {
  app: words('sign-in', 'Partner Center asks for multi-factor authentication, which an app alone cannot do.', TO_APP_AND_USER),
  person: words('sign-in', 'Partner Center asks for multi-factor authentication, which the sign-in of the bot’s account lacks.', SIGN_IN_AGAIN),
};

/** A 401 that says nothing further, also to a new token. */
export const NO_REASON: Refusal = {
  app: words('sign-in', 'Partner Center does not accept the bot’s token.',
    `An administrator checks PARTNER_TENANT_ID, and that the app is registered ${WEB_APP}.`),
  person: words('sign-in', 'Partner Center does not accept the bot’s token.',
    `An administrator checks that the account whose refresh token the bot has is an Admin agent of the partner’s own tenant, and that the app is registered ${WEB_APP}.`),
};

/** A 403 whose number nobody listed; what it says is told by whoever has read it. */
export const REFUSED_CURE: Readonly<Record<SignsIn, string>> = {
  app: 'An administrator checks the app under Partner Center → Account settings → App management and its permissions; indirect resellers have no API access.',
  person: 'An administrator checks that the account whose refresh token the bot has is an Admin agent in Partner Center; indirect resellers have no API access.',
};

export function words(kind: ProblemFacts['kind'], whatHappened: string, whatToDo: string): Words {
  return { kind, whatHappened, whatToDo };
}

function missingRole(number: string): Refusal {
  const whatHappened = (whose: string): string => `${whose} lacks the role to read the audit log (${number}).`;
  return {
    app: words('not-allowed', whatHappened('The bot’s app'), `An administrator registers the app ${WEB_APP}.`),
    person: words('not-allowed', whatHappened('The bot’s account'), 'An administrator gives the account whose refresh token the bot has the Admin agent role in Partner Center.'),
  };
}

function forBoth(said: Words): Refusal {
  return { app: said, person: said };
}
