/** The lists of rules: each rule with what it has done and its buttons, ten on a page. */
import type { Button, KnownBlock } from '@slack/types';
import type { ListedRule, RuleList, RulesScreen } from '../../features/rule-screens.ts';
import type { Rule } from '../../features/rule.ts';
import type { Rendered } from '../message.ts';
import { button, buttonRow, greyLine, header, plainParagraph, rendered } from './elements.ts';
import { commandUnder } from './rule-command.ts';
import { KINDS, leadInWords, moment, ruleButtons, stateInWords } from './rule-controls.ts';
import { spoken } from './text.ts';
import { shortName } from './wording.ts';

const ON_A_PAGE = 10;

const NOUNS: Readonly<Record<RuleList, string>> = { all: 'Rules', here: 'Rules', named: 'Rules', alerts: 'Alerts', muted: 'Mutes' };

/** A page of a list, or what to do where nothing is listed; a page that is no longer there is the last one. */
export function rulesMessage(screen: RulesScreen, commandName: string): Rendered {
  const { list, here, mine, zone } = screen;
  const all = [...here, ...mine];
  if (all.length === 0) return nothingListed(screen, commandName);
  const pageCount = Math.ceil(all.length / ON_A_PAGE);
  const page = Math.min(screen.page, pageCount - 1);
  const shown = all.slice(page * ON_A_PAGE, (page + 1) * ON_A_PAGE);
  const title = `${titleOf(screen)}${pageCount === 1 ? '' : ` · page ${page + 1} of ${pageCount}`}`;
  const note = list === 'named' ? ['Press what you mean below the one that you mean. Nothing was changed yet.'] : [];
  return rendered(spoken([title, ...note, shown.map(({ rule, progress }) => `${rule.name}: ${stateInWords(progress.state, zone)}`).join('; ')]), [
    header(title),
    ...note.map(greyLine),
    ...shown.flatMap((kept, slot) => ruleBlocks(kept, { zone, slot })),
    ...buttonRow(pageButtons(list, page, pageCount)),
  ]);
}

function titleOf({ list, here, mine, isChannel }: RulesScreen): string {
  if (list === 'named') return `Two rules are called “${shortName(here[0]?.rule.name ?? '')}”: one here, one of your own`;
  const own = `${mine.length} of your own`;
  return `${NOUNS[list]}: ${!isChannel ? own : list === 'here' ? `${here.length} of this channel` : `${here.length} of this channel, ${own}`}`;
}

function pageButtons(list: RuleList, page: number, pageCount: number): readonly Button[] {
  return [
    ...(page > 0 ? [button('Previous', { kind: 'rules-page', list, page: page - 1 }, 'previous')] : []),
    ...(page + 1 < pageCount ? [button('Next', { kind: 'rules-page', list, page: page + 1 }, 'next')] : []),
  ];
}

function nothingListed({ list, isChannel }: RulesScreen, commandName: string): Rendered {
  const line = list === 'muted'
    ? `Nothing is muted here${isChannel ? ', nor among your own alerts' : ''}. ${commandName} mute user svc@partner.example for 7d because "licence sync job" keeps known noise out of the alerts here, and shows first what that hides.`
    : `${nothingSpeaks(list, isChannel)} ${commandName} ${list === 'alerts' ? 'alert pack shows what the ready-made alerts would have told, and sets them up here' : 'digest weekdays at 08:30 sets up a digest here'}.`;
  return rendered(line, [plainParagraph(line)]);
}

function nothingSpeaks(list: RuleList, isChannel: boolean): string {
  const what = NOUNS[list].toLowerCase();
  if (!isChannel) return `No ${what} speak to you.`;
  return `No ${what} speak in this channel${list === 'here' ? '' : ', and none to you'}.`;
}

function ruleBlocks(kept: ListedRule, { zone, slot }: { readonly zone: string; readonly slot: number }): readonly KnownBlock[] {
  const { rule, progress } = kept;
  const title = `${KINDS[rule.kind]} “${shortName(rule.name)}” · ${rule.place.kind === 'person' ? 'to you' : 'here'}`;
  return [commandUnder(title, rule.command, historyInWords(kept, zone)), ...buttonRow(ruleButtons(rule, progress.state.kind, slot))];
}

function historyInWords({ rule, progress, next, gathered, doubtful }: ListedRule, zone: string): string {
  const { state, lastError, pending } = progress;
  return [
    stateInWords(state, zone),
    ...(next === undefined ? [] : [`next ${moment(next, rule.zone)}`]),
    ...(pending ? ['one is on its way'] : []),
    ...(rule.kind === 'mute' ? [`ends ${moment(rule.until, rule.zone)}`] : []),
    ...(rule.kind === 'reminder' ? [`speaks ${leadInWords(rule)} before such a window closes`] : []),
    ...doneInWords(rule.kind, progress, zone),
    ...(gathered ? [`${gathered.count} held back until ${moment(gathered.dueAt, zone)}`] : []),
    ...(lastError === undefined ? [] : [`last error: ${lastError}`]),
    ...(doubtful === undefined ? [] : [`a post of ${moment(doubtful, zone)} may be missing: Slack did not confirm it`]),
    ...(rule.makerName === undefined ? [] : [`set up by ${shortName(rule.makerName)}`]),
  ].join(' · ');
}

/** When it fired and was delivered, and what it kept out. */
function doneInWords(kind: Rule['kind'], { lastFired, lastDelivered, held }: ListedRule['progress'], zone: string): readonly string[] {
  if (kind === 'mute') return [held === 0 ? 'nothing held back yet' : `${held.toLocaleString('en-US')} held back${lastFired === undefined ? '' : `, last ${moment(lastFired, zone)}`}`];
  return [
    ...(kind === 'alert' ? [lastFired === undefined ? 'not fired yet' : `last fired ${moment(lastFired, zone)}`] : []),
    lastDelivered === undefined ? 'nothing delivered yet' : `last delivered ${moment(lastDelivered, zone)}`,
  ];
}
