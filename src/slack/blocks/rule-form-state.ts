/** What Slack sends of a rule's form: its fields as they were filled in, and what was kept with it. All of it is hostile. */
import { z } from 'zod';
import { FIRST_SEEN } from '../../audit/alert-events.ts';
import { lineTyped, type RuleForm } from '../../command/rule-form.ts';
import type { RuleField } from '../../command/read-rule-form.ts';
import type { AnswerPlace } from '../../features/answer-ports.ts';
import type { RuleFormScreen } from '../../features/rule-form.ts';
import { placeAsMetadata } from '../response-place.ts';

const chosen = z.object({ value: z.string() });
const element = z.object({
  selected_options: z.array(chosen).optional().catch(undefined),
  selected_option: chosen.nullish().catch(undefined),
  selected_user: z.string().nullish().catch(undefined),
  selected_conversation: z.string().nullish().catch(undefined),
  value: z.string().nullish().catch(undefined),
});
const stateValues = z.record(z.string(), z.record(z.string(), element));
const heldWith = z.object({
  rule: z.object({ id: z.string(), name: z.string() }).exactOptional(), zone: z.string(), what: z.enum(['digest', 'alert', 'mute', 'reminder']), group: z.string().exactOptional(), forgotten: z.literal(true).exactOptional(),
});

/** What stays with an open form: where its button was pressed, which rule it changes, and what no field holds. */
export function ruleFormMetadata(place: AnswerPlace, screen: RuleFormScreen): string {
  const { form, rule, zone, forgotten } = screen;
  const group = groupOf(screen);
  return JSON.stringify({ ...JSON.parse(placeAsMetadata(place)) as object, what: form.kind, zone, ...(group !== undefined && { group }), ...(rule && { rule }), ...(forgotten && { forgotten }) });
}

/** The user group that a form mentions, or mentioned as it opened. */
export function groupOf({ form, group }: RuleFormScreen): string | undefined {
  return group ?? (form.kind === 'alert' && form.mention?.startsWith('<!') ? form.mention : undefined);
}

/** Reads a form as it stands; undefined when an older version of this program opened it. */
export function readRuleFormState(values: unknown, privateMetadata: string): RuleFormScreen | undefined {
  const state = stateValues.safeParse(values).data;
  const held = heldWith.safeParse(parsed(privateMetadata)).data;
  if (!state || !held) return undefined;
  const { rule, zone, what, group, forgotten } = held;
  const at = (name: RuleField | 'group') => Object.values(state[name] ?? {})[0];
  const typed = (name: RuleField): string => lineTyped(at(name)?.value ?? '');
  const ticked = (name: RuleField | 'group'): readonly string[] => (at(name)?.selected_options ?? []).map(({ value }) => value);
  const picked = (name: RuleField): string => at(name)?.selected_option?.value ?? '';
  const channel = at('channel')?.selected_conversation;
  const where = channel ? { channel } : {};
  const [filters, name] = [typed('filters'), typed('name')];
  const screen = (form: RuleForm): RuleFormScreen => ({ kind: 'rule-form', form, zone, ...(rule && { rule }), ...(forgotten && { forgotten }), ...(group !== undefined && { group }) });
  if (what === 'reminder') return screen({ kind: what, name, ...where });
  if (what === 'mute') return screen({ kind: what, filters, name, because: typed('because'), lasts: typed('lasts'), includingHigh: ticked('includingHigh').length > 0 });
  if (what === 'digest') return screen({ kind: what, filters, name, ...where, often: picked('often'), at: typed('at'), skipEmpty: ticked('skipEmpty').length > 0 });
  const user = at('mention')?.selected_user;
  const mention = user ? `<@${user}>` : ticked('group').length > 0 ? group : undefined;
  const about = (['high', 'pack'] as const).find((one) => one === picked('about')) ?? 'filters';
  return screen({
    kind: what, filters, name, ...where, about, moreThan: typed('moreThan'), outside: typed('outside'), quiet: typed('quiet'), quietAll: ticked('quietAll').length > 0,
    firstSeen: FIRST_SEEN.filter((one) => ticked('firstSeen').includes(one)), ...(mention !== undefined && { mention }),
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
