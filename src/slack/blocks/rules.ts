/** Rules as they are listed, announced, made and removed. */
import type { KnownBlock } from '@slack/types';
import { cureOf, refusalInWords } from '../../features/prove-rule.ts';
import type { Preview, RuleScreen } from '../../features/rule-screens.ts';
import type { Rule, RuleState } from '../../features/rule.ts';
import type { Rendered } from '../message.ts';
import { digestMessage, digestPageMessage, factsInWords, headlineOf, lineInWords } from './digest.ts';
import { canCarry } from '../action-ids.ts';
import { button, buttonRow, greyLine, plainParagraph, rendered } from './elements.ts';
import { commandInWords, commandLine, commandLineForAll } from './rule-command.ts';
import { KINDS, leadInWords, moment, ruleButtons } from './rule-controls.ts';
import { rulesMessage } from './rule-list.ts';
import { counted, spoken } from './text.ts';
import { shortName } from './wording.ts';

/** Lines of a digest that a preview shows. */
export const PREVIEW_LINES = 3;

export function ruleMessage(screen: RuleScreen, commandName: string): Rendered {
  switch (screen.kind) {
    case 'digest': return digestMessage(screen);
    case 'digest-page': return digestPageMessage(screen);
    case 'rule-announced': return announced(screen, commandName);
    case 'rule-made': return made(screen, commandName);
    case 'rule-refused': return refused(screen, commandName);
    case 'rule-removed': return removed(screen, commandName);
    case 'rules': return rulesMessage(screen, commandName);
  }
}

type Announced = Extract<RuleScreen, { kind: 'rule-announced' }>;

function announced({ rule, next, mentioned }: Announced, commandName: string): Rendered {
  const by = rule.makerName === undefined ? '' : ` by ${shortName(rule.makerName)}`;
  const line = `${KINDS[rule.kind]} “${shortName(rule.name)}” is set up here${by}.${nextInWords(rule, next)}`;
  return rendered(line, [plainParagraph(line), commandLineForAll(beforeCommand(rule, commandName), rule.command, mentioned === undefined ? undefined : shortName(mentioned)), greyLine(`${commandName} rules lists what speaks here.`)]);
}

function made({ rule, next, preview, audience, changed, untold = 0 }: Extract<RuleScreen, { kind: 'rule-made' }>, commandName: string): Rendered {
  const line = `${doesInWords(rule, changed)}${untoldInWords(untold)}${nextInWords(rule, next)}`;
  const guests = readersInWords(audience);
  const said = preview ? [previewInWords(preview)] : [];
  return rendered(spoken([line, ...guests, ...said]), [
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

function exactly(rule: Rule, commandName: string): KnownBlock {
  return commandLine(beforeCommand(rule, commandName), rule.command, rule.kind === 'reminder' ? ' · Remind here under that list sets it up' : '');
}

/** What a rule has to do with its command: reminders have none that makes them, only the list whose windows they speak of. */
function beforeCommand(rule: Rule, commandName: string): string {
  if (rule.kind !== 'reminder') return `Exactly this: ${commandName} `;
  return `It speaks ${leadInWords(rule)} before each window closes that this lists: ${commandName} `;
}

function refused({ rule, reason }: Extract<RuleScreen, { kind: 'rule-refused' }>, commandName: string): Rendered {
  const line = `${KINDS[rule.kind]} “${shortName(rule.name)}” could not be posted and is stopped: ${refusalInWords(reason, rule.place)}`;
  const lost = rule.kind === 'digest' ? ' Nothing is lost: once it speaks again, one digest covers everything since the last one.' : rule.kind === 'alert' ? ' What it could not post stands under alerts open there for 7 days; what comes in before Resume it does not tell.' : '';
  const cure = `${cureOf(reason)} Then press Resume.${lost}`;
  return rendered(`${line} ${cure}`, [plainParagraph(line), plainParagraph(cure), exactly(rule, commandName), ...buttonRow(ruleButtons(rule, 'undeliverable', 'refused'))]);
}

function removed({ rule, again }: Extract<RuleScreen, { kind: 'rule-removed' }>, commandName: string): Rendered {
  const line = `“${shortName(rule.name)}” is removed and says nothing any more.`;
  return rendered(line, [plainParagraph(line), exactly(rule, commandName), ...buttonRow(again === undefined || !canCarry(again) ? [] : [againButton(rule, again)])]);
}

/** Brings the same rule back; of a reminder the press under its list is all that does. */
function againButton({ kind }: Rule, command: string) {
  return kind === 'reminder'
    ? button('Remind here', { kind: 'remind', command }, 'again', 'Remind here as before')
    : button(`Run: ${commandInWords(command)}`, { kind: 'run', command }, 'again', 'Set it up again');
}
