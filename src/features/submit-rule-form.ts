/** A rule's form that was sent off: the command that it equals is run by the same path as one that is typed. */
import type { Mistake, ParseContext, Where } from '../command/command.ts';
import { readMuteForm, readRuleForm, wordsOf, type RuleFault, type RuleField } from '../command/read-rule-form.ts';
import { whereOfForm, type RuleForm } from '../command/rule-form.ts';
import { decode } from '../command/tokens.ts';
import { admit } from './access.ts';
import type { AnswerPlace } from './answer-ports.ts';
import { GONE, NOT_YOURS } from './change-rule.ts';
import { editRule } from './edit-rule.ts';
import { readingContext, type CommandDeps } from './handle-command.ts';
import { mayManage } from './rule-place.ts';
import type { Rule } from './rule.ts';
import type { RefusedScreen, Screen } from './screens.ts';
import { setUpRule } from './set-up-rule.ts';

/** A form that was sent off; the id is equal for two deliveries of it. */
export interface SentRuleForm {
  readonly id: string;
  readonly place: AnswerPlace;
  readonly form: RuleForm;
  /** The rule that it changes. */
  readonly ruleId?: string;
}

/** Faults keep the form open; `over` closes it, since no other entry would help: the command is what the form says. */
export type SubmittedRule =
  | { readonly kind: 'faults'; readonly faults: readonly RuleFault[] }
  | { readonly kind: 'over'; readonly screen: RefusedScreen | Extract<Screen, { kind: 'notice' }>; readonly command?: string }
  | { readonly kind: 'screen'; readonly screen: Screen };

/** Sets up or changes the rule of a form. Throws a `storage` Problem when Redis fails. */
export async function submitRuleForm(deps: CommandDeps, sent: SentRuleForm): Promise<SubmittedRule> {
  const { id, place, form, ruleId } = sent;
  const asker = await admit(deps, place);
  if (asker.kind === 'refused') return { kind: 'over', screen: asker };
  const kept = ruleId === undefined ? undefined : await deps.watching.rules.find(ruleId);
  const zone = kept?.rule.zone ?? asker.zone;
  const read = readForm(form, await readingContext(deps, form.kind === 'reminder' ? '' : form.filters, { ...asker, zone }));
  if (read.kind === 'faults') return read;
  const { command } = read;
  if (ruleId !== undefined && !kept) return { kind: 'over', screen: GONE, command: decode(command) };
  if (kept && !await mayManage(deps.watching, place, kept.rule.place)) return { kind: 'over', screen: NOT_YOURS };
  const making = { ...deps.watching, defaultZone: deps.defaultZone };
  const screen = ruleId === undefined ? await setUpRule(making, { id, place, what: 'shown', command }) : await editRule(making, { id, place, ruleId, command, name: form.name, where: whereOf(form, kept?.rule) });
  switch (screen.kind) {
    case 'mistake': return faultAt(form, fieldOf(screen.mistake), wordsOf(screen.mistake));
    // The post that proves a place failed, or the place is another organisation's.
    case 'problem': return faultAt(form, 'channel', `${screen.whatHappened} ${screen.whatToDo}`);
    case 'notice': return screen === GONE ? { kind: 'over', screen, command: decode(command) } : faultAt(form, 'channel', screen.text);
    case 'refused': return { kind: 'over', screen };
    default: return { kind: 'screen', screen };
  }
}

/** Every form has a name; not every one has a channel or filters. */
function faultAt({ kind }: RuleForm, field: RuleField, says: string): SubmittedRule {
  const isThere = kind === 'mute' ? field !== 'channel' : kind !== 'reminder' || field === 'channel';
  return { kind: 'faults', faults: [{ field: isThere ? field : 'name', says }] };
}

/** The word for a reminder is that of its list. */
function readForm(form: RuleForm, context: ParseContext): Pick<Extract<ReturnType<typeof readRuleForm>, { kind: 'command' }>, 'kind' | 'command'> | Extract<SubmittedRule, { kind: 'faults' }> {
  switch (form.kind) {
    case 'reminder': return { kind: 'command', command: 'commitments' };
    case 'mute': return readMuteForm(form, context);
    default: return readRuleForm(form, context);
  }
}

/** A mute stays in the place whose alerts it is about. */
function whereOf(form: RuleForm, rule: Rule | undefined): Where {
  if (form.kind !== 'mute') return whereOfForm(form);
  return rule?.place.kind === 'channel' ? { kind: 'channel', id: rule.place.id } : { kind: 'me' };
}

/** The field at which a mistake in the command of a form can be put right. */
function fieldOf({ code, field }: Mistake): RuleField {
  switch (code) {
    case 'E_CHANNEL': case 'E_PERMISSION': return 'channel';
    case 'E_DUPLICATE': return 'name';
    case 'E_LIMIT': return field ?? 'channel';
    case 'E_SCHEDULE': return 'often';
    case 'E_RANGE_REVERSED': return 'lasts';
    default: return 'filters';
  }
}
