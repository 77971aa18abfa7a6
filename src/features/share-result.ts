/** `Share to channel` on an answer: the page that is shown, naming who shared it. */
import { EVERYBODY, type AnswerPlace } from './answer-ports.ts';
import type { Screen } from './screens.ts';
import { shareHere, type SharingDeps } from './share.ts';
import { showPage, type PageDeps } from './show-page.ts';

export interface ShareDeps extends PageDeps, SharingDeps {}

/** What is pressed: the page of an answer, for the first time or after the question that it raised. */
export interface SharePress {
  readonly kind: 'share' | 'share-anyway';
  readonly resultId: string;
  readonly page: number;
}

const DONE = 'Shared: everybody in this channel sees this page. Its buttons answer each person privately, and only those who may use me.';

/** Shares the page that is shown and returns what the sharer is told. */
export async function shareResult(deps: ShareDeps, place: AnswerPlace, press: SharePress): Promise<Screen> {
  const screen = await showPage(deps, place, press.resultId, press.page);
  if (screen.kind !== 'summary') return screen;
  return shareHere(deps, place, {
    what: { kind: 'answer', resultId: press.resultId, page: screen.page },
    screen: { ...screen, sharedBy: place.userId },
    told: press.kind === 'share' ? 'first' : 'sure',
    done: DONE,
    // Whoever sees it may press its buttons at once.
    before: () => deps.results.showTo(press.resultId, EVERYBODY),
  });
}
