/** Reminds 48 and 24 hours before orders can no longer be cancelled, where a rule asks for it. */
import { isCertain, openCommitments, type OpenBatch, type PlacedRecord } from '../audit/commitments.ts';
import { HOUR_MS } from '../audit/dates.ts';
import { matchesLasting, matchesState } from '../audit/filter.ts';
import { printRequest } from '../command/print-request.ts';
import { checkAccess } from './access.ts';
import type { CopyStore } from './copy-ports.ts';
import { earlierHere } from './earlier-here.ts';
import { readClosing } from './closing-windows.ts';
import type { CommitmentRequest } from './list-commitments.ts';
import { mayBeTold, type ToldDeps } from './may-be-told.ts';
import type { AnswerPlace } from './answer-ports.ts';
import type { Clock, Log } from './ports.ts';
import { groundFor, proveRule, readersOf, type ProveDeps, type RuleAsking } from './prove-rule.ts';
import { keptEdits, remindersOf, saidWith } from './reminder-messages.ts';
import type { ReminderMemory, ReminderStore } from './reminder-ports.ts';
import { placeHere, type RulePlaceDeps } from './rule-place.ts';
import type { Outbox, RuleStore } from './rule-ports.ts';
import type { ReminderRule } from './rule.ts';
import type { Screen } from './screens.ts';

