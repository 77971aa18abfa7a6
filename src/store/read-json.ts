/** Values as JSON that is not packed. */

/** Reads back what we wrote as JSON under a key where nothing else is ever written; `unpack` does it for packed values. */
export function readJson<T>(text: string): T {
  return JSON.parse(text) as T;
}
