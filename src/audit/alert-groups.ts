/** What belongs together: one card for each rule and actor, and roll-ups for what gets no card. Plain data that can be kept. */
import { lineOf, type AlertCard, type AlertForm, type AlertLine, type AlertThread } from './alert-cards.ts';
import { placeOf, type AlertEvent, type AlertVerdict } from './alert-events.ts';
import { checksFor } from './alert-words.ts';
import { HOUR_MS } from './dates.ts';

/** One card is open for this long, in milliseconds. */
export const CARD_MS = HOUR_MS;
/** From the third customer on, a card is about many. */
const BULK_CUSTOMERS = 3;
/** Lines of a roll-up itself; the rest stands in its thread. */
const CARD_LINES = 6;
/** Lines that wait for a thread, beyond which they are counted; and what fits into one message of it. */
const [MOST_WAITING, THREAD_LINES] = [100, 20];
/** Characters of the reasons of a roll-up. */
const MOST_REASONS = 300;
/** Operations and customers told apart by one group. */
const MOST_TOLD_APART = 2_000;

export interface Group {
  readonly id: string;
  readonly ruleId: string;
  /** What its events have in common. */
  readonly key: string;
  /** `card` becomes one or bulk by what is in it. */
  readonly kind: 'card' | Exclude<AlertForm, 'one' | 'bulk'>;
  readonly begunMs: number;
  /** When it is posted, where that is not at once; and when it takes no more. */
  readonly dueMs?: number;
  readonly endsMs: number;
  readonly lead: AlertLine;
  readonly because: string;
  readonly checks: readonly string[];
  readonly lines: readonly AlertLine[];
  readonly lastMs: number;
  readonly count: number;
  readonly customers: readonly string[];
  /** Places of its records, so that a later state is no second event. */
  readonly places: readonly string[];
  /** What its thread has not told yet, and how many it will only count. */
  readonly untold: readonly AlertLine[];
  readonly uncounted: number;
  /** How much of it was posted: 0 where nothing was. */
  readonly told: number;
  /** Its newest content is not on the screen yet. */
  readonly isStale: boolean;
}

export interface NewGroup extends Pick<Group, 'id' | 'ruleId' | 'key' | 'kind'> {
  readonly dueMs?: number;
}

/** What a rule gives to its cards. */
export interface CardRule {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly mention?: string;
}

/** A group while it changes: the same in a form that is cheap to add to. */
export interface LiveGroup extends Omit<{ -readonly [K in keyof Group]: Group[K] }, 'lines' | 'untold' | 'customers' | 'places'> {
  readonly lines: AlertLine[];
  readonly customers: Set<string>;
  readonly places: Set<string>;
  readonly untold: AlertLine[];
}

export function thaw(group: Group): LiveGroup {
  return { ...group, lines: [...group.lines], customers: new Set(group.customers), places: new Set(group.places), untold: [...group.untold] };
}

/** The group as it is kept once everything new in it was said, or was not due yet. */
export function freeze(group: LiveGroup): Group {
  const kept = { ...group, lines: [...group.lines], customers: [...group.customers], places: [...group.places] };
  if (group.dueMs !== undefined) return { ...kept, untold: [...group.untold] };
  return { ...kept, untold: [], uncounted: 0, told: group.count, isStale: false };
}

export function openGroup(facts: NewGroup, event: AlertEvent, verdict: AlertVerdict, atMs: number): LiveGroup {
  return {
    ...facts, begunMs: atMs, endsMs: facts.dueMs ?? atMs + CARD_MS, lead: lineOf(event), because: verdict.because, checks: checksFor(event.record),
    lines: [], lastMs: atMs, count: 0, customers: new Set(), places: new Set(), untold: [], uncounted: 0, told: 0, isStale: true,
  };
}

/** Why an operation is added and when, and its rule where the group gathers those of several. */
export interface Added {
  readonly atMs: number;
  readonly because: string;
  readonly rule?: Pick<CardRule, 'id' | 'name'>;
}

/** Adds one operation. The first of a card stands on it, and so does the first of each kind on an hourly roll-up; every other one goes into the thread. */
export function addToGroup(group: LiveGroup, event: AlertEvent, added: Added): void {
  const alike = group.kind === 'hourly' ? group.lines.findIndex(({ operationType }) => operationType === event.record.operationType) : -1;
  const held = group.lines[alike];
  if (held) group.lines[alike] = { ...held, times: (held.times ?? 1) + 1 };
  if (group.kind !== 'card') group.because = reasonsWith(group.because, added.because);
  const isOnCard = group.kind === 'card' ? group.count === 0 : !held && group.lines.length < CARD_LINES;
  const shelf = !isOnCard && group.untold.length < MOST_WAITING ? group.untold : isOnCard && group.kind !== 'card' ? group.lines : undefined;
  shelf?.push({ ...lineOf(event), ...(added.rule && { rule: added.rule.name }) });
  if (!isOnCard && !shelf) group.uncounted += 1;
  const { customerId, customerName } = event.record;
  const customer = (customerId ?? customerName ?? '').toLowerCase();
  if (customer !== '' && group.customers.size < MOST_TOLD_APART) group.customers.add(customer);
  if (group.places.size < MOST_TOLD_APART) group.places.add(added.rule ? placeInOverflow(placeOf(event), added.rule.id) : placeOf(event));
  group.count += 1;
  group.lastMs = added.atMs;
  group.isStale = true;
}

/** Several rules may tell of one operation in the same roll-up; a rule may get another name. */
export function placeInOverflow(place: string, ruleId: string): string {
  return `${place} ${ruleId}`;
}

/** A roll-up names each of its reasons once. */
function reasonsWith(told: string, reason: string): string {
  const isTold = told.split('; ').includes(reason) || told.length + reason.length > MOST_REASONS;
  return isTold ? told : `${told}; ${reason}`;
}

/** A later state of an operation that is in a group already: only the card's own operation shows it. */
export function restate(group: LiveGroup, event: AlertEvent): void {
  if (group.lead.at !== placeOf(event)) return;
  const line = lineOf(event);
  if (group.lead.status === line.status) return;
  group.lead = line;
  group.isStale = true;
}

/** What the group's message says now. */
export function cardOf(group: LiveGroup, rule: CardRule): AlertCard {
  const { id, kind, lead, lines, count, customers, because, checks, begunMs, lastMs } = group;
  const form = kind !== 'card' ? kind : customers.size >= BULK_CUSTOMERS ? 'bulk' : 'one';
  return {
    kind: 'alert', card: id, form, rule: rule.name, zone: rule.zone, ...(rule.mention !== undefined && { mention: rule.mention }),
    lead, lines: [...lines], count, customers: customers.size, because, checks, begunMs, lastMs,
  };
}

/** What its thread has still to say, page by page. */
export function threadOf({ id, untold, uncounted }: LiveGroup, zone: string): readonly AlertThread[] {
  const pages = Array.from({ length: Math.ceil(untold.length / THREAD_LINES) }, (_, page) => untold.slice(page * THREAD_LINES, (page + 1) * THREAD_LINES));
  return pages.map((lines, page) => ({ kind: 'alert-thread', card: id, zone, lines, more: page === pages.length - 1 ? uncounted : 0 }));
}
