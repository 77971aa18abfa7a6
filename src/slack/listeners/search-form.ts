/** The search form: opened by a button or the shortcut, sent off, and answered where it says. */
import type { App, BlockAction, ViewSubmitAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { admit } from '../../features/access.ts';
import type { CommandDeps } from '../../features/handle-command.ts';
import { namesBehind } from '../../features/known-names.ts';
import { openForm, opensElsewhere, type FormOrigin, type FormScreen, type OpenFormDeps } from '../../features/open-form.ts';
import type { AnswerPlace, Answers } from '../../features/answer-ports.ts';
import { equalCommand, submitForm, type Submitted } from '../../features/submit-form.ts';
import { within } from '../../runtime/time-limit.ts';
import type { Press } from '../action-ids.ts';
import { FIELD_ID_PREFIX, outdatedFormView, refusedFormView, SEARCH_FORM_ID, searchFormView, withCommand } from '../blocks/search-form.ts';
import { readFormState } from '../blocks/search-form-state.ts';
import { shortened } from '../blocks/text.ts';
import { deliveryId } from '../delivery-id.ts';
import { placeFromMetadata, responsePlace } from '../response-place.ts';

export interface SearchFormDeps extends CommandDeps, OpenFormDeps {
  readonly answers: Answers;
  readonly directory: CommandDeps['directory'];
  readonly copy: CommandDeps['copy'];
}

export interface FormClick {
  readonly place: AnswerPlace;
  readonly triggerId: string;
  /** The modal it was pressed in, above which the form opens. */
  readonly viewId?: string;
  readonly origin: FormOrigin;
}

/** A trigger opens a modal for 3 seconds: names of customers that take longer are left out. */
const DIRECTORY_MS = 700;
/** Slack shows an error beside its field; a longer one covers the others. */
const ERROR_LIMIT = 300;

/** Opens the form at once, filled in from what was pressed. Throws where Slack does not open it or its search cannot be read. */
export async function openSearchForm(deps: OpenFormDeps, client: WebClient, { place, triggerId, viewId, origin }: FormClick): Promise<void> {
  const screen = await openForm(patient(deps), place, origin);
  const asked = { trigger_id: triggerId, view: viewOf(screen, place) };
  await (viewId === undefined ? client.views.open(asked) : client.views.push(asked));
}

/** Runs search forms that are sent off; faults keep them open. */
export function listenForSearchForm(app: App, deps: SearchFormDeps): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: SEARCH_FORM_ID }, async ({ ack, body, view }) => {
    const place = placeOf(deps, body);
    const submitted = await submit(deps, body, place);
    if (!submitted) return ack({ response_action: 'update', view: outdatedFormView() });
    if (submitted.kind === 'faults') return ack({ response_action: 'errors', errors: errorsOf(submitted) });
    const { screen } = submitted;
    if (screen.kind === 'refused') return ack({ response_action: 'update', view: refusedFormView({ ...screen, elsewhere: opensElsewhere(deps) }) });
    await ack();
    await deps.answers.send(place, screen);
    deps.log.info({ form: view.callback_id, screen: screen.kind }, 'search form answered');
  });
}

/** Says in the open form which command its fields equal, whenever one of them changes. */
export function listenForFormFields(app: App, deps: SearchFormDeps): void {
  app.action<BlockAction>(new RegExp(`^${FIELD_ID_PREFIX.replace('.', '\\.')}`), async ({ ack, body, client }) => {
    await ack();
    const { view, user } = body;
    if (view?.callback_id !== SEARCH_FORM_ID) return;
    const asker = await admit(deps, placeFromMetadata(view.private_metadata, user.id));
    const form = readFormState(view.state.values, view.private_metadata, { now: deps.clock(), zone: asker.kind === 'admitted' ? asker.zone : deps.defaultZone });
    if (!form) return;
    const command = equalCommand(form);
    const { names } = await namesBehind(deps, [command]);
    try {
      await client.views.update({ view_id: view.id, hash: view.hash, view: withCommand(view, command, names) });
    } catch {
      // Another change was quicker, or the form is closed: the line follows the next change.
      deps.log.info({}, 'the line of a search form was not updated');
    }
  });
}

/** Undefined where the form is of another version. */
async function submit(deps: SearchFormDeps, { view, trigger_id }: ViewSubmitAction, place: AnswerPlace): Promise<Submitted | undefined> {
  const asker = await admit(deps, place);
  const zone = asker.kind === 'admitted' ? asker.zone : deps.defaultZone;
  const form = readFormState(view.state.values, view.private_metadata, { now: deps.clock(), zone });
  return form && submitForm(deps, { id: deliveryId(trigger_id), place }, form);
}

function errorsOf({ faults }: Extract<Submitted, { kind: 'faults' }>): Record<string, string> {
  return Object.fromEntries(faults.map(({ field, says }) => [field, shortened(says, ERROR_LIMIT)]));
}

/** What the form is filled in from; undefined for a press that does not open it. */
export function formOriginOf(press: Press): FormOrigin | undefined {
  switch (press.kind) {
    case 'form': return { kind: 'nothing' };
    case 'edit': return { kind: 'text', text: press.command };
    case 'edit-result': return { kind: 'result', resultId: press.resultId };
    default: return undefined;
  }
}

function viewOf(screen: FormScreen, place: AnswerPlace) {
  return screen.kind === 'form' ? searchFormView(screen, place) : refusedFormView(screen);
}

function patient(deps: OpenFormDeps): OpenFormDeps {
  return { ...deps, directory: { everybody: () => within(deps.directory.everybody(), DIRECTORY_MS) } };
}

/**
 * Where "Answer in" says, else where the form was opened from, else the direct message. Access is that of the place
 * where it was opened: whoever may not ask there is not let in by choosing another channel.
 */
function placeOf(deps: SearchFormDeps, { view, user, response_urls: [chosen] = [] }: ViewSubmitAction): AnswerPlace {
  const opened = placeFromMetadata(view.private_metadata, user.id);
  return chosen ? responsePlace(deps.clock(), chosen.response_url, user.id, opened.channelId) : opened;
}
