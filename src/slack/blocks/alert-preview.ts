/** What an alert would have told and what a mute would have hidden, before either is set up. */
import type { KnownBlock } from '@slack/types';
import { FIRST_SEEN_DAYS } from '../../audit/alert-events.ts';
import { zonedTime } from '../../audit/dates.ts';
import type { AlertPreview, AlertScreen } from '../../features/alert-screens.ts';
import type { Rendered } from '../message.ts';
import { button, buttonRow, greyLine, plainParagraph, rendered } from './elements.ts';
import { canCarry } from '../action-ids.ts';
import { readersInWords } from './rules.ts';
import { counted } from './text.ts';

export function alertPreviewMessage({ rule, preview, audience }: Extract<AlertScreen, { kind: 'alert-preview' }>, commandName: string): Rendered {
  const { messages, operations, most } = preview;
  const line = messages === 0
    ? `“${rule.name}” would have said nothing in the last ${preview.daysAsked} days.`
    : `“${rule.name}” would have fired ${counted(messages, 'time')} in the last ${preview.daysAsked} days, telling of ${counted(operations, 'operation')}.`;
  const largest = most.length === 0 ? [] : [`Largest, by what began them: ${most.map(([label, told, alerts]) => `${label}, ${counted(told, 'operation')} in ${counted(alerts, 'alert')}`).join(' · ')}.`];
  const notes = [...largest, ...heldNotes(preview), ...quietNote(rule), ...readersInWords(audience)];
  const blocks: readonly KnownBlock[] = [
    plainParagraph(line),
    ...notes.map(greyLine),
    greyLine(`${commandName} ${rule.command} · nothing is set up yet`),
    ...buttonRow(canCarry(rule.command) ? [button('Create alert', { kind: 'make', command: rule.command }, 'make', `Set up the alert ${rule.name}`)] : []),
  ];
  return rendered([line, ...notes].join(' '), blocks);
}

function heldNotes({ days, daysAsked, firstSeenHeld }: AlertPreview): readonly string[] {
  return [
    ...(days < daysAsked ? [`Only ${counted(days, 'day')} of these ${daysAsked} could be looked at here.`] : []),
    ...(firstSeenHeld === undefined ? [] : firstSeenHeld < FIRST_SEEN_DAYS
      ? [`What is seen for the first time stays untold until ${FIRST_SEEN_DAYS} days are held; ${firstSeenHeld} are. The preview leaves it out.`]
      : ['What is seen for the first time is told too; the preview leaves it out.']),
  ];
}

function quietNote({ quiet, zone }: Extract<AlertScreen, { kind: 'alert-preview' }>['rule']): readonly string[] {
  if (!quiet) return [];
  return [`Quiet hours are those of ${zone}. ${quiet.all ? 'Everything waits for their end.' : 'High risk breaks through; the rest waits for their end.'}`];
}

export function mutePreviewMessage({ rule, preview }: Extract<AlertScreen, { kind: 'mute-preview' }>, commandName: string): Rendered {
  const { hidden, highTold, most, days, daysAsked } = preview;
  const line = `“${rule.name}” would have kept ${counted(hidden, 'operation')} of the last ${daysAsked} days out of the alerts here.`;
  const notes = [
    ...(most.length === 0 ? [] : [`Most often: ${most.map(([label, count]) => `${label} ${count.toLocaleString('en-US')}`).join(' · ')}`]),
    ...(highTold > 0 ? [`${counted(highTold, 'more')} of high risk would be told all the same: only “including high” hides them.`] : []),
    ...(days < daysAsked ? [`Only ${counted(days, 'day')} of these ${daysAsked} are held here.`] : []),
    `It ends ${zonedTime(rule.zone, new Date(rule.until))}. Reason: ${rule.because}`,
  ];
  return rendered([line, ...notes].join(' '), [
    plainParagraph(line), ...notes.map(greyLine), greyLine(`${commandName} ${rule.command} · nothing is hidden yet`),
    ...buttonRow(canCarry(rule.command) ? [button('Mute', { kind: 'make', command: rule.command }, 'make', `Mute as ${rule.name}`)] : []),
  ]);
}
