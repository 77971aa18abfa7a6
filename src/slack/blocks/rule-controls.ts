/** What is said of every rule wherever it stands, and what can be done with it. */
import type { Button, Overflow } from '@slack/types';
import { HOUR_MS, MINUTE_MS, zonedTime } from '../../audit/dates.ts';
import { remindedAtMs } from '../../features/remind-commitments.ts';
import type { ReminderRule, Rule, RuleState } from '../../features/rule.ts';
import { button, moreMenu } from './elements.ts';
import { shortName } from './wording.ts';

/** What a rule is called. */
export const KINDS: Readonly<Record<Rule['kind'], string>> = { digest: 'Digest', alert: 'Alert', reminder: 'Reminder', mute: 'Mute' };

/** An ISO instant as people read it, with its zone. */
export function moment(at: string, zone: string): string {
  const date = new Date(at);
  return zonedTime(zone, date);
}

/** Whether a rule speaks, and since when not. */
export function stateInWords(state: RuleState, zone: string): string {
  switch (state.kind) {
    case 'on': return 'on';
    case 'paused': return `paused since ${moment(state.at, zone)}`;
    case 'undeliverable': return `not delivered since ${moment(state.since, zone)} (${state.reason})`;
  }
}

/** How long before a window closes a reminder speaks: `48 and 24 hours`. */
export function leadInWords(rule: Pick<ReminderRule, 'withinMs'>): string {
  return spansInWords(remindedAtMs(rule));
}

/** Spans of time in hours, or in minutes where one is of no whole hours: `48 and 24 hours`. */
export function spansInWords(marks: readonly number[]): string {
  const [unit, word] = marks.every((ms) => ms % HOUR_MS === 0) ? [HOUR_MS, 'hour'] : [MINUTE_MS, 'minute'];
  return `${marks.map((ms) => ms / unit).join(' and ')} ${word}${marks.at(-1) === unit ? '' : 's'}`;
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

/** A button for each of them. */
export function ruleButtons(rule: Rule, state: RuleState['kind'], slot: string | number): readonly Button[] {
  return ruleChoices(rule, state).map(([label, press]) => button(label, press, slot, `${label}: ${shortName(rule.name)}`));
}

/** Everything that can be done with a rule, behind three dots. */
export function ruleMenu(rule: Rule, state: RuleState['kind'], slot: number): Overflow {
  return moreMenu(ruleChoices(rule, state), `rule${slot}`);
}
