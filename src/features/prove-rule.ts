/** Adds a rule only when Slack has taken a post from it where it is to speak. */
import type { Mistake, RuleOptions } from '../command/command.ts';
import { printRequest } from '../command/print-request.ts';
import { decode } from '../command/tokens.ts';
import { checkAccess } from './access.ts';
import type { Audience, Audiences, Person } from './people-ports.ts';
import type { Clock, Log } from './ports.ts';
import type { Asking } from './queue-job.ts';
import { MOST_RULES, type PostOutcome, type Posts, type RuleStore } from './rule-ports.ts';
import { ruleMistake, type RuleRequest } from './rule-faults.ts';
import { mayManage, rulePlaceOf, type RulePlaceDeps } from './rule-place.ts';
import { acceptedIn } from './rule-readers.ts';
import type { Rule, RulePlace } from './rule.ts';
import { LONGEST_NAME } from './save-search.ts';
import type { Screen } from './screens.ts';

export interface ProveDeps extends RulePlaceDeps {
  readonly rules: RuleStore;
  readonly posts: Posts;
  readonly audiences: Audiences;
  readonly clock: Clock;
  readonly log: Log;
}

/** Somebody who wants a rule. */
export interface RuleAsking extends Asking {
  readonly person: Person;
  /** The id of the rule that is changed: its name and its room are its own. */
  readonly replaces?: string;
}

/** A place that may have the rule, and its name there. */
export interface Ground {
  readonly kind: 'ground';
  readonly place: RulePlace;
  readonly name: string;
  readonly audience: Exclude<Audience, 'outsiders' | 'hidden'>;
}

/** What whoever may not keep rules in a channel can have: only digests, alerts and watches have words for another place. */
const OWN_INSTEAD: Readonly<Record<RuleRequest['verb'], string>> = {
  digest: 'You may have the same in your direct message.', alert: 'You may have the same in your direct message.', watch: 'You may have the same in your direct message.',
  mute: 'For your own alerts, type it in your direct message with me; for those of this channel, ask one of them.',
  commitments: 'For reminders of your own, type this in your direct message with me and press `Remind here` there.',
};

/** Looks whether this person may have this rule there, under this name; else gives the screen that says why not. */
export async function groundFor(deps: ProveDeps, asking: RuleAsking, request: RuleRequest, stem: string): Promise<Ground | Screen> {
  const { where, name } = request.options;
  const say = (code: Mistake['code'], says: string, cure: string, repairs: readonly RuleRequest[] = [], field?: Mistake['field']): Screen =>
    ({ kind: 'mistake', mistake: { code, says, cure, text: decode(printRequest(request)), repairs: repairs.map(printRequest), ...(field && { field }) } });
  const under = (options: Partial<RuleOptions>): RuleRequest => ({ ...request, options: { ...request.options, ...options } });
  const mistake = ruleMistake(request);
  if (mistake) return { kind: 'mistake', mistake };
  const place = await rulePlaceOf(deps, where, asking.place);
  if (!place) return say('E_CHANNEL', 'I find no public channel of that name.', 'Choose the channel from the list that Slack offers after `#`, or type the command in that channel without `in …`.');
  const isCovered = (await checkAccess(deps, { userId: asking.place.userId })).kind === 'allowed';
  if (!await mayManage(deps, asking.place, place)) {
    const says = 'Only the people in AUDIT_ADMINS may keep rules in a channel.';
    if (!isCovered) return say('E_PERMISSION', says, 'Ask one of them to set it up here.');
    return say('E_PERMISSION', says, OWN_INSTEAD[request.verb], request.verb === 'mute' || request.verb === 'commitments' ? [] : [under({ where: { kind: 'me' } })]);
  }
  if (place.kind === 'channel' && place.id !== asking.place.channelId && await deps.channels.shutOut(place.id, asking.person.id)) {
    return say('E_PERMISSION', 'That channel is private and you are not in it, so you cannot set up what is posted there.', 'Ask somebody who is in it, or join it first.');
  }
  if (place.kind === 'person' && !isCovered) {
    return say('E_PERMISSION', 'You may use me in this channel, but AUDIT_ACCESS does not cover your direct messages.', 'Ask whoever runs this bot to add you, or have an admin make the rule for the channel.');
  }
  const taken = new Set((await deps.rules.in(place)).flatMap(({ rule }) => (rule.id === asking.replaces ? [] : [rule.name.toLowerCase()])));
  if (taken.size >= MOST_RULES) return say('E_LIMIT', `There are ${MOST_RULES} rules here already, and no place may have more.`, 'Remove one that is no longer needed: `rules` lists them.');
  if (name !== undefined && taken.has(name.toLowerCase())) return say('E_DUPLICATE', `There is a rule named \`${name.replaceAll('`', "'")}\` here already.`, 'Choose another name, or remove that one first.', [under({ name: freeName(`${name.slice(0, LONGEST_NAME - 4).toWellFormed()}-`, taken) })]);
  const audience = place.kind === 'person' ? 'direct' : await deps.audiences.of(place.id);
  if (audience === 'outsiders') return { kind: 'notice', text: 'This channel is shared with another organisation, so no rule may post there. Nothing was set up.' };
  return { kind: 'ground', place, name: name ?? freeName(`${stem}-`, taken), audience: audience === 'hidden' ? 'unknown' : audience };
}

/** Who reads along beside the members, where that is to be said. */
export function readersOf({ audience }: Ground): { readonly audience?: 'guests' | 'unknown' } {
  return audience === 'direct' || audience === 'members' ? {} : { audience };
}

function freeName(stem: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    if (!taken.has(`${stem}${number}`.toLowerCase())) return `${stem}${number}`;
  }
}

