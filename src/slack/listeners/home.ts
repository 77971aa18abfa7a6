/** App Home, drawn anew whenever somebody opens it. */
import type { App } from '@slack/bolt';
import { showHome, type HomeDeps } from '../../features/show-home.ts';
import { homeView } from '../blocks/home.ts';

export interface HomeListenerDeps extends HomeDeps {
  readonly commandName: string;
}

/** Draws App Home whenever somebody opens it. */
export function listenForHome(app: App, deps: HomeListenerDeps): void {
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab !== 'home') return;
    const screen = await showHome(deps, event.user);
    await client.views.publish({ user_id: event.user, view: homeView(screen, deps.commandName) });
  });
}
