/** What becomes of what comes in while a rule is paused, in words. */
import { zonedTime } from '../audit/dates.ts';
import { slotAfter } from '../audit/slots.ts';
import type { Rule } from './rule.ts';

/** Said when somebody pauses it. */
export function pausedInWords(rule: Rule): string {
  return `“${rule.name}” is paused. ${meanwhile(rule)}`;
}

function meanwhile(rule: Rule): string {
  switch (rule.kind) {
    case 'digest': return 'What comes in until Resume is not lost: the first digest after it tells it all.';
    case 'alert': return 'What comes in until Resume it does not tell afterwards either, nor all that it was still gathering for a roll-up: a search lists these operations. What is on its way to Slack already still comes.';
    case 'reminder': return 'After Resume it reminds of the windows that are still open then; of those that close before, it says nothing.';
    case 'mute': return `Until Resume, alerts here tell what it kept out. It still ends ${zonedTime(rule.zone, new Date(rule.until))}.`;
  }
}

/** Said when somebody resumes it. */
export function resumedInWords(rule: Rule, now: Date): string {
  return `“${rule.name}” goes on${fromHere(rule, now)}`;
}

function fromHere(rule: Rule, now: Date): string {
  switch (rule.kind) {
    case 'digest': return `: next ${zonedTime(rule.zone, slotAfter(rule.timetable, now))}, with everything since its last digest. Send now sends it at once.`;
    case 'alert': return ' with what comes in from now on. What came in while it did not speak it does not tell: a search lists it.';
    case 'reminder': return ' with the windows that are still open.';
    case 'mute': return `: alerts here leave these operations out again until ${zonedTime(rule.zone, new Date(rule.until))}.`;
  }
}
