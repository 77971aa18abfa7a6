/** App Home: how fresh and whole the copy is, what closes soon, the form, a person's own searches and rules. */
import type { HomeView, KnownBlock, SectionBlock } from '@slack/types';
import { zonedTime } from '../../audit/dates.ts';
import { decode } from '../../command/tokens.ts';
import type { ListedRule } from '../../features/rule-screens.ts';
import type { HomeScreen, OwnHome } from '../../features/show-home.ts';
import { closingBlocks } from './digest-closing.ts';
import { button, buttonRow, greyLine, header, plainParagraph } from './elements.ts';
import { firstRunBlocks, freshnessLine, runRow } from './first-run.ts';
import { refusedBlocks, WHAT_IT_IS } from './home-refused.ts';
import { withNamesInShort } from './named-customers.ts';
import { KINDS, ruleMenu, stateInWords } from './rule-controls.ts';
import { copyInWords } from './status.ts';
import { markup, plain } from './text.ts';
import { shortName } from './wording.ts';

const TITLE = 'Partner Center audit';
const RULES_SHOWN = 10;
const CHANNEL_ID = /^[CG][A-Z0-9]{2,}$/;

/** The page of one person, for a workspace in which the command has this name. */
export function homeView(screen: HomeScreen, commandName: string): HomeView {
  return { type: 'home', blocks: [header(TITLE), ...(screen.kind === 'home' ? ownBlocks(screen, commandName) : refusedBlocks(screen))] };
}

function ownBlocks(home: OwnHome, commandName: string): readonly KnownBlock[] {
  const { zone, freshness, firstRun, copy, closing, rules, saved, recent, names } = home;
  const line = (command: string): string => `${commandName} ${withNamesInShort(decode(command), names)}`;
  return [
    plainParagraph(WHAT_IT_IS),
    ...(firstRun ? firstRunBlocks(firstRun, zone, commandName) : [freshnessLine(freshness, zone)]),
    ...(copy ? [greyLine(copyInWords(copy, zone).join(' '))] : []),
    ...buttonRow([button('Open search form', { kind: 'form' }, 'form')]),
    ...closingBlocks({ zone, ...(closing && { closing }) }),
    ...(saved.length === 0 ? [] : [header('Your saved searches')]),
    ...saved.map(({ name, command }, slot) => runRow(`${name}\n${line(command)}`, command, `saved-${slot}`)),
    ...(recent.length === 0 ? [] : [header('Your recent searches')]),
    ...recent.map(({ command }, slot) => runRow(line(command), command, `recent-${slot}`)),
    ...ruleBlocks(rules, zone, commandName),
    greyLine(`Answers to what you click here come as direct messages. ${commandName} help shows all that can be asked.`),
  ];
}

/** Those in channels too: no other screen lists what a person has set up everywhere. */
function ruleBlocks(rules: readonly ListedRule[], zone: string, commandName: string): readonly KnownBlock[] {
  if (rules.length === 0) return [];
  const left = rules.length - RULES_SHOWN;
  return [
    header('Your rules'),
    ...rules.slice(0, RULES_SHOWN).map((listed, slot): KnownBlock => ({ type: 'section', ...ruleInWords(listed, zone), accessory: ruleMenu(listed.rule, listed.progress.state.kind, slot) })),
    ...(left > 0 ? [greyLine(`${left} more: ${commandName} rules in a channel lists what speaks there.`)] : []),
  ];
}

function ruleInWords({ rule: { kind, name, place }, progress, next }: ListedRule, zone: string): Pick<SectionBlock, 'text' | 'fields'> {
  const when = next === undefined ? '' : ` · next ${zonedTime(zone, new Date(next))}`;
  const where = place.kind === 'person' ? ' · to you' : CHANNEL_ID.test(place.id) ? '' : ' · in a channel';
  return {
    text: plain(`${KINDS[kind]} “${shortName(name)}”${where} · ${stateInWords(progress.state, zone)}${when}`),
    ...(place.kind === 'channel' && where === '' && { fields: [markup(`in <#${place.id}>`)] }),
  };
}
