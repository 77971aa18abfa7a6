/** What is pressed to run a command: twice at once starts one search. */
import type { Log, Once } from './ports.ts';
import type { Screen } from './screens.ts';

export interface PressOnceDeps {
  readonly once: Once;
  readonly log: Log;
}

/** Two presses within this time are one. */
const ONCE_FOR_MS = 5_000;

/** Acknowledgements of what a worker is to answer, and an explanation, which would only stand there twice. */
const HELD: ReadonlySet<Screen['kind']> = new Set(['understood', 'comparing', 'exporting', 'looking-up', 'explained']);

/** What a second press is told. */
export const PRESSED_TWICE: Screen = { kind: 'notice', text: 'This was pressed twice within a few seconds, so it was run once.' };

/**
 * Runs what was pressed and returns what it says; undefined for a second press with the same id while it runs, and for
 * 5 seconds where it started or explained something. Where Redis cannot say what was pressed, it runs.
 */
export async function pressOnce({ once, log }: PressOnceDeps, id: string, run: () => Promise<Screen>): Promise<Screen | undefined> {
  const key = `press:${id}`;
  const note = (): void => log.warn({}, 'a press could not be held off or let go');
  if (await once.take(key, ONCE_FOR_MS).catch(note) === false) return undefined;
  let isHeld = false;
  try {
    const screen = await run();
    isHeld = HELD.has(screen.kind);
    return screen;
  } finally {
    if (!isHeld) await once.giveBack(key).catch(note);
  }
}
