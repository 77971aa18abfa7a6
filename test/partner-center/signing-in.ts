/** An app, its partner's Entra and its files, for tests of every way to sign in. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startEntra, type EntraOptions } from '../../sandbox/entra/server.ts';
import { addressesOf } from '../../src/partner-center/clouds.ts';
import type { Credential } from '../../src/partner-center/credential.ts';
import { readCredential } from '../../src/partner-center/credential.ts';
import { createSignIn, type SignInDeps } from '../../src/partner-center/sign-in.ts';
import { issueCertificate } from '../support/certificates.ts';
import { keptLog, testDispatcher } from './loopback.ts';

export const TENANT = '3b33e682-00c3-41ee-9dd2-a548adf56438';
export const CLIENT = '87fe183e-041c-4cf7-b221-c065d9582cde';
export const SECRET = 'S3CRET~value';
export const signal = new AbortController().signal;

/** The app proves itself by its secret. */
export const bySecret: Credential = { kind: 'secret', secret: () => SECRET };

/** A stand-in of Entra until the test is over; `registered` is the PEM of the app's certificate there. */
export async function entra({ registered, ...options }: Partial<EntraOptions> & { readonly registered?: string } = {}) {
  const client = { clientId: CLIENT, secret: SECRET, ...(registered !== undefined && { publicKey: registered }) };
  const stand = await startEntra({ tenantId: TENANT, clients: [client], ...options });
  onTestFinished(() => stand.close());
  return stand;
}

/** A folder of its own for one test. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sign-in-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

export function aFile(content: string | Buffer, name = 'secret-file'): string {
  const path = join(aFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** What a file of one token holds, the end of its line cut off. */
export function tokenIn(path: string): string {
  return readFileSync(path, 'utf8').trimEnd();
}

/** A sign-in as a process of the bot would hold it, with its own memory. */
export function signInAt(entraAuthorityUrl: string, credential: Credential, overrides: Partial<SignInDeps> = {}) {
  const log = keptLog();
  const signIn = createSignIn({
    tenantId: TENANT, clientId: CLIENT, credential, addresses: addressesOf('global', { entraAuthorityUrl }),
    dispatcher: testDispatcher(), clock: () => new Date(), log, ...overrides,
  });
  return { signIn, log };
}

/** Entra that knows a certificate, and a sign-in of the app with it. */
export async function withCertificate(options: Partial<EntraOptions> = {}) {
  const { key, certificate } = issueCertificate('audit-bot');
  const stand = await entra({ registered: certificate, ...options });
  const credential = readCredential({ proof: { kind: 'certificate', file: aFile(key + certificate) } }, new Date());
  return { stand, credential, ...signInAt(stand.url, credential) };
}

/** Entra, a token of a person's consent in its file, and a sign-in with it. */
export async function withPerson(options: Partial<EntraOptions> & { readonly fileName?: string } = {}) {
  const { fileName, ...rest } = options;
  const stand = await entra(rest);
  const given = stand.issueRefreshToken(CLIENT);
  const path = aFile(`${given}\n`, fileName);
  const credential: Credential = { ...bySecret, refreshTokenFile: path };
  return { stand, given, path, credential, ...signInAt(stand.url, credential) };
}
