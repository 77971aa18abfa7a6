/** What an alert would have told and what a mute would have hidden, before either is set up. */
import type { KnownBlock } from '@slack/types';
import { FIRST_SEEN_DAYS } from '../../audit/alert-events.ts';
import { zonedTime } from '../../audit/dates.ts';
import type { AlertPreview, AlertScreen, MutePreview } from '../../features/alert-screens.ts';
import { notJudged } from '../../features/make-alert.ts';
import type { AlertRule } from '../../features/rule.ts';
import type { Rendered } from '../message.ts';
import { button, buttonRow, greyLine, plainParagraph, rendered } from './elements.ts';
import { canCarry } from '../action-ids.ts';
import { commandLine } from './rule-command.ts';
import { readersInWords } from './rules.ts';
import { counted } from './text.ts';

export function alertPreviewMessage({ rule, preview, audience }: Extract<AlertScreen, { kind: 'alert-preview' }>, commandName: string): Rendered {
  const [line, ...told] = alertInWords(`“${rule.name}”`, rule, preview);
  const notes = [...told, ...readersInWords(audience)];
  const blocks: readonly KnownBlock[] = [
    plainParagraph(line),
    ...notes.map(greyLine),
    commandLine(`${commandName} `, rule.command, ' · nothing is set up yet'),
    ...buttonRow(canCarry(rule.command) ? [button('Create alert', { kind: 'make', command: rule.command }, 'make', `Set up the alert ${rule.name}`)] : []),
  ];
  return rendered([line, ...notes].join(' '), blocks);
}

/** What an alert would have said, first how often, then what most of it was and what could not be looked at. */
export function alertInWords(subject: string, rule: Pick<AlertRule, 'quiet' | 'zone'>, preview: AlertPreview): readonly [line: string, ...notes: string[]] {
  const { messages, hourly, operations, most, firstSeen } = preview;
  if (firstSeen?.isAll && firstSeen.judged === 0) return [notJudged(subject === 'This' ? 'this' : subject), ...learningNote(preview), ...quietNote(rule)];
  const atHours = hourly === 0 ? '' : `, and ${timesInWords(hourly)} more as a roll-up at the end of an hour`;
  const line = messages === 0
    ? `${subject} would have said nothing in the last ${preview.daysAsked} days${firstSeen?.judged === 0 ? ', first sightings aside: these could be judged on none of them' : ''}.`
    : `${subject} would have fired ${timesInWords(messages - hourly)} in the last ${preview.daysAsked} days${atHours}, telling of ${counted(operations, 'operation')}.`;
  const largest = most.length === 0 ? [] : [`Largest, by what began them: ${most.map(([label, told, alerts]) => `${label}, ${counted(told, 'operation')} in ${counted(alerts, 'alert')}`).join(' · ')}.`];
  return [line, ...largest, ...heldNotes(preview), ...quietNote(rule)];
}

function timesInWords(count: number): string {
  return count === 0 ? 'never at once' : count === 1 ? 'once' : counted(count, 'time');
}

function heldNotes(preview: AlertPreview): readonly string[] {
  const { days, daysTouched, daysAsked, firstSeen } = preview;
  return [
    ...(days < daysTouched ? [`Only ${days} of the ${daysTouched} UTC days that these ${daysAsked} days touch could be looked at here.`] : []),
    ...(firstSeen && firstSeen.judged < days
      ? [`What is seen for the first time could be judged on ${firstSeen.judged === 0 ? 'none' : firstSeen.judged} of the ${counted(days, 'UTC day')} looked at: before the others fewer than ${FIRST_SEEN_DAYS} days could be looked at.`]
      : []),
    ...learningNote(preview),
  ];
}

/** What the alert itself can say by now, which is more or less than the preview could. */
function learningNote({ firstSeen }: AlertPreview): readonly string[] {
  if (!firstSeen || firstSeen.held >= FIRST_SEEN_DAYS) return [];
  const looked = `${firstSeen.held} of ${FIRST_SEEN_DAYS} days looked at`;
  return [firstSeen.isAll ? `It is still learning: ${looked}. Until then it stays silent.` : `What is seen for the first time is still being learned: ${looked}. Until then it stays untold.`];
}

function quietNote({ quiet, zone }: Pick<AlertRule, 'quiet' | 'zone'>): readonly string[] {
  if (!quiet) return [];
  return [`Quiet hours are those of ${zone}. ${quiet.all ? 'Everything waits for their end.' : 'High risk breaks through; the rest waits for their end.'}`];
}

export function mutePreviewMessage({ rule, preview }: Extract<AlertScreen, { kind: 'mute-preview' }>, commandName: string): Rendered {
  const [line, ...told] = muteInWords(`“${rule.name}”`, preview);
  const notes = [...told, `It ends ${zonedTime(rule.zone, new Date(rule.until))}. Reason: ${rule.because}`];
  return rendered([line, ...notes].join(' '), [
    plainParagraph(line), ...notes.map(greyLine), commandLine(`${commandName} `, rule.command, ' · nothing is hidden yet'),
    ...buttonRow(canCarry(rule.command) ? [button('Mute', { kind: 'make', command: rule.command }, 'make', `Mute as ${rule.name}`)] : []),
  ]);
}

/** What a mute would have hidden, first how much, then what most of it was and what it would not have. */
export function muteInWords(subject: string, { hidden, highTold, most, days, daysTouched, daysAsked }: MutePreview): readonly [line: string, ...notes: string[]] {
  return [
    `${subject} would have kept ${counted(hidden, 'operation')} of the last ${daysAsked} days out of the alerts here.`,
    ...(most.length === 0 ? [] : [`Most often: ${most.map(([label, count]) => `${label} ${count.toLocaleString('en-US')}`).join(' · ')}`]),
    ...(highTold > 0 ? [`${highTold.toLocaleString('en-US')} more of high risk would be told all the same: only “including high” hides them.`] : []),
    ...(days < daysTouched ? [`Only ${days} of the ${daysTouched} UTC days that these ${daysAsked} days touch are held here.`] : []),
  ];
}
