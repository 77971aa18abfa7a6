/** What the menus of the search form offer while somebody types; Slack waits 3 seconds for it. */
import type { App } from '@slack/bolt';
import { suggestValues, type Choice, type SuggestDeps, type SuggestedField } from '../../features/suggest-values.ts';
import { within } from '../../runtime/time-limit.ts';
import { FIELD_ID_PREFIX, option } from '../blocks/search-form.ts';
import { errorFacts } from '../error-facts.ts';
import { placeFromMetadata } from '../response-place.ts';

/** Each in its turn: who asks takes 800 ms at most. */
const DIRECTORY_MS = 1_000;
const ANSWER_MS = 2_200;
const FIELDS: ReadonlyMap<string, SuggestedField> = new Map((['customers', 'people', 'operations'] as const).map((field) => [`${FIELD_ID_PREFIX}${field}`, field]));

/** Always answers, with nothing where nothing can be said. */
export function listenForOptions(app: App, deps: SuggestDeps): void {
  const ours = new RegExp(`^${FIELD_ID_PREFIX.replaceAll('.', '\\.')}`);
  const patient: SuggestDeps = { ...deps, directory: { everybody: () => within(deps.directory.everybody(), DIRECTORY_MS) } };
  app.options(ours, async ({ options: asked, ack }) => {
    const field = FIELDS.get(asked.action_id);
    const { channelId } = placeFromMetadata(asked.view?.private_metadata, asked.user.id);
    const asker = { userId: asked.user.id, ...(channelId !== undefined && { channelId }) };
    const choices = field ? await orNone(deps, suggestValues(patient, asker, field, asked.value)) : [];
    await ack({ options: choices.map(option) });
  });
}

async function orNone({ log }: SuggestDeps, choices: Promise<readonly Choice[]>): Promise<readonly Choice[]> {
  try {
    return await within(choices, ANSWER_MS);
  } catch (error) {
    log.warn(errorFacts(error), 'choices were not found in time');
    return [];
  }
}
