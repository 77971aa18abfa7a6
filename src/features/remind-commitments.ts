/** Reminds 48 and 24 hours before orders can no longer be cancelled, where a rule asks for it. */
import { isCertain, openCommitments, type OpenBatch, type PlacedRecord } from '../audit/commitments.ts';
import { HOUR_MS } from '../audit/dates.ts';
import { EVERYTHING, matchesLasting, matchesState } from '../audit/filter.ts';
import { checkAccess } from './access.ts';
import type { CopyStore } from './copy-ports.ts';
import { earlierHere } from './earlier-here.ts';
import { readClosing } from './closing-windows.ts';
import { mayBeTold, type ToldDeps } from './may-be-told.ts';
import type { AnswerPlace } from './answer-ports.ts';
import type { Clock, Log } from './ports.ts';
import { groundFor, proveRule, readersOf, type ProveDeps, type RuleAsking } from './prove-rule.ts';
import { placeHere, type RulePlaceDeps } from './rule-place.ts';
import type { Delivery, Outbox, RuleStore } from './rule-ports.ts';
import type { ReminderRule } from './rule.ts';
import type { Screen } from './screens.ts';

/** What a reminder rule has said of each batch: the hours before its end, or 0 when no more is said: it is kept, or added no seats. */
export interface ReminderMemory {
  readonly version: number;
  readonly told: Readonly<Record<string, { readonly until: string; readonly mark: number }>>;
  readonly waiting: readonly Delivery[];
}

export interface ReminderStore {
  read(ruleId: string): Promise<ReminderMemory>;
  /** False when somebody else wrote since it was read. */
  write(ruleId: string, memory: ReminderMemory): Promise<boolean>;
}

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
const IN_ONE_MESSAGE = 10;

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
    const said = due.flatMap(({ batch, mark }) => (mark === 0 ? [] : [batch]));
    const ended = Object.entries(memory.told).filter(([, { until }]) => until > now.toISOString());
    const told = { ...Object.fromEntries(ended), ...Object.fromEntries(due.map(({ batch: { at, until }, mark }) => [at, { until, mark }])) };
    // What waits is in the outbox by now: written down only after that, it can be put in again but not be lost.
    await deps.reminders.write(rule.id, { version: memory.version, told, waiting: said.length === 0 ? [] : [deliveryOf(rule, said, memory.version, now)] });
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

function deliveryOf(rule: ReminderRule, batches: readonly OpenBatch[], version: number, now: Date): Delivery {
  return {
    key: `remind:${rule.id}:${version}`, ruleId: rule.id, place: rule.place, dueAt: now.toISOString(), onceTaken: {},
    message: { kind: 'reminder', ruleId: rule.id, rule: rule.name, zone: rule.zone, batches: batches.slice(0, IN_ONE_MESSAGE), more: Math.max(0, batches.length - IN_ONE_MESSAGE) },
  };
}

export interface KeepOrderDeps extends RulePlaceDeps, Pick<RemindDeps, 'reminders' | 'rules' | 'clock' | 'log'> {}

/** `Keep order`: the rule says nothing more of that batch. Whoever sees the reminder may press it; who did is logged. */
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
    if (held.mark === 0) return { kind: 'notice', text: 'Somebody has kept this batch already: no reminder of it comes any more.' };
    if (await deps.reminders.write(ruleId, { ...memory, told: { ...memory.told, [batch]: { ...held, mark: 0 } } })) break;
  }
  deps.log.info({ user: place.userId, rule: ruleId, batch }, 'order kept: its reminders end');
  return { kind: 'batch-kept', batch, by: place.userId, at: deps.clock().toISOString(), zone: access.person.zone ?? kept.rule.zone };
}

export interface MakeReminderDeps extends ProveDeps {
  readonly newRuleId: () => string;
}

/** `Remind here` under a list of commitments: 48 and 24 hours before each window closes. */
export async function makeReminder(deps: MakeReminderDeps, asking: RuleAsking): Promise<Screen> {
  const request = { verb: 'commitments', condition: { filter: EVERYTHING }, options: {} } as const;
  const ground = await groundFor(deps, asking, request, 'reminder');
  if (ground.kind !== 'ground') return ground;
  const rule: ReminderRule = {
    kind: 'reminder', id: deps.newRuleId(), name: ground.name, place: ground.place, makerId: asking.person.id, zone: asking.zone,
    ...(asking.person.name !== undefined && { makerName: asking.person.name }),
    madeAt: deps.clock().toISOString(), command: 'commitments', filter: EVERYTHING, withinMs: 48 * HOUR_MS,
  };
  return await proveRule(deps, rule, { cursor: 0, command: 'commitments', readers: readersOf(ground) }) ?? { kind: 'rule-made', rule, ...readersOf(ground) };
}
