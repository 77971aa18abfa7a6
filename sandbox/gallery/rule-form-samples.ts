/** The forms of rules, filled in, previewed and closed. */
import type { ModalView } from '@slack/types';
import { createDigestTally } from '../../src/audit/digest.ts';
import { formOfRequest, hasForm, type MuteForm } from '../../src/command/rule-form.ts';
import type { AnswerPlace } from '../../src/features/answer-ports.ts';
import { GONE } from '../../src/features/change-rule.ts';
import type { RuleFormScreen } from '../../src/features/rule-form.ts';
import { ruleFormView } from '../../src/slack/blocks/rule-form.ts';
import { outdatedRuleForm, ruleFormOver } from '../../src/slack/blocks/rule-form-over.ts';
import type { ShownPreview } from '../../src/slack/blocks/rule-preview.ts';
import { NOW, understand, ZONE } from './answers.ts';
import { alertRule } from './alert-samples.ts';
import { HOSTILE_TEXTS, hostileRecords } from './hostile.ts';
import { HOSTILE_COMMAND, type Sample, USER_ID } from './sample.ts';

const PLACE: AnswerPlace = { responseUrl: 'https://hooks.slack.example/commands/T0PARTNER/1/x', openUntil: NOW.getTime() + 1_000_000, userId: USER_ID, channelId: 'C0OPS0001' };
const HOSTILE = HOSTILE_TEXTS[1] ?? '';

const screenOf = (command: string, rule?: RuleFormScreen['rule']): RuleFormScreen => {
  const read = understand(command);
  if (read.kind !== 'request' || !hasForm(read.request)) throw new Error(`“${command}” has no form`);
  return { kind: 'rule-form', form: formOfRequest(read.request), zone: ZONE, ...(rule && { rule }) };
};

const DIGEST = 'digest weekdays at 08:30 in <#C0CSPOPS1> risk medium+ name "morning"';
const PACK = 'alert pack in <#C0CSPOPS1> quiet 22:00-07:00';
const FULL = 'alert on status failed more than 5 by user in 10m outside 07:00-20:00 quiet 22:00-07:00 all mention <!subteam^S0TEAM1> to me';

function digestSaid(command: string): ShownPreview {
  const tally = createDigestTally();
  for (const [number, record] of hostileRecords(NOW).entries()) tally.add({ record, kind: 'news', number });
  return { kind: 'digest-said', zone: ZONE, command, preview: { digest: tally.finish(), daysHeld: 7 } };
}

const packSaid: ShownPreview = {
  kind: 'alert-said', rule: alertRule('CSP security'), command: 'alert pack in <#C0CSPOPS1> quiet 22:00-07:00',
  preview: { messages: 12, hourly: 4, operations: 31, most: [['Customer password reset', 21, 7], ['Order placed', 8, 3]], days: 31, daysTouched: 31, daysAsked: 30, firstSeen: { held: 12, judged: 0, isAll: false } },
};

const MUTE: MuteForm = { kind: 'mute', name: 'mute-1', filters: 'user svc@partner.example', because: HOSTILE_TEXTS[0] ?? '', lasts: '7d', includingHigh: true };
const muteSaid: ShownPreview = { kind: 'mute-said', command: 'mute user svc@partner.example for 7d because "sync job"', preview: { hidden: 412, highTold: 3, most: [['Licences assigned or removed', 400]], days: 8, daysTouched: 8, daysAsked: 7 } };

/** Every state of the form and what stands in its place. */
export const ruleFormSamples = (): readonly Sample<ModalView>[] => [
  { title: 'a new digest, being previewed', screen: ruleFormView(screenOf('digest weekdays at 08:30'), PLACE, { kind: 'looking' }) },
  { title: 'a digest to be changed', screen: ruleFormView(screenOf(DIGEST, { id: '0'.repeat(8), name: 'morning' }), PLACE, digestSaid(DIGEST)) },
  { title: 'the pack', screen: ruleFormView(screenOf(PACK), PLACE, packSaid) },
  { title: 'an alert with everything', screen: ruleFormView(screenOf(FULL, { id: '0'.repeat(8), name: HOSTILE }), PLACE, { kind: 'not-yet', says: HOSTILE }) },
  { title: 'hostile', screen: ruleFormView(screenOf(`alert on ${HOSTILE_COMMAND.replace(' last 7d', '')}`), PLACE, { kind: 'failed', says: HOSTILE }) },
  { title: 'an answer that is forgotten', screen: ruleFormView({ ...screenOf('alert on first-seen app'), forgotten: true }, PLACE, { kind: 'looking' }) },
  { title: 'a mute to be changed', screen: ruleFormView({ kind: 'rule-form', zone: ZONE, rule: { id: '0'.repeat(8), name: 'mute-1' }, form: MUTE }, PLACE, muteSaid) },
  { title: 'a reminder to be changed', screen: ruleFormView({ kind: 'rule-form', zone: ZONE, rule: { id: '0'.repeat(8), name: HOSTILE }, form: { kind: 'reminder', name: HOSTILE, channel: 'C0CSPOPS1' } }, PLACE, { kind: 'nothing-said' }) },
  { title: 'removed meanwhile', screen: ruleFormOver({ kind: 'over', screen: GONE, command: HOSTILE_COMMAND }, { id: '0'.repeat(8), name: HOSTILE }) },
  { title: 'new, of somebody who lost access', screen: ruleFormOver({ kind: 'over', screen: { kind: 'refused', refusal: 'not-listed', userId: USER_ID } }, undefined) },
  { title: 'outdated', screen: outdatedRuleForm() },
];