export interface RemindDeps extends ToldDeps {
  readonly rules: Pick<RuleStore, 'all' | 'find' | 'advance'>;
  readonly reminders: ReminderStore;
  readonly outbox: Pick<Outbox, 'put'>;
  readonly copy: Pick<CopyStore, 'read'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Hours before the end, the earlier first. */
const MARKS = [48, 24];
const FIRST_MARK_MS = 48 * HOUR_MS;

/** One look at all reminder rules. Throws a `storage` Problem when Redis fails; the next look goes on. */
export async function remindCommitments(deps: RemindDeps, signal: AbortSignal): Promise<void> {
  const rules = (await deps.rules.all()).flatMap((kept) => (kept.rule.kind === 'reminder' && kept.progress.state.kind === 'on' ? [{ kept, rule: kept.rule }] : []));
  if (rules.length === 0) return;
  const { placed } = await readClosing(deps, Math.max(...rules.map(({ rule }) => rule.withinMs)));
  for (const { kept, rule } of rules) {
    if (!signal.aborted && await mayBeTold(deps, rule.place, [kept])) await remind(deps, rule, placed);
  }
}

async function remind(deps: RemindDeps, rule: ReminderRule, placed: readonly PlacedRecord[]): Promise<void> {
  for (;;) {
    const memory = await deps.reminders.read(rule.id);
    for (const delivery of memory.waiting) await deps.outbox.put(delivery, deps.clock());
    const now = deps.clock();
    const mine = placed.filter(({ record }) => matchesLasting(record, rule.filter) && matchesState(record, rule.filter));
    const due = await knownDue(deps, rule, mine, { told: memory.told, now });
    if (due.length === 0 && memory.waiting.length === 0) return;
    const waiting = remindersOf(rule, due.flatMap(({ batch, mark }) => (mark === 0 ? [] : [{ batch, hours: mark }])), memory.version, now);
    const ended = Object.entries(memory.told).filter(([, { until }]) => until > now.toISOString());
    const told = { ...Object.fromEntries(ended), ...Object.fromEntries(due.map(({ batch: { at, until }, mark }) => [at, { until, mark }])) };
    // What waits is in the outbox by now: written down only after that, it can be put in again but not be lost.
    await deps.reminders.write(rule.id, { version: memory.version, told, waiting, said: saidWith(memory.said, waiting, now) });
  }
}

/** What is due, as the copy knows it; a change that turns out to have added no seats gets the mark 0: nothing is said of it. */
async function knownDue(deps: RemindDeps, { withinMs }: ReminderRule, mine: readonly PlacedRecord[], { told, now }: { readonly told: ReminderMemory['told']; readonly now: Date }): Promise<readonly Due[]> {
  const due = dueBatches(openCommitments(mine, now.getTime(), { withinMs }).open, told, now.getTime());
  if (due.every(({ batch }) => isCertain(batch))) return due;
  const known = new Map(openCommitments(mine, now.getTime(), { withinMs, earlier: await earlierHere(deps) }).open.map((batch) => [batch.at, batch]));
  return due.map(({ batch, mark }) => {
    const better = known.get(batch.at);
    return better ? { batch: better, mark } : { batch, mark: 0 };
  });
}

interface Due {
  readonly batch: OpenBatch;
  readonly mark: number;
}

/** Batches whose next mark is reached: the nearest mark alone, where several have passed. */
function dueBatches(open: readonly OpenBatch[], told: ReminderMemory['told'], nowMs: number): readonly Due[] {
  return open.flatMap((batch) => {
    const leftMs = Date.parse(batch.until) - nowMs;
    const mark = MARKS.findLast((hours) => leftMs <= hours * HOUR_MS);
    return mark !== undefined && mark < (told[batch.at]?.mark ?? Infinity) ? [{ batch, mark }] : [];
  });
}

export interface KeepOrderDeps extends RulePlaceDeps, Pick<RemindDeps, 'reminders' | 'rules' | 'outbox' | 'clock' | 'log'> {}

/** `Keep order`: the rule says nothing more of that batch. Whoever sees the reminder may press it; who did first stands on it from then on. */
export async function keepOrder(deps: KeepOrderDeps, place: AnswerPlace, { ruleId, batch }: { readonly ruleId: string; readonly batch: string }): Promise<Screen> {
  const access = await checkAccess(deps, place);
  if (access.kind === 'refused') return { kind: 'refused', refusal: access.refusal, userId: place.userId };
  const kept = await deps.rules.find(ruleId);
  const here = placeHere(place);
  if (!kept || kept.rule.place.kind !== here.kind || kept.rule.place.id !== here.id) return { kind: 'notice', text: 'The reminder behind this is gone: it says nothing more.' };
  for (;;) {
    const memory = await deps.reminders.read(ruleId);
    const held = memory.told[batch];
    if (!held) return { kind: 'notice', text: 'The window of this batch is over, as computed here: nothing more is said of it.' };
    if (held.mark === 0 && !held.kept) return { kind: 'notice', text: 'Somebody has kept this batch already: no reminder of it comes any more.' };
    const by = held.kept ?? { by: place.userId, at: deps.clock().toISOString() };
    if (!held.kept && !await deps.reminders.write(ruleId, { ...memory, told: { ...memory.told, [batch]: { ...held, mark: 0, kept: by } } })) continue;
    // Put in by whoever presses: what a first press could not finish, a second one does. Each is taken once.
    for (const edit of keptEdits(kept.rule.place, memory, batch, by.at)) await deps.outbox.put(edit, deps.clock());
    if (!held.kept) deps.log.info({ user: place.userId, rule: ruleId, batch }, 'order kept: its reminders end');
    return { kind: 'batch-kept', batch, ...by, zone: access.person.zone ?? kept.rule.zone };
  }
}

/** How many milliseconds before the end a reminder speaks, as far as it looks ahead. */
export function remindedAtMs({ withinMs }: Pick<ReminderRule, 'withinMs'>): readonly number[] {
  return [...new Set(MARKS.map((hours) => Math.min(hours * HOUR_MS, withinMs)))];
}

export interface MakeReminderDeps extends ProveDeps {
  readonly newRuleId: () => string;
}

/** `Remind here` under a list of commitments: of what that lists, 48 and 24 hours before each window closes, and no earlier than it looks ahead. */
export async function makeReminder(deps: MakeReminderDeps, asking: RuleAsking, request: CommitmentRequest): Promise<Screen> {
  const { condition: { filter, zone = asking.zone }, options: { withinMs = FIRST_MARK_MS } } = request;
  const command = printRequest(request);
  const ground = await groundFor(deps, asking, request, 'reminder');
  if (ground.kind !== 'ground') return ground;
  const rule: ReminderRule = {
    kind: 'reminder', id: deps.newRuleId(), name: ground.name, place: ground.place, makerId: asking.person.id, zone,
    ...(asking.person.name !== undefined && { makerName: asking.person.name }),
    madeAt: deps.clock().toISOString(), command, filter, withinMs: Math.min(withinMs, FIRST_MARK_MS),
  };
  return await proveRule(deps, rule, { cursor: 0, command, readers: readersOf(ground) }) ?? { kind: 'rule-made', rule, ...readersOf(ground) };
}
