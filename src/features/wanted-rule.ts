/** The rule that a changed form means, looked at as if it were typed anew. */
import { EVERYTHING } from '../audit/filter.ts';
import type { Where } from '../command/command.ts';
import { parseCommand } from '../command/parse.ts';
import { alertFor, type AlertDeps } from './make-alert.ts';
import { digestFor, type MakeDeps } from './make-digest.ts';
import { muteFor, type MuteDeps } from './mute.ts';
import { groundFor, readersOf, type RuleAsking } from './prove-rule.ts';
import type { MuteRule, ReminderRule, Rule } from './rule.ts';
import type { Screen } from './screens.ts';

export type WantedDeps = MakeDeps & AlertDeps & MuteDeps;

/** The command that a form equals; mutes and reminders have no words for their place and name. */
export interface WantedForm {
  readonly command: string;
  readonly where: Where;
  readonly name: string;
}

interface Wanted {
  readonly kind: 'ready';
  readonly rule: Rule;
  readonly readers: ReturnType<typeof readersOf>;
}

/** The rule as it is to be and who reads along, or the screen that says why it cannot be so. */
export async function wantedRule(deps: WantedDeps, asking: RuleAsking, before: Rule, wanted: WantedForm): Promise<Wanted | Screen> {
  if (before.kind === 'reminder') return wantedReminder(deps, asking, before, wanted);
  const { command, where, name } = wanted;
  const read = parseCommand(command, { now: deps.clock(), zone: asking.zone, kept: true });
  if (read.kind === 'mistake') return read;
  const request = read.kind === 'request' ? read.request : undefined;
  switch (request?.verb) {
    case 'digest': return digestFor(deps, asking, request);
    case 'alert': return alertFor(deps, asking, { ...request, verb: request.verb });
    case 'mute': {
      const rule = await muteFor(deps, asking, { ...request, verb: request.verb, options: { ...request.options, where, name } });
      return rule.kind === 'mute' ? wantedMute(deps, before, { ...rule, command }) : rule;
    }
    default: return { kind: 'notice', text: 'This is no rule that I know.' };
  }
}

/** It lasts from when it was made on, whenever that is changed. */
function wantedMute(deps: Pick<WantedDeps, 'clock'>, before: Rule, rule: MuteRule): Wanted | Screen {
  const lastsMs = Date.parse(rule.until) - Date.parse(rule.madeAt);
  const until = new Date(Date.parse(before.madeAt) + lastsMs);
  if (until > deps.clock()) return { kind: 'ready', rule: { ...rule, until: until.toISOString() }, readers: {} };
  return { kind: 'mistake', mistake: { code: 'E_RANGE_REVERSED', says: 'It would have ended already: this counts from when it was set up.', text: rule.command, cure: 'Write a longer time, or remove the mute.', repairs: [] } };
}

async function wantedReminder(deps: WantedDeps, asking: RuleAsking, before: ReminderRule, { where, name }: WantedForm): Promise<Wanted | Screen> {
  const ground = await groundFor(deps, asking, { verb: 'commitments', condition: { filter: EVERYTHING }, options: { where, name } }, 'reminder');
  return ground.kind === 'ground' ? { kind: 'ready', rule: { ...before, name: ground.name, place: ground.place }, readers: readersOf(ground) } : ground;
}
