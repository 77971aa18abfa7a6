/** Rules as they are listed, announced, made and removed. */
import type { Button, KnownBlock, Overflow } from '@slack/types';
import { zonedTime } from '../../audit/dates.ts';
import { cureOf, refusalInWords } from '../../features/prove-rule.ts';
import type { ListedRule, Preview, RuleScreen } from '../../features/rule-screens.ts';
import type { Rule, RuleState } from '../../features/rule.ts';
import type { Rendered } from '../message.ts';
import { digestMessage, digestPageMessage, factsInWords, headlineOf, lineInWords } from './digest.ts';
import { button, buttonRow, greyLine, header, moreMenu, plainParagraph, rendered } from './elements.ts';
import { commandInWords, commandLine, commandLineForAll, commandUnder } from './rule-command.ts';
import { counted, plain } from './text.ts';
import { shortName } from './wording.ts';

/** Up to here each rule has its row of buttons; more rules have menus, or Slack's 50 blocks would not do. */
const WITH_BUTTONS = 12;
const MOST_SHOWN = 44;
/** Lines of a digest that a preview shows. */
export const PREVIEW_LINES = 3;

/** What a rule is called. */
export const KINDS: Readonly<Record<Rule['kind'], string>> = { digest: 'Digest', alert: 'Alert', reminder: 'Reminder', mute: 'Mute' };

export function ruleMessage(screen: RuleScreen, commandName: string): Rendered {
  switch (screen.kind) {
    case 'digest': return digestMessage(screen);
    case 'digest-page': return digestPageMessage(screen);
    case 'rule-announced': return announced(screen, commandName);
    case 'rule-made': return made(screen, commandName);
    case 'rule-refused': return refused(screen, commandName);
    case 'rule-removed': return removed(screen.rule, commandName);
    case 'rules': return listed(screen, commandName);
  }
}

type Announced = Extract<RuleScreen, { kind: 'rule-announced' }>;

function announced({ rule, next }: Announced, commandName: string): Rendered {
  const by = rule.makerName === undefined ? '' : ` by ${shortName(rule.makerName)}`;
  const line = `${KINDS[rule.kind]} “${shortName(rule.name)}” is set up here${by}.${nextInWords(rule, next)}`;
  return rendered(line, [plainParagraph(line), commandLineForAll(`Exactly this: ${commandName} `, rule.command), greyLine(`${commandName} rules lists what speaks here.`)]);
}

function made({ rule, next, preview, audience, changed, untold = 0 }: Extract<RuleScreen, { kind: 'rule-made' }>, commandName: string): Rendered {
  const line = `${doesInWords(rule, changed)}${untoldInWords(untold)}${nextInWords(rule, next)}`;
  const guests = readersInWords(audience);
  const said = preview ? [previewInWords(preview)] : [];
  return rendered([line, ...guests, ...said].join(' '), [
    plainParagraph(line),
    exactly(rule, commandName),
    ...guests.map(plainParagraph),
    ...said.map(plainParagraph),
    ...(preview?.digest.lookAt ?? []).slice(0, PREVIEW_LINES).map((one) => greyLine(lineInWords(one, rule.zone))),
    ...buttonRow(ruleButtons(rule, changed ?? 'on', 'made')),
  ]);
}

/** What a rule does from now on. */
function doesInWords(rule: Rule, changed: RuleState['kind'] | undefined): string {
  const where = rule.place.kind === 'person' ? 'your direct message' : 'the channel';
  const name = `“${shortName(rule.name)}”`;
  const does = rule.kind === 'mute' ? `keeps these operations out of the alerts here until ${moment(rule.until, rule.zone)}. Digests count them.` : `speaks in ${where}.`;
  if (changed !== undefined) return `${KINDS[rule.kind]} ${name} is changed, and ${does}${stillInWords(changed)}`;
  return rule.kind === 'mute' ? `${name} ${does}` : `${KINDS[rule.kind]} ${name} is set up for ${where}.`;
}

function untoldInWords(untold: number): string {
  if (untold === 0) return '';
  return ` What it still gathered where it spoke before it does not tell (${counted(untold, 'operation')}): a search lists them.`;
}

/** What a change leaves as it was. */
function stillInWords(state: RuleState['kind']): string {
  switch (state) {
    case 'on': return '';
    case 'paused': return ' It is still paused.';
    case 'undeliverable': return ' It is still stopped: press Resume once that is cured.';
  }
}

/** Who else reads what is posted, before it is. */
export function readersInWords(audience: 'guests' | 'unknown' | undefined): readonly string[] {
  if (audience === undefined) return [];
  return [audience === 'guests' ? 'The channel has guests: they will read these posts.' : 'I cannot see who is in the channel: guests may read these posts.'];
}

/** What a digest over the last 7 days would have said, and of how many of them that is known. */
export function previewInWords({ digest, daysHeld }: Preview): string {
  if (daysHeld === 0) return 'None of the last 7 days is read yet, so nothing can be said of what it would have told.';
  const held = daysHeld < 7 ? ` Only ${daysHeld} of these days are read so far.` : '';
  return `On the last 7 days it would have said: ${headlineOf(digest)}${digest.total > 0 ? ` · ${factsInWords(digest)}` : ''}.${held}`;
}

/** The zone is the maker's, and is said. */
function nextInWords(rule: Rule, next: string | undefined): string {
  if (next === undefined) return '';
  return ` Next: ${moment(next, rule.zone)} (${rule.zone}).`;
}

function moment(at: string, zone: string): string {
  const date = new Date(at);
  return zonedTime(zone, date);
}

function exactly({ command }: Rule, commandName: string): KnownBlock {
  return commandLine(`Exactly this: ${commandName} `, command);
}

