/** Encryption at rest: what is taken from records, and every response_url, stands in Redis sealed where there is a key. */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { Problem } from '../features/problem.ts';
import type { Vault } from '../features/vault-port.ts';
import { within } from '../runtime/time-limit.ts';
import { stored } from './storage.ts';

/** `[version, key id, nonce, ciphertext, tag]`. No compressed value and no text that is written in clear begins like it. */
const VERSION = 1;
const [KEY_ID_BYTES, NONCE_BYTES, TAG_BYTES] = [4, 12, 16];
const HEAD_BYTES = 1 + KEY_ID_BYTES;
const OVERHEAD_BYTES = HEAD_BYTES + NONCE_BYTES + TAG_BYTES;
/** Before a sealed text; none that is written in clear begins with it: they are JSON, or begin with a date. */
const SEALED_TEXT = '~';

/** Writes in clear, and reads nothing that was sealed. */
export const OPEN_VAULT: Vault = {
  seal: (_place, value) => value,
  open: (_place, held) => {
    if (isSealed(held)) throw wrongKey('Redis holds encrypted values, and STORE_ENCRYPTION_KEY is not set.');
    return held;
  },
  sealText: (_place, text) => text,
  openText: (_place, held) => {
    if (held.startsWith(SEALED_TEXT)) throw wrongKey('Redis holds encrypted values, and STORE_ENCRYPTION_KEY is not set.');
    return held;
  },
  hide: (name) => name,
};

/**
 * AES-256-GCM with 32 bytes of key. A value opens only at the place in Redis that it was sealed for, so that values
 * cannot be swapped. What was written in clear before there was a key is read as it is.
 */
export function createVault(key: Buffer): Vault {
  const keyId = derived(key, 'key id').subarray(0, KEY_ID_BYTES);
  const nameKey = derived(key, 'names');
  const seal: Vault['seal'] = (place, value) => {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
    const sealed = [cipher.update(value), cipher.final()];
    return Buffer.concat([Buffer.of(VERSION), keyId, nonce, ...sealed, cipher.getAuthTag()]);
  };
  const open: Vault['open'] = (place, held) => {
    if (!isSealed(held)) return held;
    if (!held.subarray(1, HEAD_BYTES).equals(keyId)) throw wrongKey('Redis holds values that were encrypted with another STORE_ENCRYPTION_KEY.');
    return decrypt(key, place, held);
  };
  return {
    seal,
    open,
    sealText: (place, text) => `${SEALED_TEXT}${seal(place, Buffer.from(text)).toString('base64')}`,
    openText: (place, held) => (held.startsWith(SEALED_TEXT) ? open(place, Buffer.from(held.slice(SEALED_TEXT.length), 'base64')).toString() : held),
    hide: (name) => createHmac('sha256', nameKey).update(name).digest('base64url'),
  };
}

/** The vault of a key as it stands in the configuration, in base64; in clear without one. */
export function openVault(key: string | undefined): Vault {
  return key === undefined ? OPEN_VAULT : createVault(Buffer.from(key, 'base64'));
}

/** A start does not wait longer for Redis to look at its key: every value that is read is looked at anyway. */
const READY_MS = 5_000;

/**
 * Whether this key is the one that values in Redis were sealed with: the first that is used is noted. Throws a Problem
 * that says what to do when it is another, or none; looks at nothing where Redis cannot be reached.
 */
export async function checkVault({ redis, prefix, vault }: { readonly redis: Redis; readonly prefix: string; readonly vault: Vault }): Promise<void> {
  const place = `${prefix}:vault`;
  if (redis.status !== 'ready' && !await within(once(redis, 'ready'), READY_MS).then(() => true, () => false)) return;
  const held = await stored(() => redis.get(place));
  if (held !== null) vault.openText(place, held);
  else if (vault !== OPEN_VAULT) await stored(() => redis.set(place, vault.sealText(place, 'sealed'), 'NX'));
}

function decrypt(key: Buffer, place: string, held: Buffer): Buffer {
  const body = held.subarray(HEAD_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(place)).setAuthTag(body.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new AlteredValue(cause);
  }
}

/** A value was sealed with this key, but not as it stands, or not for the place where it stands. */
export class AlteredValue extends Problem {
  constructor(cause: unknown) {
    super({
      kind: 'storage', retryable: false, cause,
      whatHappened: 'A value in Redis was altered, or moved to another place.',
      whatToDo: 'Whoever runs this bot finds out who writes to its Redis; `npm run doctor` names the days of the copy that are concerned.',
    });
  }
}

function isSealed(held: Buffer): boolean {
  return held[0] === VERSION && held.length >= OVERHEAD_BYTES;
}

function derived(key: Buffer, purpose: string): Buffer {
  return createHmac('sha256', key).update(`partner audit ${purpose}`).digest();
}

function wrongKey(whatHappened: string): Problem {
  return new Problem({
    kind: 'storage', retryable: false, whatHappened,
    whatToDo: 'Whoever runs this bot sets the key again that was used before, or another REDIS_PREFIX to begin anew.',
  });
}
