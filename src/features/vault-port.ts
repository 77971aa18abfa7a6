/** Encryption at rest, as the folders that keep something need it. */

/**
 * Keeps values unreadable at rest. A place is the key in Redis, and the field where there is one: a value opens nowhere
 * else. Opening throws a Problem for a value of another key, and for one that was altered.
 */
export interface Vault {
  seal(place: string, value: Buffer): Buffer;
  open(place: string, held: Buffer): Buffer;
  sealText(place: string, text: string): string;
  openText(place: string, held: string): string;
  /** What stands for a name where it has to be found again, and nothing else. */
  hide(name: string): string;
}
