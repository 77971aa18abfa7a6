/** `Share to channel` on a saved search: others run it for themselves, or keep it under the same name. */
import { admit, type AdmitDeps } from './access.ts';
import type { AnswerPlace, SavedSearches } from './answer-ports.ts';
import { noSuchName } from './save-search.ts';
import type { Screen } from './screens.ts';
import { shareHere, type SharingDeps } from './share.ts';

export interface ShareSearchDeps extends AdmitDeps, SharingDeps {
  readonly saved: SavedSearches;
}

/** What is pressed: a search by its name, for the first time or after the question that it raised. */
export interface ShareSearchPress {
  readonly kind: 'share-search' | 'share-search-anyway';
  readonly name: string;
}

const DONE = 'Shared: everybody in this channel sees the search. Whoever may use me can run it, and sees the answer alone.';

/** Shares a search of whoever pressed and returns what they are told. */
export async function shareSearch(deps: ShareSearchDeps, place: AnswerPlace, { kind, name }: ShareSearchPress): Promise<Screen> {
  const admitted = await admit(deps, place);
  if (admitted.kind === 'refused') return admitted;
  const saved = await deps.saved.find(place.userId, name);
  if (!saved) return noSuchName(deps.saved, place.userId, { verb: 'run', name });
  return shareHere(deps, place, {
    what: { kind: 'search', name: saved.name },
    screen: { kind: 'shared-search', search: saved, sharedBy: place.userId },
    told: kind === 'share-search' ? 'first' : 'sure',
    done: DONE,
  });
}
