/** `Save search`: a small form asks for the name; what is wrong with the name is said beside it. */
import type { App, ViewSubmitAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { asTyped } from '../../command/form.ts';
import type { AnswerPlace, Answers } from '../../features/answer-ports.ts';
import { saveResult, searchToName, type SaveResultDeps } from '../../features/save-result.ts';
import { NAME_FIELD, SAVE_FORM_ID, saveFormView } from '../blocks/save-form.ts';
import { shortened } from '../blocks/text.ts';
import { placeAsMetadata, placeFromMetadata } from '../response-place.ts';

export interface SaveListenerDeps extends SaveResultDeps {
  readonly answers: Answers;
}

/** Slack shows an error under its field; a longer one is not read there. */
const ERROR_LIMIT = 300;

const kept = z.object({ place: z.string(), resultId: z.string() });
const entered = z.object({ [NAME_FIELD]: z.object({ [NAME_FIELD]: z.object({ value: z.string().nullish() }) }) });

export interface SaveClick {
  readonly place: AnswerPlace;
  readonly triggerId: string;
  readonly resultId: string;
}

/** Opens the form, or says why there is no search to save. */
export async function openSaveForm(deps: SaveListenerDeps, client: WebClient, { place, triggerId, resultId }: SaveClick): Promise<void> {
  const found = await searchToName(deps, place, resultId);
  if (found.kind !== 'to-name') return deps.answers.send(place, found);
  const metadata = JSON.stringify({ place: placeAsMetadata(place), resultId });
  await client.views.open({ trigger_id: triggerId, view: saveFormView(found.command, metadata) });
}

/** Keeps a search under the name that the form was sent off with. */
export function listenForSaveForm(app: App, deps: SaveListenerDeps): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: SAVE_FORM_ID }, async ({ ack, body: { user, view } }) => {
    const metadata = kept.parse(JSON.parse(view.private_metadata));
    const name = asTyped(entered.parse(view.state.values)[NAME_FIELD]?.[NAME_FIELD]?.value ?? '').replace(/\s+/g, ' ').trim();
    if (name === '') return ack(errorAtName('Write a name by which you find it again, such as risky orders.'));
    const place = placeFromMetadata(metadata.place, user.id);
    const screen = await saveResult(deps, place, metadata.resultId, name);
    if (screen.kind === 'mistake') return ack(errorAtName(`${screen.mistake.says} ${screen.mistake.cure}`.replaceAll('`', '')));
    await ack();
    await deps.answers.send(place, screen);
  });
}

function errorAtName(text: string) {
  return { response_action: 'errors' as const, errors: { [NAME_FIELD]: shortened(text, ERROR_LIMIT) } };
}
