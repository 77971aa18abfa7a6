/** How the bot proves to Entra which app it is, and whether it signs in alone or together with a person. */
import { DAY_MS } from '../audit/dates.ts';
import { readCertificate, type AppCertificate } from './certificate.ts';
import { lastRotation, readRefreshToken } from './refresh-token-file.ts';
import type { SignsIn } from './sign-in-sentences.ts';

/** The app's secret or certificate; with a refresh token file the app signs in together with the person who gave the token. */
export type Credential = (
  | { readonly kind: 'secret'; readonly secret: () => string }
  | { readonly kind: 'certificate'; readonly certificate: AppCertificate }
) & { readonly refreshTokenFile?: string };

/** Where the configuration says that a credential is to be found. */
export interface CredentialPlace {
  readonly proof: { readonly kind: 'secret'; readonly secret: { readonly reveal: () => string } } | { readonly kind: 'certificate'; readonly file: string };
  readonly refreshTokenFile?: string;
}

export interface CredentialExpiry {
  readonly of: 'certificate' | 'refresh token';
  readonly at: Date;
  /** A refresh token tells nobody when it ends: its time is counted from the day its file was written. */
  readonly isAbout: boolean;
  /** Whole days from now; negative when it is past. */
  readonly daysLeft: number;
}

export interface CredentialDescription {
  readonly kind: Credential['kind'];
  readonly signIn: 'app-only' | 'app+user';
  /** Only what is known: the end of a client secret is known to Entra alone. */
  readonly expiries: readonly CredentialExpiry[];
}

/** https://learn.microsoft.com/entra/identity-platform/refresh-tokens */
const REFRESH_TOKEN_DAYS = 90;

/** Reads and checks the files at once, so that a fault shows at the start. Throws a Problem of kind `sign-in`. */
export function readCredential({ proof, refreshTokenFile }: CredentialPlace, now: Date): Credential {
  if (refreshTokenFile !== undefined) readRefreshToken(refreshTokenFile);
  return {
    ...(proof.kind === 'secret' ? { kind: proof.kind, secret: proof.secret.reveal } : { kind: proof.kind, certificate: readCertificate(proof.file, now) }),
    ...(refreshTokenFile !== undefined && { refreshTokenFile }),
  };
}

/** Who signs in with a credential, on which the cure of most refusals depends. */
export function whoSignsIn({ refreshTokenFile }: Credential): SignsIn {
  return refreshTokenFile === undefined ? 'app' : 'person';
}

/** What may be told of a credential: its kind and when it ends, nothing of what it holds. */
export function describeCredential(credential: Credential, now: Date): CredentialDescription {
  const { kind, refreshTokenFile } = credential;
  const rotated = refreshTokenFile === undefined ? undefined : lastRotation(refreshTokenFile);
  const expiry = (of: CredentialExpiry['of'], at: Date): CredentialExpiry => ({
    of, at, isAbout: of === 'refresh token', daysLeft: Math.floor((at.getTime() - now.getTime()) / DAY_MS),
  });
  return {
    kind,
    signIn: refreshTokenFile === undefined ? 'app-only' : 'app+user',
    expiries: [
      ...(kind === 'certificate' ? [expiry('certificate', credential.certificate.notAfter)] : []),
      ...(rotated ? [expiry('refresh token', new Date(rotated.getTime() + REFRESH_TOKEN_DAYS * DAY_MS))] : []),
    ],
  };
}