function refused({ rule, reason }: Extract<RuleScreen, { kind: 'rule-refused' }>, commandName: string): Rendered {
  const line = `${KINDS[rule.kind]} “${shortName(rule.name)}” could not be posted and is stopped: ${refusalInWords(reason, rule.place)}`;
  const lost = rule.kind === 'digest' ? ' Nothing is lost: once it speaks again, one digest covers everything since the last one.' : rule.kind === 'alert' ? ' What it could not post stands under alerts open there for 7 days; what comes in before Resume it does not tell.' : '';
  const cure = `${cureOf(reason)} Then press Resume.${lost}`;
  return rendered(`${line} ${cure}`, [plainParagraph(line), plainParagraph(cure), exactly(rule, commandName), ...buttonRow(ruleButtons(rule, 'undeliverable', 'refused'))]);
}

function removed(rule: Rule, commandName: string): Rendered {
  const line = `“${shortName(rule.name)}” is removed and says nothing any more.`;
  return rendered(line, [plainParagraph(line), exactly(rule, commandName), ...buttonRow([button(`Run: ${commandInWords(rule.command)}`, { kind: 'run', command: rule.command }, 'again', 'Set it up again')])]);
}

function listed({ here, mine, zone, isChannel, only }: Extract<RuleScreen, { kind: 'rules' }>, commandName: string): Rendered {
  const all = [...here, ...mine];
  if (all.length === 0) {
    const advice = only === 'alert' ? 'alert pack shows what the ready-made alerts would have told, and sets them up here' : 'digest weekdays at 08:30 sets up a digest here';
    const what = only === 'alert' ? 'alerts' : 'rules';
    const line = `${isChannel ? `No ${what} speak in this channel, and none to you.` : `No ${what} speak to you.`} ${commandName} ${advice}.`;
    return rendered(line, [plainParagraph(line)]);
  }
  const title = isChannel ? `${here.length} of this channel, ${mine.length} of your own` : `${mine.length} of your own`;
  const left = all.slice(MOST_SHOWN).map(({ rule }) => rule.name);
  const blocks = all.slice(0, MOST_SHOWN).flatMap((kept, slot) => ruleBlocks(kept, { zone, slot, hasButtons: all.length <= WITH_BUTTONS }));
  return rendered(`Rules: ${title}. ${all.map(({ rule, progress }) => `${rule.name}: ${stateInWords(progress.state, zone)}`).join('; ')}`, [
    header(`Rules: ${title}`),
    ...blocks,
    ...(left.length > 0 ? [greyLine(`Not listed: ${left.join(', ')}. ${commandName} pause, resume and remove take their names.`)] : []),
  ]);
}

interface Listing {
  readonly zone: string;
  readonly slot: number;
  readonly hasButtons: boolean;
}

function ruleBlocks(kept: ListedRule, { zone, slot, hasButtons }: Listing): readonly KnownBlock[] {
  const { rule, progress } = kept;
  const title = `${KINDS[rule.kind]} “${shortName(rule.name)}” · ${rule.place.kind === 'person' ? 'to you' : 'here'}`;
  const history = historyInWords(kept, zone);
  if (hasButtons) return [commandUnder(title, rule.command, history), ...buttonRow(ruleButtons(rule, progress.state.kind, slot))];
  return [{ type: 'section', text: plain(`${title}\n${commandInWords(rule.command)}\n${history}`), accessory: ruleMenu(rule, progress.state.kind, slot) }];
}

function historyInWords({ rule, progress, next, gathered }: ListedRule, zone: string): string {
  const { state, lastError, pending } = progress;
  return [
    stateInWords(state, zone),
    ...(next === undefined ? [] : [`next ${moment(next, rule.zone)}`]),
    ...(pending ? ['one is on its way'] : []),
    ...(rule.kind === 'mute' ? [`ends ${moment(rule.until, rule.zone)}`] : []),
    ...doneInWords(rule.kind, progress, zone),
    ...(gathered ? [`${gathered.count} held back until ${moment(gathered.dueAt, zone)}`] : []),
    ...(lastError === undefined ? [] : [`last error: ${lastError}`]),
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

/** Whether a rule speaks, and since when not. */
export function stateInWords(state: RuleState, zone: string): string {
  switch (state.kind) {
    case 'on': return 'on';
    case 'paused': return `paused since ${moment(state.at, zone)}`;
    case 'undeliverable': return `not delivered since ${moment(state.since, zone)} (${state.reason})`;
  }
}

/** What can be done with a rule, by the state it is in. */
function ruleChoices({ id: ruleId, kind }: Rule, state: RuleState['kind']) {
  return [
    ...(kind === 'digest' ? [['Send now', { kind: 'rule-send', ruleId }] as const] : []),
    ...(kind === 'alert' ? [['Test', { kind: 'rule-test', ruleId }] as const] : []),
    ['Edit', { kind: 'rule-edit', ruleId }] as const,
    state === 'on' ? ['Pause', { kind: 'rule-pause', ruleId }] as const : ['Resume', { kind: 'rule-resume', ruleId }] as const,
    ['Remove', { kind: 'rule-remove', ruleId }] as const,
  ];
}

function ruleButtons(rule: Rule, state: RuleState['kind'], slot: string | number): readonly Button[] {
  return ruleChoices(rule, state).map(([label, press]) => button(label, press, slot, `${label}: ${shortName(rule.name)}`));
}

/** Everything that can be done with a rule, behind three dots. */
export function ruleMenu(rule: Rule, state: RuleState['kind'], slot: number): Overflow {
  return moreMenu(ruleChoices(rule, state), `rule${slot}`);
}
