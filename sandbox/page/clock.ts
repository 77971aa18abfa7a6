/** The time on the stage: the machine's, until somebody moves it forward. */

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How far it is ahead of the machine's, in milliseconds. */
  readonly aheadMs: () => number;
  /** The instant it was moved to last; undefined while it is the machine's. */
  readonly movedTo: () => number | undefined;
  /** Moves it to an instant; never back, as records and tokens already bear the later time. */
  readonly moveTo: (instant: number) => void;
}

export function createClock(): Clock {
  let aheadMs = 0;
  let movedTo: number | undefined;
  return {
    now: () => Date.now() + aheadMs,
    aheadMs: () => aheadMs,
    movedTo: () => movedTo,
    moveTo: (instant) => {
      if (instant <= Date.now() + aheadMs) return;
      aheadMs = instant - Date.now();
      movedTo = instant;
    },
  };
}

/** Variables for a process that is to live so far ahead: its code stays as it is, only its Date is another. */
export const variablesOf = (aheadMs: number): Readonly<Record<string, string>> =>
  (aheadMs === 0 ? {} : { NODE_OPTIONS: `--import=${new URL(`./shifted-date.ts?ms=${aheadMs}`, import.meta.url).href}` });
