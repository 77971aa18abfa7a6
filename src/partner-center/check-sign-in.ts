/** Whether Entra gives a token, and how long the credential lasts that it is given for. */
import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { utcDayOf } from '../audit/dates.ts';
import { findingOf, waiting, type Finding, type FindingStatus } from '../features/diagnosis.ts';
import type { Clock } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import { describeCredential, type Credential, type CredentialExpiry } from './credential.ts';
import type { DirectLine } from './direct-line.ts';

/** Long enough to have a new certificate made and uploaded. */
const SOON_DAYS = 30;
const VARIABLE = 'PARTNER_REFRESH_TOKEN_FILE';

/**
 * What the credential is and when it ends, one line for each end; nothing of what it holds. How Entra answered to it
 * counts as well: the end of a refresh token is reckoned from its file, whatever the file holds.
 */
export function checkCredential(credential: Credential, now: Date, entra: FindingStatus): readonly Finding[] {
  const { kind, signIn, expiries } = describeCredential(credential, now);
  const says = `${kind === 'secret' ? 'a client secret, whose end only Entra knows' : 'a certificate'}, ${signIn}`;
  return [
    { name: 'Credential', status: 'ok', says },
    ...expiries.map((expiry) => expiryFinding(expiry, entra)),
    ...(credential.refreshTokenFile === undefined ? [] : [fileFinding(credential.refreshTokenFile)]),
  ];
}

/** Asks for a token and throws it away. */
export async function checkSignIn(line: DirectLine, credential: Credential, clock: Clock, signal: AbortSignal): Promise<Finding> {
  const started = performance.now();
  try {
    await line.signIn(signal);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return findingOf('Entra', error);
  }
  const { kind, signIn } = describeCredential(credential, clock());
  const ms = Math.round(performance.now() - started);
  return { name: 'Entra', status: 'ok', says: `gives a token for ${line.audience} (${kind}, ${signIn}) in ${ms} ms` };
}

function expiryFinding({ of, at, isAbout, daysLeft }: CredentialExpiry, entra: FindingStatus): Finding {
  const day = `${isAbout ? 'about ' : ''}${utcDayOf(at)}`;
  const says = daysLeft < 0 ? `the ${of} ended ${day}` : `the ${of} ends ${day}, in ${daysLeft} days`;
  const cure = of === 'certificate'
    ? 'Upload a new certificate under Entra → App registrations → Certificates & secrets, and put it into PARTNER_CLIENT_CERTIFICATE_FILE.'
    : `Sign the service account in again and put its refresh token into the file that ${VARIABLE} names.`;
  if (daysLeft < SOON_DAYS) return { name: 'Credential', status: 'warn', says, cure };
  if (isAbout && entra !== 'ok') return waiting('Credential', `the end of the ${of} waits for a token of Entra`);
  return { name: 'Credential', status: 'ok', says };
}

/** The bot replaces the file whole, which needs its folder; the doctor itself writes nothing. */
function fileFinding(path: string): Finding {
  try {
    accessSync(dirname(path), constants.W_OK);
    return { name: 'Credential', status: 'ok', says: 'the refresh token’s file can be replaced' };
  } catch {
    return {
      name: 'Credential', status: 'warn', says: 'the refresh token’s file cannot be replaced, so the sign-in ends with the token in it',
      cure: `Make the folder of the file that ${VARIABLE} names writable for the bot.`,
    };
  }
}
