/** `mute …` and `unmute`: keeps known noise out of the alerts of a place until it ends, and shows first what that hides. */
import { warnsAt } from '../audit/mutes.ts';
import type { Request } from '../command/command.ts';
import { printRequest } from '../command/print-request.ts';
import { decode } from '../command/tokens.ts';
import { ruleNamed, rulesInReach } from './named-rule.ts';
import { previewMute, type PreviewDeps } from './preview-alert.ts';
import { groundFor, type ProveDeps, type RuleAsking } from './prove-rule.ts';
import type { Asking } from './queue-job.ts';
import { mayManage } from './rule-place.ts';
import type { Outbox, RuleStore } from './rule-ports.ts';
import type { MuteRule } from './rule.ts';
import type { Screen } from './screens.ts';
import { zonedTime } from '../audit/dates.ts';
import type { Clock, Log } from './ports.ts';

export interface MuteDeps extends ProveDeps, PreviewDeps {
  readonly newRuleId: () => string;
}

export type MuteRequest = Extract<Request, { readonly verb: 'alert' | 'watch' | 'commitments' | 'mute' }> & { readonly verb: 'mute' };

/** Says what it would have hidden in the last 7 days, or why it cannot be made. Nothing is hidden yet. */
export async function offerMute(deps: MuteDeps, asking: RuleAsking, request: MuteRequest): Promise<Screen> {
  const rule = await muteFor(deps, asking, request);
  return rule.kind === 'mute' ? { kind: 'mute-preview', rule, preview: await previewMute(deps, rule) } : rule;
}

/** Mutes after somebody has seen what that hides. */
export async function makeMute(deps: MuteDeps, asking: RuleAsking, request: MuteRequest): Promise<Screen> {
  const rule = await muteFor(deps, asking, request);
  if (rule.kind !== 'mute') return rule;
  const added = await deps.rules.add(rule, { state: { kind: 'on' }, cursor: 0, held: 0 });
  if (added !== 'added') return { kind: 'problem', whatHappened: 'Somebody else has just made a rule here.', whatToDo: 'Try again.', command: rule.command };
  deps.log.info({ user: rule.makerId, rule: rule.id, kind: 'mute', until: rule.until }, 'rule made');
  return { kind: 'rule-made', rule };
}

/** Ends a mute before its time. */
export async function unmute(deps: MuteDeps, asking: Asking, name: string): Promise<Screen> {
  const { place } = asking;
  const mutes = (await rulesInReach(deps, place)).filter(({ rule }) => rule.kind === 'mute');
  const named = await ruleNamed(deps, asking, mutes, name);
  if (named.kind === 'several') return named.screen;
  if (named.kind === 'none') {
    const repairs = [...mutes.slice(0, 2).map(({ rule }) => printRequest({ verb: 'unmute', name: rule.name })), 'rules muted'];
    const cure = mutes.length === 0 ? 'Nothing is muted here, nor among your own alerts.' : '`rules muted` lists them.';
    return { kind: 'mistake', mistake: { code: 'E_UNKNOWN_VALUE', says: `There is no mute named \`${name.replaceAll('`', "'")}\` here.`, text: decode(printRequest({ verb: 'unmute', name })), cure, repairs } };
  }
  const found = named.kept.rule;
  if (!await mayManage(deps, place, found.place)) return { kind: 'notice', text: 'Only the people in AUDIT_ADMINS may end the mutes of a channel. Nothing was changed.' };
  await deps.rules.remove(found);
  deps.log.info({ user: place.userId, rule: found.id }, 'mute ended');
  return { kind: 'notice', text: `“${found.name}” is ended: alerts tell these operations again.` };
}

/** The mute that a request means, from now on, or the screen that says why there can be none. */
export async function muteFor(deps: MuteDeps, asking: RuleAsking, request: MuteRequest): Promise<MuteRule | Exclude<Screen, { readonly kind: 'mute' }>> {
  const { condition: { filter, zone }, options: { forMs = 0, because = '', includingHigh = false } } = request;
  const ground = await groundFor(deps, asking, request, 'mute');
  if (ground.kind !== 'ground') return ground;
  const now = deps.clock();
  return {
    kind: 'mute', id: deps.newRuleId(), name: ground.name, place: ground.place, makerId: asking.person.id, zone: zone ?? asking.zone,
    ...(asking.person.name !== undefined && { makerName: asking.person.name }),
    madeAt: now.toISOString(), command: printRequest(request), filter,
    until: new Date(now.getTime() + forMs).toISOString(), because, includingHigh,
  };
}

function endInWords({ until, zone }: Pick<MuteRule, 'until' | 'zone'>): string {
  return zonedTime(zone, new Date(until));
}

export interface MuteEndDeps {
  readonly rules: Pick<RuleStore, 'all' | 'remove'>;
  readonly outbox: Pick<Outbox, 'put'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** One look at all mutes: warns of those that end within a day, and removes those that have. */
export async function endMutes(deps: MuteEndDeps): Promise<void> {
  const now = deps.clock();
  for (const { rule, progress } of await deps.rules.all()) {
    if (rule.kind !== 'mute') continue;
    if (rule.until <= now.toISOString()) {
      await deps.rules.remove(rule);
      deps.log.info({ rule: rule.id, held: progress.held }, 'mute ended');
      continue;
    }
    const at = warnsAt(rule);
    if (!at || at > now) continue;
    const text = `The mute “${rule.name}” ends ${endInWords(rule)}. It has kept ${progress.held} operation${progress.held === 1 ? '' : 's'} out of alerts so far; from then on they are told again.`;
    await deps.outbox.put({ key: `mute:${rule.id}:ends:${rule.until}`, ruleId: rule.id, place: rule.place, message: { kind: 'notice', text }, dueAt: at.toISOString() }, now);
  }
}
