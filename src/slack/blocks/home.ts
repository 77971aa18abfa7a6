/** App Home: how fresh the answers are, the form, a person's own searches. */
import type { HomeView, KnownBlock } from '@slack/types';
import { decode } from '../../command/tokens.ts';
import type { HomeScreen, OwnHome } from '../../features/show-home.ts';
import { button, buttonRow, greyLine, header, plainParagraph } from './elements.ts';
import { firstRunBlocks, freshnessLine, runRow } from './first-run.ts';
import { refusedBlocks, WHAT_IT_IS } from './home-refused.ts';

const TITLE = 'Partner Center audit';

/** The page of one person, for a workspace in which the command has this name. */
export function homeView(screen: HomeScreen, commandName: string): HomeView {
  return { type: 'home', blocks: [header(TITLE), ...(screen.kind === 'home' ? ownBlocks(screen, commandName) : refusedBlocks(screen))] };
}

function ownBlocks(home: OwnHome, commandName: string): readonly KnownBlock[] {
  const { zone, freshness, firstRun, saved, recent } = home;
  return [
    plainParagraph(WHAT_IT_IS),
    ...(firstRun ? firstRunBlocks(firstRun, zone, commandName) : [freshnessLine(freshness, zone)]),
    ...buttonRow([button('Open search form', { kind: 'form' }, 'form')]),
    ...(saved.length === 0 ? [] : [header('Your saved searches')]),
    ...saved.map(({ name, command }, slot) => runRow(`${name}\n${commandName} ${decode(command)}`, command, `saved-${slot}`)),
    ...(recent.length === 0 ? [] : [header('Your recent searches')]),
    ...recent.map(({ command }, slot) => runRow(`${commandName} ${decode(command)}`, command, `recent-${slot}`)),
    greyLine(`Answers to what you click here come as direct messages. ${commandName} help shows all that can be asked.`),
  ];
}
