/** `pause`, `resume`, `remove` and `digest now`, typed or pressed. */
import { parseCommand } from '../command/parse.ts';
import { printRequest } from '../command/print-request.ts';
import { hasForm, whereOfForm } from '../command/rule-form.ts';
import { suggest } from '../command/suggest.ts';
import { decode } from '../command/tokens.ts';
import { checkAccess } from './access.ts';
import type { AnswerPlace } from './answer-ports.ts';
import { pausedInWords, resumedInWords } from './pause-words.ts';
import type { Audience } from './people-ports.ts';
import { ruleNamed, rulesInReach } from './named-rule.ts';
import type { Asking } from './queue-job.ts';
import { isSamePlace, mayManage, placeHere, type RulePlaceDeps } from './rule-place.ts';
import type { DigestRule, KeptRule, Rule } from './rule.ts';
import { readersNow, type ReadersDeps } from './rule-readers.ts';
import type { Screen } from './screens.ts';
import { sendDigestNow, type SendDeps } from './send-digests.ts';

export interface ChangeDeps extends RulePlaceDeps, SendDeps, Pick<ReadersDeps, 'audiences'> {}

export type RuleChange = 'rule-send' | 'rule-pause' | 'rule-resume' | 'rule-remove';

type NamedChange = { readonly verb: 'pause' | 'resume' | 'remove'; readonly name: string };

/** Of a rule named in words. Throws a Problem when Redis fails. */
export async function changeNamed(deps: ChangeDeps, asking: Asking, asked: NamedChange): Promise<Screen> {
  const kept = await rulesInReach(deps, asking.place);
  const named = await ruleNamed(deps, asking, kept, asked.name);
  switch (named.kind) {
    case 'found': return change(deps, asking.place, named.kept, `rule-${asked.verb}`);
    case 'several': return named.screen;
    case 'none': return noSuchRule(kept, asked);
  }
}

/** Of the rule behind a button; access is checked again. */
export async function changePressed(deps: ChangeDeps, place: AnswerPlace, press: { readonly kind: RuleChange; readonly ruleId: string }): Promise<Screen> {
  const access = await checkAccess(deps, place);
  if (access.kind === 'refused') return { kind: 'refused', refusal: access.refusal, userId: place.userId };
  const found = await deps.rules.find(press.ruleId);
  return found ? change(deps, place, found, press.kind) : GONE;
}

/** `digest now`: the one named, else every digest of this place. */
export async function digestNow(deps: ChangeDeps, asking: Asking, name?: string): Promise<Screen> {
  const { place } = asking;
  const digests = (await rulesInReach(deps, place)).filter(({ rule }) => rule.kind === 'digest');
  if (name === undefined) return sendNow(deps, place, digests.filter(({ rule }) => rule.place.kind === placeHere(place).kind));
  const named = await ruleNamed(deps, asking, digests, name);
  switch (named.kind) {
    case 'found': return sendNow(deps, place, [named.kept]);
    case 'several': return named.screen;
    case 'none': return noSuchRule(digests, { verb: 'digest-now', name });
  }
}

/** All of one place, or one alone. */
async function sendNow(deps: ChangeDeps, place: AnswerPlace, kept: readonly KeptRule[]): Promise<Screen> {
  const digests = kept.flatMap(({ rule }) => (rule.kind === 'digest' ? [rule] : []));
  const [first] = digests;
  if (!first) return NO_DIGEST;
  if (!await mayManage(deps, place, first.place)) return NOT_YOURS;
  const said = [];
  for (const rule of digests) said.push(sentInWords(rule, await sendDigestNow(deps, { rule })));
  return { kind: 'notice', text: said.join('\n') };
}

async function change(deps: ChangeDeps, place: AnswerPlace, { rule, progress }: KeptRule, what: RuleChange): Promise<Screen> {
  if (!await mayManage(deps, place, rule.place)) return NOT_YOURS;
  deps.log.info({ user: place.userId, rule: rule.id, what }, 'rule changed');
  switch (what) {
    case 'rule-send': return rule.kind === 'digest' ? { kind: 'notice', text: sentInWords(rule, await sendDigestNow(deps, { rule })) } : GONE;
    case 'rule-remove':
      await deps.rules.remove(rule);
      return { kind: 'rule-removed', rule, ...againOf(rule, place, deps.clock()) };
    case 'rule-pause':
      if (progress.state.kind === 'paused') return { kind: 'notice', text: `“${rule.name}” is paused already.` };
      await deps.rules.advance(rule.id, (now) => ({ ...now, state: { kind: 'paused', by: place.userId, at: deps.clock().toISOString() } }));
      return { kind: 'notice', text: pausedInWords(rule) };
    case 'rule-resume': return resumed(deps, rule, progress.state.kind);
  }
}

