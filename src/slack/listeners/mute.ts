/** `Mute like this…`: a form filled from a card becomes a mute command, which shows what it would hide. */
import type { App, ViewSubmitAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { EVERYTHING, type AuditFilter } from '../../audit/filter.ts';
import { HOUR_MS } from '../../audit/dates.ts';
import { printRequest } from '../../command/print-request.ts';
import { checkAccess } from '../../features/access.ts';
import { handleCommand, type CommandDeps } from '../../features/handle-command.ts';
import type { AnswerPlace, Answers } from '../../features/answer-ports.ts';
import { Problem } from '../../features/problem.ts';
import { filterInWords } from '../blocks/wording.ts';
import { MUTE_FIELDS, MUTE_FORM_ID, muteFormView } from '../blocks/mute-form.ts';
import { deliveryId } from '../delivery-id.ts';
import { placeAsMetadata, placeFromMetadata } from '../response-place.ts';

export type MuteListenerDeps = CommandDeps & { readonly answers: Answers };

export interface MuteClick {
  readonly place: AnswerPlace;
  readonly triggerId: string;
  readonly card: string;
}

const kept = z.object({ place: z.string(), users: z.array(z.string()), operations: z.array(z.string()) });
const entered = z.object({
  [MUTE_FIELDS.because]: z.object({ [MUTE_FIELDS.because]: z.object({ value: z.string().nullish() }) }),
  [MUTE_FIELDS.forHours]: z.object({ [MUTE_FIELDS.forHours]: z.object({ selected_option: z.object({ value: z.string().regex(/^\d{1,3}$/) }) }) }),
  [MUTE_FIELDS.high]: z.object({ [MUTE_FIELDS.high]: z.object({ selected_options: z.array(z.object({ value: z.string() })).nullish() }) }),
});

/** Opens the form with what the card is about: its actor and its kind of operation. */
export async function openMuteForm(deps: MuteListenerDeps, client: WebClient, { place, triggerId, card }: MuteClick): Promise<void> {
  const access = await checkAccess(deps, place);
  if (access.kind === 'refused') return deps.answers.send(place, { kind: 'refused', refusal: access.refusal, userId: place.userId });
  const held = await deps.watching.alerts.card(card);
  if (!held) return deps.answers.send(place, { kind: 'notice', text: 'I no longer hold this alert. A mute can still be typed, as in mute user svc@partner.example for 7d because "licence sync job".' });
  const { user, operationType } = held.card.lead;
  const about = { users: user === undefined || user.includes('*') ? [] : [user], operations: [operationType] };
  const metadata = JSON.stringify({ place: placeAsMetadata(place), ...about });
  await client.views.open({ trigger_id: triggerId, view: muteFormView(filterInWords({ ...EVERYTHING, ...about }), metadata) });
}

export function listenForMuteForm(app: App, deps: MuteListenerDeps): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: MUTE_FORM_ID }, async ({ ack, body: { user, view, trigger_id: triggerId } }) => {
    const { place: metadata, users, operations } = kept.parse(JSON.parse(view.private_metadata));
    const values = entered.parse(view.state.values);
    const because = (values.because.because.value ?? '').replace(/\s+/g, ' ').trim();
    if (because === '') return ack({ response_action: 'errors', errors: { [MUTE_FIELDS.because]: 'Write why: whoever finds the mute must understand it.' } });
    await ack();
    const place = placeFromMetadata(metadata, user.id);
    const filter: AuditFilter = { ...EVERYTHING, users, operations };
    const isHigh = (values.high.high.selected_options ?? []).length > 0;
    const text = printRequest({
      verb: 'mute', condition: { filter },
      options: { forMs: Number(values.for.for.selected_option.value) * HOUR_MS, because, ...(isHigh && { includingHigh: true as const }) },
    });
    try {
      await deps.answers.send(place, await handleCommand(deps, { id: deliveryId(triggerId), text, place }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await deps.answers.send(place, { kind: 'problem', whatHappened: error.whatHappened, whatToDo: error.whatToDo });
    }
  });
}
