/** `Details`: the modal opens at once and empty, because Slack's trigger lives 3 seconds; then it is filled. */
import type { WebClient } from '@slack/web-api';
import type { AnswerPlace, Log } from '../../features/ports.ts';
import { Problem } from '../../features/problem.ts';
import { showRecord } from '../../features/show-record.ts';
import type { PageDeps } from '../../features/show-page.ts';
import type { RecordScreen } from '../../features/screens.ts';
import type { ButtonPress } from '../action-ids.ts';
import { plainRecordView, recordView } from '../blocks/record.ts';
import { errorFacts } from '../error-facts.ts';
import { placeAsMetadata } from '../response-place.ts';

export interface RecordListenerDeps extends PageDeps {
  readonly defaultZone: string;
  readonly log: Log;
}

export interface DetailsClick {
  readonly place: AnswerPlace;
  readonly triggerId: string;
  readonly press: Extract<ButtonPress, { kind: 'details' }>;
}

/** Opens the modal, then shows the record in it, or why there is none. */
export async function openRecord(deps: RecordListenerDeps, client: WebClient, { place, triggerId, press }: DetailsClick): Promise<void> {
  const opened = await client.views.open({ trigger_id: triggerId, view: recordView({ kind: 'loading' }) });
  const viewId = opened.view?.id;
  if (viewId === undefined) return;
  const screen = await findRecord(deps, place, press);
  // A view that cannot be drawn or is refused must not leave the person before a modal that loads for ever.
  for (const draw of [() => recordView(screen), () => plainRecordView(screen), () => recordView(NOT_SHOWN)]) {
    try {
      await client.views.update({ view_id: viewId, view: { ...draw(), private_metadata: placeAsMetadata(place) } });
      return;
    } catch (error) {
      deps.log.warn(errorFacts(error), 'a record view was refused');
    }
  }
}

const NOT_SHOWN: RecordScreen = {
  kind: 'record-problem',
  whatHappened: 'This record could not be shown.',
  whatToDo: 'Close this and open it again; if it fails again, run the search anew.',
};

async function findRecord(deps: RecordListenerDeps, place: AnswerPlace, press: DetailsClick['press']): Promise<RecordScreen> {
  try {
    return await showRecord(deps, place, press.resultId, press.place);
  } catch (error) {
    if (!(error instanceof Problem)) deps.log.error({ error }, 'record could not be shown');
    return error instanceof Problem ? { kind: 'record-problem', whatHappened: error.whatHappened, whatToDo: error.whatToDo } : NOT_SHOWN;
  }
}
