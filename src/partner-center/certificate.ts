/** The certificate of the bot's app and the key that fits it, out of one PEM file. */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { fileProblem, readSecretFile } from './secret-file.ts';

export interface AppCertificate {
  /** SHA-256 of the certificate: 64 hexadecimal digits without colons. */
  readonly thumbprintSha256: string;
  /** Reveals the key as PKCS #8 PEM; a function, so that no print shows it. */
  readonly privateKey: () => string;
  /** PEM of the certificate and, behind it, of what else the file holds of its chain. */
  readonly chain: () => string;
  readonly notAfter: Date;
}

const VARIABLE = 'PARTNER_CLIENT_CERTIFICATE_FILE';
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;
/** Entra takes PS256 signatures, which need an RSA key of this size at least. */
const LEAST_BITS = 2_048;

const MENDING = `An administrator puts the app’s certificate and its unencrypted private key, both as PEM, into the file that ${VARIABLE} names and restarts the bot.`;
const RENEWING = `An administrator creates a new certificate, uploads it under Entra → App registrations → Certificates & secrets, puts it with its key into the file that ${VARIABLE} names and restarts the bot.`;

/**
 * Reads the file. Throws a Problem of kind `sign-in` for each way in which it is of no use: missing, no key, no
 * certificate, an encrypted or unfit key, a certificate that is not valid at `now`.
 * https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 */
export function readCertificate(path: string, now: Date): AppCertificate {
  const blocks = [...readSecretFile(path, VARIABLE).matchAll(BLOCK)].map(([pem, label = '']) => ({ pem, label }));
  const key = readKey(blocks.find(({ label }) => label.endsWith('PRIVATE KEY')));
  const certificates = blocks.filter(({ label }) => label === 'CERTIFICATE').map(({ pem }) => readOne(pem));
  if (certificates.length === 0) throw fileProblem(`The file that ${VARIABLE} names holds no certificate.`, MENDING);
  const own = certificates.find((certificate) => certificate.checkPrivateKey(key));
  if (!own) throw fileProblem(`The private key in the file that ${VARIABLE} names does not fit its certificate.`, MENDING);
  refuseOutOfTime(own, now);
  const chain = [own, ...certificates.filter((certificate) => certificate !== own)].join('');
  return {
    thumbprintSha256: own.fingerprint256.replaceAll(':', ''),
    privateKey: () => key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    chain: () => chain,
    notAfter: own.validToDate,
  };
}

function readKey(block: { readonly pem: string; readonly label: string } | undefined): KeyObject {
  if (!block) throw fileProblem(`The file that ${VARIABLE} names holds no private key.`, MENDING);
  if (block.label.startsWith('ENCRYPTED') || /^Proc-Type:.*ENCRYPTED/m.test(block.pem)) {
    throw fileProblem(`The private key in the file that ${VARIABLE} names is encrypted, and the bot has no password for it.`, MENDING);
  }
  const key = attempt(() => createPrivateKey(block.pem));
  if (!key) throw fileProblem(`The private key in the file that ${VARIABLE} names cannot be read.`, MENDING);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < LEAST_BITS) {
    throw fileProblem(`The private key in the file that ${VARIABLE} names is no RSA key of ${LEAST_BITS} bits or more.`, RENEWING);
  }
  return key;
}

function readOne(pem: string): X509Certificate {
  const certificate = attempt(() => new X509Certificate(pem));
  if (!certificate) throw fileProblem(`A certificate in the file that ${VARIABLE} names cannot be read.`, MENDING);
  return certificate;
}

function refuseOutOfTime({ validFromDate, validToDate }: X509Certificate, now: Date): void {
  if (validToDate <= now) throw fileProblem(`The certificate in the file that ${VARIABLE} names expired on ${dayOf(validToDate)}.`, RENEWING);
  if (validFromDate > now) {
    throw fileProblem(`The certificate in the file that ${VARIABLE} names is valid only from ${dayOf(validFromDate)}.`,
      'An administrator checks the clock of the machine the bot runs on, or waits for that day.');
  }
}

/** OpenSSL's errors say nothing that helps a person, and may quote what they read. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