/**
 * Posts the announcement and only then lets the rule speak. Undefined when it does; else nothing was set up, and the
 * screen says why and what to do.
 */
export async function proveRule(deps: ProveDeps, rule: Rule, facts: { readonly cursor: number; readonly next?: string; readonly command: string; readonly readers: ReturnType<typeof readersOf> }): Promise<Screen | undefined> {
  const { cursor, next, command, readers } = facts;
  const added = await deps.rules.add(rule, { state: { kind: 'paused', by: rule.makerId, at: rule.madeAt }, cursor, coveredTo: rule.madeAt, lastSlot: rule.madeAt, held: 0, ...acceptedIn(rule, readers) });
  if (added !== 'added') return { kind: 'problem', whatHappened: 'Somebody else has just made a rule here.', whatToDo: 'Try again.', command };
  const outcome = await announce(deps, rule, next);
  if (outcome.kind === 'taken') {
    await deps.rules.advance(rule.id, (now) => ({ ...now, state: { kind: 'on' } }));
    deps.log.info({ user: rule.makerId, rule: rule.id, kind: rule.kind, place: rule.place.kind }, 'rule made');
    return undefined;
  }
  await deps.rules.remove(rule);
  return notProven(outcome, rule, command);
}

/** The first post of a rule in a place, which shows that it may speak there. */
export async function announce({ posts, people }: Pick<ProveDeps, 'posts' | 'people'>, rule: Rule, next: string | undefined): Promise<PostOutcome> {
  const [, id] = /^<@([UW][A-Z0-9]+)>$/.exec(rule.kind === 'alert' ? rule.mention ?? '' : '') ?? [];
  const mentioned = id === undefined ? undefined : (await people.find(id))?.name;
  return posts.post(rule.place, { kind: 'rule-announced', rule, ...(next !== undefined && { next }), ...(mentioned !== undefined && { mentioned }) }, { deliveryKey: `made:${rule.id}` });
}

/** Why nothing was set up, and what to do. */
export function notProven(outcome: Exclude<PostOutcome, { kind: 'taken' }>, { place }: Rule, command: string): Screen {
  if (outcome.kind !== 'refused') {
    return { kind: 'problem', whatHappened: 'Slack did not confirm a first post, so nothing was set up.', whatToDo: 'Try again in a minute. If a post of mine stands there, it does not count.', command };
  }
  return { kind: 'problem', whatHappened: `${refusalInWords(outcome.reason, place)} Nothing was set up.`, whatToDo: cureOf(outcome.reason), command };
}

/** Why Slack takes no post of the bot in a place, as far as its code says it. */
export function refusalInWords(reason: string, place: RulePlace): string {
  switch (reason) {
    case 'not_in_channel': return 'I am not in that channel.';
    case 'channel_not_found': return 'I cannot see that channel: it is private and I am not in it, or it is gone.';
    case 'is_archived': return 'That channel is archived.';
    case 'no_access': return 'This person may not use me any more.';
    case 'shared_externally': return 'The channel is shared with another organisation by now.';
    case 'guests_joined': return 'The channel has guests by now, who would read it.';
    case 'account_inactive': case 'user_disabled': return place.kind === 'person' ? 'This account is deactivated.' : 'My account in this workspace is deactivated.';
    default: return `Slack takes no post of mine there (${reason}).`;
  }
}

/** What somebody can do about it. */
export function cureOf(reason: string): string {
  switch (reason) {
    case 'not_in_channel': case 'channel_not_found':
      return 'Type /invite @Partner Center Audit in that channel and try again. For public channels the scope chat:write.public does the same.';
    case 'is_archived': return 'Unarchive it, or choose another channel.';
    case 'no_access': return 'AUDIT_ACCESS decides who may.';
    case 'shared_externally': return 'No rule may post there while it is shared: have the sharing ended, or set the rule up in another channel.';
    case 'guests_joined': return 'Decide whether they may read it, or have them removed.';
    default: return 'Choose another channel, or ask a workspace admin what keeps apps from posting there.';
  }
}
