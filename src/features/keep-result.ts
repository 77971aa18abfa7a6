/** Puts an answer into the person's direct message, where a reload and the phone find it. */
import type { Asker } from './access.ts';
import type { Answers } from './ports.ts';
import { showPage, type PageDeps } from './show-page.ts';
import type { Screen } from './screens.ts';

/** Posts the page that is shown and returns what to say in its place: a notice, or why nothing was kept. */
export async function keepResult(deps: PageDeps & { readonly answers: Answers }, asker: Asker, resultId: string, page: number): Promise<Screen> {
  const screen = await showPage(deps, asker, resultId, page);
  if (screen.kind !== 'summary') return screen;
  await deps.answers.keep(asker.userId, screen);
  return { kind: 'notice', text: 'Kept in your direct messages with me. Its pages and details work for a day after it was read; Run again works for a month.' };
}
