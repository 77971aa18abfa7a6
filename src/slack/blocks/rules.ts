/** Rules as they are listed, announced, made and removed. */
import type { Button, KnownBlock, Overflow } from '@slack/types';
import { zonedTime } from '../../audit/dates.ts';
import { decode } from '../../command/tokens.ts';
import { cureOf, refusalInWords } from '../../features/prove-rule.ts';
import type { ListedRule, Preview, RuleScreen } from '../../features/rule-screens.ts';
import type { Rule, RuleState } from '../../features/rule.ts';
import type { Rendered } from '../message.ts';
import { digestMessage, digestPageMessage, factsInWords, headlineOf, lineInWords } from './digest.ts';
import { button, buttonRow, greyLine, header, moreMenu, plainParagraph, rendered } from './elements.ts';
import { plain, shortened } from './text.ts';
import { shortName } from './wording.ts';

const COMMAND_LIMIT = 300;
/** Up to here each rule has its row of buttons; more rules have menus, or Slack's 50 blocks would not do. */
const WITH_BUTTONS = 12;
const MOST_SHOWN = 44;
const PREVIEW_LINES = 3;

const KINDS: Readonly<Record<Rule['kind'], string>> = { digest: 'Digest', alert: 'Alert', reminder: 'Reminder', mute: 'Mute' };

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
  return rendered(line, [plainParagraph(line), commandLine(rule, commandName), greyLine(`${commandName} rules lists what speaks here.`)]);
}

function made({ rule, next, preview, audience }: Extract<RuleScreen, { kind: 'rule-made' }>, commandName: string): Rendered {
  const where = rule.place.kind === 'person' ? 'your direct message' : 'the channel';
  const line = `${KINDS[rule.kind]} “${shortName(rule.name)}” is set up for ${where}.${nextInWords(rule, next)}`;
  const guests = readersInWords(audience);
  const said = preview ? previewInWords(preview) : [];
  return rendered([line, ...guests, ...said.slice(0, 1)].join(' '), [
    plainParagraph(line),
    commandLine(rule, commandName),
    ...guests.map(plainParagraph),
    ...(preview ? [plainParagraph(said.join('\n')), ...preview.digest.lookAt.slice(0, PREVIEW_LINES).map((one) => greyLine(lineInWords(one, rule.zone)))] : []),
    ...buttonRow(ruleButtons(rule, 'on', 'made')),
  ]);
}

/** Who else reads what is posted, before it is. */
export function readersInWords(audience: 'guests' | 'unknown' | undefined): readonly string[] {
  if (audience === undefined) return [];
  return [audience === 'guests' ? 'The channel has guests: they will read these posts.' : 'I cannot see who is in the channel: guests may read these posts.'];
}

function previewInWords({ digest, daysHeld }: Preview): readonly string[] {
  const held = daysHeld < 7 ? ` Only ${daysHeld} of these days are read so far.` : '';
  return [`On the last 7 days it would have said: ${headlineOf(digest)}${digest.total > 0 ? ` · ${factsInWords(digest)}` : ''}.${held}`];
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

function commandLine({ command }: Rule, commandName: string): KnownBlock {
  return greyLine(`Exactly this: ${commandName} ${shortened(decode(command), COMMAND_LIMIT)}`);
}

function refused({ rule, reason }: Extract<RuleScreen, { kind: 'rule-refused' }>, commandName: string): Rendered {
  const line = `${KINDS[rule.kind]} “${shortName(rule.name)}” could not be posted and is stopped: ${refusalInWords(reason, rule.place)}`;
  const lost = rule.kind === 'digest' ? ' Nothing is lost: once it speaks again, one digest covers everything since the last one.' : '';
  const cure = `${cureOf(reason)} Then press Resume.${lost}`;
  return rendered(`${line} ${cure}`, [plainParagraph(line), plainParagraph(cure), commandLine(rule, commandName), ...buttonRow(ruleButtons(rule, 'undeliverable', 'refused'))]);
}

function removed(rule: Rule, commandName: string): Rendered {
  const line = `“${shortName(rule.name)}” is removed and says nothing any more.`;
  return rendered(line, [plainParagraph(line), commandLine(rule, commandName), ...buttonRow([button(`Run: ${decode(rule.command)}`, { kind: 'run', command: rule.command }, 'again', 'Set it up again')])]);
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
  const text = plain(`${KINDS[rule.kind]} “${shortName(rule.name)}” · ${rule.place.kind === 'person' ? 'to you' : 'here'}\n${shortened(decode(rule.command), COMMAND_LIMIT)}\n${historyInWords(kept, zone)}`);
  if (hasButtons) return [{ type: 'section', text }, ...buttonRow(ruleButtons(rule, progress.state.kind, slot))];
  return [{ type: 'section', text, accessory: ruleMenu(rule, progress.state.kind, slot) }];
}

function historyInWords({ rule, progress, next }: ListedRule, zone: string): string {
  const { state, lastDelivered, lastError, pending, held } = progress;
  return [
    stateInWords(state, zone),
    ...(next === undefined ? [] : [`next ${moment(next, rule.zone)}`]),
    ...(pending ? ['one is on its way'] : []),
    ...(rule.kind === 'mute' ? [`ends ${moment(rule.until, rule.zone)}`] : []),
    lastDelivered === undefined ? 'nothing delivered yet' : `last delivered ${moment(lastDelivered, zone)}`,
    ...(held > 0 ? [`${held} held back`] : []),
    ...(lastError === undefined ? [] : [`last error: ${lastError}`]),
    ...(rule.makerName === undefined ? [] : [`set up by ${shortName(rule.makerName)}`]),
  ].join(' · ');
}

function stateInWords(state: RuleState, zone: string): string {
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
    state === 'on' ? ['Pause', { kind: 'rule-pause', ruleId }] as const : ['Resume', { kind: 'rule-resume', ruleId }] as const,
    ['Remove', { kind: 'rule-remove', ruleId }] as const,
  ];
}

function ruleButtons(rule: Rule, state: RuleState['kind'], slot: string | number): readonly Button[] {
  return ruleChoices(rule, state).map(([label, press]) => button(label, press, slot, `${label}: ${shortName(rule.name)}`));
}

function ruleMenu(rule: Rule, state: RuleState['kind'], slot: number): Overflow {
  return moreMenu(ruleChoices(rule, state), `rule${slot}`);
}