/** What makes the same rule anew where somebody has removed it: mutes and reminders have no words for another place. */
function againOf(rule: Rule, place: AnswerPlace, now: Date): { readonly again?: string } {
  const isHere = isSamePlace(rule.place, placeHere(place));
  const read = parseCommand(rule.command, { now, zone: rule.zone, kept: true });
  if (read.kind !== 'request') return {};
  const { request } = read;
  if (!hasForm(request)) return isHere ? { again: rule.command } : {};
  const where = request.options.where ?? (isHere ? undefined : whereOfForm(rule.place.kind === 'channel' ? { channel: rule.place.id } : {}));
  return { again: printRequest({ ...request, options: { ...request.options, ...(where && { where }) } }) };
}

/** What was due during the pause is not made up for one by one: the next digest covers it, and an alert begins anew. */
async function resumed(deps: ChangeDeps, rule: Rule, state: KeptRule['progress']['state']['kind']): Promise<Screen> {
  if (state === 'on') return { kind: 'notice', text: `“${rule.name}” is not paused.` };
  const now = deps.clock();
  // A mute posts nothing, so nobody reads along.
  const { audience, readers } = rule.kind === 'mute' ? { audience: 'direct' as const } : await readersNow(deps, rule.place);
  if (audience === 'outsiders') return { kind: 'notice', text: `This channel is shared with another organisation, so no rule may post there: “${rule.name}” stays stopped.` };
  const cursor = rule.kind === 'alert' ? await deps.feed.head() : 0;
  await deps.rules.advance(rule.id, (held) => ({ ...held, state: { kind: 'on' }, lastSlot: now.toISOString(), cursor: Math.max(held.cursor, cursor), ...(readers && { readers }) }));
  return { kind: 'notice', text: `${resumedInWords(rule, now)}${readersInWords(audience)}` };
}

/** What cannot be seen is accepted with the rest, so it is said. */
function readersInWords(audience: Audience): string {
  switch (audience) {
    case 'guests': return ' The channel has guests: they will read these posts.';
    case 'unknown': case 'hidden': return ' I cannot see who is in the channel: guests may read these posts.';
    default: return '';
  }
}

function sentInWords({ name }: DigestRule, sent: Awaited<ReturnType<typeof sendDigestNow>>): string {
  switch (sent) {
    case 'sent': return `“${name}” is on its way: it stands there in a few seconds.`;
    case 'busy': return `“${name}” is on its way already and waits for Slack, so it was not sent twice.`;
    case 'gone': return `“${name}” was removed meanwhile.`;
  }
}

/** What whoever presses a button of a removed rule is told. */
export const GONE: Extract<Screen, { kind: 'notice' }> = { kind: 'notice', text: 'This rule is no longer there: somebody removed it.' };
const NO_DIGEST: Screen = { kind: 'notice', text: 'There is no digest here yet. For example `digest weekdays at 08:30` sets one up.' };
/** What whoever may not change a rule is told. */
export const NOT_YOURS: Extract<Screen, { kind: 'notice' }> = { kind: 'notice', text: 'Only the people in AUDIT_ADMINS may do that with the rules of a channel, and with a person’s own rules only that person. Nothing was changed.' };

function noSuchRule(kept: readonly KeptRule[], asked: NamedChange | { readonly verb: 'digest-now'; readonly name: string }): Screen {
  const byFolded = new Map(kept.map(({ rule }) => [rule.name.toLowerCase(), rule.name]));
  const near = suggest(asked.name, [...byFolded.keys()]).flatMap((folded) => byFolded.get(folded) ?? []).slice(0, 2);
  return {
    kind: 'mistake',
    mistake: {
      code: 'E_UNKNOWN_VALUE', says: `There is no rule named \`${asked.name.replaceAll('`', "'")}\` here.`, text: decode(printRequest(asked)),
      cure: kept.length === 0 ? `There are no ${asked.verb === 'digest-now' ? 'digests' : 'rules'} here and none of yours.` : '`rules` lists those of this channel and your own.',
      repairs: [...near.map((name) => printRequest({ ...asked, name })), 'rules'],
    },
  };
}
