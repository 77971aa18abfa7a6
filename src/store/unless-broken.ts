/** Reads what somebody may have broken in Redis. */
import { Problem } from '../features/problem.ts';
import { AlteredValue } from './vault.ts';

/** What a reader gives of a kept value; undefined where somebody broke the value. Throws a Problem for what was sealed with another key. */
export function unlessBroken<T>(open: () => T): T | undefined {
  try {
    return open();
  } catch (error) {
    if (error instanceof Problem && !(error instanceof AlteredValue)) throw error;
    return undefined;
  }
}
