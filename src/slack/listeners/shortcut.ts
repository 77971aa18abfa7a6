/** The global shortcut: the search form from anywhere in Slack. */
import type { App, GlobalShortcut } from '@slack/bolt';
import type { OpenFormDeps } from '../../features/open-form.ts';
import { placeFromMetadata } from '../response-place.ts';
import { openSearchForm } from './search-form.ts';

/** Stands in manifest.yml too. */
export const SHORTCUT_ID = 'audit_search';

/** Opens an empty search form from the shortcut. */
export function listenForShortcut(app: App, deps: OpenFormDeps): void {
  app.shortcut<GlobalShortcut>({ type: 'shortcut', callback_id: SHORTCUT_ID }, async ({ shortcut, ack, client }) => {
    await ack();
    await openSearchForm(deps, client, {
      place: placeFromMetadata(undefined, shortcut.user.id), triggerId: shortcut.trigger_id, origin: { kind: 'nothing' },
    });
  });
}
