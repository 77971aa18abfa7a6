/** What belongs together: one card for each rule and actor, and roll-ups for what gets no card. Plain data that can be kept. */
import { lineOf, type AlertCard, type AlertForm, type AlertLine, type AlertThread } from './alert-cards.ts';
import { placeOf, type AlertEvent, type AlertVerdict } from './alert-events.ts';
import { checksFor } from './alert-words.ts';
import { earlier, HOUR_MS, later, MINUTE_MS } from './dates.ts';
import { EVERYTHING, type AuditFilter } from './filter.ts';
import { dateOf, type Instant } from './instant.ts';
import { isFailure } from './operations.ts';

/** One card is open for this long, in milliseconds. */
export const CARD_MS = HOUR_MS;
/** From the third customer on, a card is about many. */
const BULK_CUSTOMERS = 3;
/** Lines of a roll-up itself; the rest stands in its thread. */
const CARD_LINES = 6;
/** What fits into one message of a thread. */
const THREAD_LINES = 20;
/** Lines that wait for a thread, beyond which they are counted: a card tells of a burst in one message, a roll-up in a few. */
const [MOST_OF_CARD, MOST_OF_ROLL_UP] = [THREAD_LINES, 5 * THREAD_LINES];
/** Characters of the reasons of a roll-up. */
const MOST_REASONS = 300;
/** Operations and customers told apart by one group: of so many customers there may be more. */
export const MOST_TOLD_APART = 2_000;

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
  readonly heading?: string;
  /** Absent where operations differ, and from groups of before. */
  readonly isOneKind?: true;
  readonly checks: readonly string[];
  readonly lines: readonly AlertLine[];
  readonly lastMs: number;
  readonly count: number;
  readonly customers: readonly string[];
  /** When its oldest and its newest operation happened; absent from groups of before. */
  readonly span?: { readonly from: Instant; readonly to: Instant };
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
  readonly filter: AuditFilter;
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

/** The group as it is kept, with what is still to be said of it. */
export function freeze(group: LiveGroup): Group {
  return { ...group, lines: [...group.lines], customers: [...group.customers], places: [...group.places], untold: [...group.untold] };
}

/** The card was said as it stands; what belongs into its thread was not. */
export function noteSaid(group: LiveGroup): void {
  group.told = group.count;
  group.isStale = false;
}

/** Its thread was told what it did not know. */
export function noteThread(group: LiveGroup): void {
  group.untold.length = 0;
  group.uncounted = 0;
}

export function openGroup(facts: NewGroup, event: AlertEvent, verdict: AlertVerdict, atMs: number): LiveGroup {
  return {
    ...facts, begunMs: atMs, endsMs: facts.dueMs ?? atMs + CARD_MS, lead: lineOf(event), because: verdict.because, isOneKind: true, checks: checksFor(event.record),
    ...(verdict.heading !== undefined && { heading: verdict.heading }),
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
  const most = group.kind === 'card' ? MOST_OF_CARD : MOST_OF_ROLL_UP;
  const shelf = !isOnCard && group.untold.length < most ? group.untold : isOnCard && group.kind !== 'card' ? group.lines : undefined;
  shelf?.push({ ...lineOf(event), ...(added.rule && { rule: added.rule.name }) });
  if (!isOnCard && !shelf) group.uncounted += 1;
  noteKind(group, event);
  const { customerId, customerName } = event.record;
  const customer = (customerId ?? customerName ?? '').toLowerCase();
  if (customer !== '' && group.customers.size < MOST_TOLD_APART) group.customers.add(customer);
  if (group.places.size < MOST_TOLD_APART) group.places.add(added.rule ? placeInOverflow(placeOf(event), added.rule.id) : placeOf(event));
  group.count += 1;
  group.lastMs = added.atMs;
  group.isStale = true;
}

function noteKind(group: LiveGroup, { record: { operationType, operationStatus, operationDate } }: AlertEvent): void {
  if (operationType !== group.lead.operationType || isFailure(operationStatus) !== group.lead.hasFailed) delete group.isOneKind;
  const { from, to } = group.span ?? { from: operationDate, to: operationDate };
  if (group.span || group.count === 0) group.span = { from: earlier(from, operationDate), to: later(to, operationDate) };
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
  if (group.count > 1 && group.lead.hasFailed !== line.hasFailed) delete group.isOneKind;
  group.lead = line;
  group.isStale = true;
}

/** What the group's message says now. */
export function cardOf(group: LiveGroup, rule: CardRule): AlertCard {
  const { id, kind, lead, lines, count, customers, because, heading, isOneKind, checks, begunMs, lastMs } = group;
  const form = kind !== 'card' ? kind : customers.size >= BULK_CUSTOMERS ? 'bulk' : 'one';
  return {
    kind: 'alert', card: id, form, rule: rule.name, zone: rule.zone, ...(rule.mention !== undefined && { mention: rule.mention }),
    lead, lines: [...lines], count, customers: customers.size, because, ...(heading !== undefined && { heading }), ...(isOneKind && { isOneKind }), checks, begunMs, lastMs,
  };
}

/** What its thread has still to say, page by page. */
export function threadOf(group: LiveGroup, rule: Pick<CardRule, 'zone' | 'filter'>): readonly AlertThread[] {
  const { id, untold, uncounted } = group;
  const pages = Array.from({ length: Math.ceil(untold.length / THREAD_LINES) }, (_, page) => untold.slice(page * THREAD_LINES, (page + 1) * THREAD_LINES));
  return pages.map((lines, page) => ({
    kind: 'alert-thread', card: id, zone: rule.zone, lines,
    ...(page === pages.length - 1 && uncounted > 0 ? { more: uncounted, ...searchOf(group, rule) } : { more: 0 }),
  }));
}

/** What finds everything in a group: a card is of one actor, and the roll-up of several rules of anything. */
function searchOf({ kind, lead, span }: LiveGroup, { filter }: Pick<CardRule, 'filter'>): Pick<AlertThread, 'search'> {
  if (!span) return {};
  const wanted = kind === 'overflow' ? EVERYTHING : kind === 'card' && lead.user !== undefined ? { ...filter, users: [lead.user] } : filter;
  const [from, to] = [dateOf(span.from).getTime(), dateOf(span.to).getTime() + MINUTE_MS];
  return { search: { filter: wanted, from: toMinute(from), to: toMinute(to) } };
}

function toMinute(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`;
}
