/** What a command is answered with at once, with the names of the customers that it shows by their ids. */
import { printSearch } from '../command/print.ts';
import { namesBehind, type NamesDeps } from './known-names.ts';
import type { Screen } from './screens.ts';

/** The same screen where it shows no id, or the directory knows no name for it. */
export async function nameCustomers(deps: NamesDeps, screen: Screen): Promise<Screen> {
  switch (screen.kind) {
    case 'understood': case 'comparing': case 'explained': return { ...screen, ...await namesBehind(deps, [printSearch(screen.search)]) };
    case 'history': return { ...screen, ...await namesBehind(deps, screen.asked.map(({ command }) => command)) };
    case 'saved': return { ...screen, ...await namesBehind(deps, screen.searches.map(({ command }) => command)) };
    case 'just-saved': return { ...screen, ...await namesBehind(deps, [screen.saved.command]) };
    default: return screen;
  }
}
