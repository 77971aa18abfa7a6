/** Puts an answer into the person's direct message, where a reload and the phone find it. */
import type { Asker } from './access.ts';
import type { Answers } from './answer-ports.ts';
import type { Once } from './ports.ts';
import { showPage, type PageDeps } from './show-page.ts';
import type { Screen } from './screens.ts';

export interface KeepResultDeps extends PageDeps {
  readonly answers: Pick<Answers, 'keep'>;
  readonly once: Once;
}

/** Two presses within this time keep once. */
const ONCE_FOR_MS = 60_000;

/** Posts the page that is shown and returns what to say beside it: a notice, or why nothing was kept. */
export async function keepResult(deps: KeepResultDeps, asker: Asker, resultId: string, page: number): Promise<Screen> {
  const screen = await showPage(deps, asker, resultId, page);
  if (screen.kind !== 'summary') return screen;
  const key = `keep:${asker.userId}:${resultId}:${screen.page}`;
  if (!await deps.once.take(key, ONCE_FOR_MS)) return { kind: 'notice', text: 'This was kept within the last minute: look into your direct messages with me.' };
  try {
    await deps.answers.keep(asker.userId, screen);
  } catch (error) {
    await deps.once.giveBack(key);
    throw error;
  }
  return { kind: 'notice', text: 'Kept in your direct messages with me. Its pages and details work for a day after it was read; Run again works for a month.' };
}
