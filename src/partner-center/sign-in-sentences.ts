/** Entra's numbers in words: what happened, and what an administrator does next. */

export type Sentence = readonly [whatHappened: string, whatToDo: string];

/** Whether the app signs in alone, or together with the person whose refresh token it has. */
export type SignsIn = 'app' | 'person';

export const NEW_TOKEN = 'puts a new refresh token into the file that PARTNER_REFRESH_TOKEN_FILE names (docs/sign-in.md says how to get one); the bot takes it without a restart.';
export const SIGN_IN_AGAIN = `An administrator signs in again as that account with multi-factor authentication and ${NEW_TOKEN}`;
const NEW_CERTIFICATE = 'uploads the certificate under Entra → App registrations → Certificates & secrets, puts it with its key into the file that PARTNER_CLIENT_CERTIFICATE_FILE names and restarts the bot.';

/** Refusals of the app, however it signs in. */
const OF_APP: Readonly<Record<string, Sentence>> = {
  '7000215': [
    'Entra says that the client secret is wrong.',
    'An administrator sets PARTNER_CLIENT_SECRET to the value of a secret of the app (not to its id) and restarts the bot.',
  ],
  '7000222': [
    'The client secret of the bot’s app has expired.',
    'An administrator creates a new secret under Entra → App registrations → Certificates & secrets, sets PARTNER_CLIENT_SECRET and restarts the bot.',
  ],
  '700027': [
    'Entra does not know the certificate that the bot signs in with, or it has expired.',
    `An administrator ${NEW_CERTIFICATE}`,
  ],
  '1000502': [
    'The certificate that the bot signs in with has expired or is not valid yet.',
    `An administrator creates a new one, ${NEW_CERTIFICATE}`,
  ],
  '50013': [
    'Entra does not accept what the bot signed with its certificate.',
    `An administrator ${NEW_CERTIFICATE}`,
  ],
  '700024': [
    'Entra does not accept the time of the bot’s sign-in with its certificate.',
    'An administrator sets the clock of the machine that the bot runs on.',
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
  '50105': [
    'The bot’s app asks for an assignment in Entra that the bot does not have.',
    'An administrator turns “Assignment required” off under Entra → Enterprise applications → the app → Properties.',
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

const UNUSED: Sentence = ['The refresh token of the bot has expired: it was not used for 90 days.', SIGN_IN_AGAIN];
const ACCOUNT_BLOCKED: Sentence = [
  'A Conditional Access policy blocks the account whose refresh token the bot has.',
  'An administrator excludes the account from the policy named in Entra’s sign-in log, or allows the address the bot runs at.',
];
const NO_MFA: Sentence = ['Entra asks the account whose refresh token the bot has for multi-factor authentication.', SIGN_IN_AGAIN];

/** Refusals of the person, and of the app where the person has to mend them. */
const OF_PERSON: Readonly<Record<string, Sentence>> = {
  '700082': UNUSED,
  '70008': UNUSED,
  '70043': [
    'The refresh token of the bot has ended, because a Conditional Access policy limits how long a sign-in lasts.',
    `An administrator excludes the account from that limit, signs in again as the account and ${NEW_TOKEN}`,
  ],
  '50173': [
    'The refresh token of the bot was revoked: somebody ended the sign-ins of its account.',
    SIGN_IN_AGAIN,
  ],
  '50074': NO_MFA,
  '50076': NO_MFA,
  '50078': NO_MFA,
  '50079': [
    'Entra asks the account whose refresh token the bot has to register for multi-factor authentication.',
    `An administrator registers the account for it, signs in again as the account and ${NEW_TOKEN}`,
  ],
  '65001': [
    'The account whose refresh token the bot has did not consent to the bot’s app using Partner Center.',
    `An administrator grants admin consent under Entra → App registrations → API permissions, signs in again as that account and ${NEW_TOKEN}`,
  ],
  '53000': ACCOUNT_BLOCKED,
  '53001': ACCOUNT_BLOCKED,
  '53002': ACCOUNT_BLOCKED,
  '53003': ACCOUNT_BLOCKED,
  '50105': [
    'The account whose refresh token the bot has is not assigned to the bot’s app.',
    'An administrator assigns it under Entra → Enterprise applications → the app → Users and groups.',
  ],
  '50034': [
    'The account whose refresh token the bot has is gone from Entra.',
    `An administrator signs in as another Admin agent and ${NEW_TOKEN}`,
  ],
  '50057': [
    'The account whose refresh token the bot has is disabled in Entra.',
    `An administrator enables it, or signs in as another Admin agent and ${NEW_TOKEN}`,
  ],
  '9002313': [
    'What the file of PARTNER_REFRESH_TOKEN_FILE holds is no refresh token of the bot’s app.',
    `An administrator ${NEW_TOKEN}`,
  ],
};

const NO_GRANT: Sentence = ['Entra no longer takes the refresh token of the bot.', SIGN_IN_AGAIN];
const UNKNOWN: Sentence = ['Entra refused the bot’s sign-in.', 'An administrator looks the sign-in up in Entra’s sign-in log and checks the PARTNER_* variables.'];

/** The numbers with words of their own; a person's sign-in meets those of the app as well. */
export const SENTENCES: Readonly<Record<SignsIn, Readonly<Record<string, Sentence>>>> = { app: OF_APP, person: { ...OF_APP, ...OF_PERSON } };

/**
 * What a number of Entra means; `isGrant` says that Entra refuses what the app was granted, whatever the number. The first
 * sentence names the number where there is one. https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export function sentenceOf(number: string | undefined, { signsIn, isGrant }: { readonly signsIn: SignsIn; readonly isGrant: boolean }): Sentence {
  const known = SENTENCES[signsIn][number ?? ''];
  const [whatHappened, whatToDo] = known ?? (signsIn === 'person' && isGrant ? NO_GRANT : UNKNOWN);
  return [number === undefined ? whatHappened : whatHappened.replace(/\.$/, ` (AADSTS${number}).`), whatToDo];
}
