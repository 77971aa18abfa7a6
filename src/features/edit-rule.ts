/** Changes a rule in place: what it is may become another, what it has done so far stays. */
import { dayIn } from '../audit/dates.ts';
import { slotAfter, type Timetable } from '../audit/slots.ts';
import { admit, type AdmitDeps } from './access.ts';
import type { AnswerPlace } from './answer-ports.ts';
import { GONE, NOT_YOURS } from './change-rule.ts';
import { forgetGathered, gatheredIn } from './gathered-alerts.ts';
import { announce, notProven } from './prove-rule.ts';
import { isSamePlace, mayManage } from './rule-place.ts';
import { acceptedIn } from './rule-readers.ts';
import type { AcceptedReaders, DigestRule, KeptRule, Rule, RuleProgress } from './rule.ts';
import type { Screen } from './screens.ts';
import { wantedRule, type WantedDeps, type WantedForm } from './wanted-rule.ts';

export type EditDeps = WantedDeps & AdmitDeps;

/** A change, as the form that the rule is to equal from now on; the id is equal for two deliveries of one click. */
export interface Editing extends WantedForm {
  readonly id: string;
  readonly place: AnswerPlace;
  readonly ruleId: string;
}

/**
 * Puts the rule of a form in place of another, which keeps its id, its maker and how far it has come. A rule that
 * moves has to post where it is to speak first. Everything is admitted again. Throws a `storage` Problem when Redis fails.
 */
export async function editRule(deps: EditDeps, { id, place, ruleId, ...wanted }: Editing): Promise<Screen> {
  const asker = await admit(deps, place);
  if (asker.kind === 'refused') return asker;
  const kept = await deps.rules.find(ruleId);
  if (!kept) return GONE;
  if (!await mayManage(deps, place, kept.rule.place)) return NOT_YOURS;
  // Clock times stay what they were to whoever made it, whoever changes it.
  const ready = await wantedRule(deps, { id, place, zone: kept.rule.zone, person: asker.person, replaces: ruleId }, kept.rule, wanted);
  if (ready.kind !== 'ready') return ready;
  return putInPlace(deps, kept, { wanted: ready.rule, readers: ready.readers, by: place.userId });
}

interface Change {
  readonly wanted: Rule;
  readonly readers: { readonly audience?: 'guests' | 'unknown' };
  readonly by: string;
}

async function putInPlace(deps: EditDeps, kept: KeptRule, { wanted, readers, by }: Change): Promise<Screen> {
  const now = deps.clock();
  const after = changedFrom(kept.rule, wanted, now);
  const isMoved = !isSamePlace(kept.rule.place, after.place);
  const next = after.kind === 'digest' ? slotAfter(after.timetable, now).toISOString() : undefined;
  if (isMoved) {
    const outcome = await announce(deps, after, next);
    if (outcome.kind !== 'taken') return notProven(outcome, after, after.command);
  }
  const leaving = isMoved && after.kind === 'alert' ? await leavingOf(deps, kept) : undefined;
  // First of all: where this worker dies once the rule is another, it tells nothing of before.
  await deps.rules.advance(after.id, (held) => passed(held, { ...(isRetimed(kept.rule, after) && { lastSlot: now.toISOString() }), ...leaving }));
  const replaced = await deps.rules.replace(after.id, (held) => changedFrom(held, wanted, now));
  if (replaced === 'gone') return GONE;
  if (replaced !== 'replaced') return { kind: 'problem', whatHappened: 'Somebody else has just made a rule there, so nothing was changed.', whatToDo: 'Try again.' };
  const progress = await deps.rules.advance(after.id, (held) => progressAfter(held, { isMoved, ...acceptedIn(after, readers) }));
  if (leaving) await forgetGathered(deps.alerts, kept.rule);
  deps.log.info({ user: by, rule: after.id, what: 'rule-edit' }, 'rule changed');
  const state = progress?.state.kind ?? 'on';
  return { kind: 'rule-made', rule: after, changed: state, ...(leaving?.untold && { untold: leaving.untold }), ...(next !== undefined && state === 'on' && { next }), ...readers };
}

/** Up to where an alert was told where it speaks, and what it still gathers there; one that was stopped, or of which that is lost, goes on with what comes in now. */
async function leavingOf({ alerts, feed }: EditDeps, { rule, progress }: KeptRule): Promise<{ readonly toldUpTo?: number; readonly untold: number }> {
  const [{ state, isLost }, gathered] = [await alerts.read(rule.place), await gatheredIn(alerts, rule.place)];
  const toldUpTo = progress.state.kind === 'undeliverable' || isLost ? await feed.head() : state?.cursor;
  return { untold: gathered.get(rule.id)?.count ?? 0, ...(toldUpTo !== undefined && { toldUpTo }) };
}

/** `every 3 days` counts from the day of the change where the schedule is another. */
function changedFrom(before: Rule, wanted: Rule, now: Date): Rule {
  const { id, makerId, makerName, madeAt } = before;
  const { makerName: _editor, ...rest } = wanted;
  const facts = { id, makerId, madeAt, ...(makerName !== undefined && { makerName }) };
  if (rest.kind !== 'digest') return { ...rest, ...facts };
  const since = before.kind === 'digest' && !isRetimed(before, rest) ? before.timetable.since : dayIn(rest.zone, now);
  return { ...rest, ...facts, timetable: { ...rest.timetable, since } };
}

function isRetimed(before: Rule, after: Pick<DigestRule, 'kind' | 'timetable'> | Exclude<Rule, DigestRule>): boolean {
  const said = ({ schedule: { frequency, every, weekday, atMs }, zone }: Timetable): string => JSON.stringify([frequency, every, weekday, atMs, zone]);
  return before.kind === 'digest' && after.kind === 'digest' && said(before.timetable) !== said(after.timetable);
}

interface Passing {
  /** What was due before a new schedule is not made up for. */
  readonly lastSlot?: string;
  /** Up to where an alert was told in the place that it leaves. */
  readonly toldUpTo?: number;
}

function passed(held: RuleProgress, { lastSlot, toldUpTo }: Passing): RuleProgress {
  return { ...held, ...(lastSlot !== undefined && { lastSlot }), ...(toldUpTo !== undefined && { cursor: Math.max(held.cursor, toldUpTo) }) };
}

interface Progressing {
  readonly isMoved: boolean;
  /** Whoever changes it is told who reads along. */
  readonly readers?: AcceptedReaders;
}

/** Slack has just taken a post in a new place, so one that was refused in the old one speaks again. */
function progressAfter(held: RuleProgress, { isMoved, readers }: Progressing): RuleProgress {
  return { ...held, ...(readers && { readers }), ...(isMoved && held.state.kind === 'undeliverable' && { state: { kind: 'on' as const } }) };
}
