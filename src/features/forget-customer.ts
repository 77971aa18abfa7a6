/** Erases one customer from everything the bot keeps, or counts what that would be. */
import { latenessOf, type DayRow } from '../audit/day-copy.ts';
import { canonicalJson, type AuditRecord } from '../audit/record.ts';
import { dayChecksum, latestLinks, sealDay } from '../audit/seal.ts';
import type { CopyStore, DayFacts, ErasedCustomers, HeldDay, Lease, SealStore } from './copy-ports.ts';
import { alterationOf } from './day-alteration.ts';
import type { Clock } from './ports.ts';
import { thingsIn } from './learn-values.ts';
import { Problem } from './problem.ts';
import type { Rule, RulePlace } from './rule.ts';

/** Whose traces are sought: an id in lower case, every name that it went by, people who worked for nobody else, and its subscriptions. */
export interface Traces {
  readonly customerId: string;
  readonly names: readonly string[];
  readonly people: readonly string[];
  /** Things of which it is kept how they stood last: `subscription:…`, as far as the copy tells whose they are. */
  readonly things: readonly string[];
}

/** Something that names the customer and is not erased, because it is somebody's. */
export interface Staying {
  readonly what: 'saved search' | Rule['kind'];
  readonly name: string;
  /** Whose it is, or where it speaks. */
  readonly where: RulePlace;
}

/** Something that cannot be read: it names the customer, or nobody can tell. */
export interface Unreadable {
  readonly what: 'saved search' | 'rule' | 'remembered search' | 'answer' | 'message';
  /** Where in Redis it stands, and which field of a hash. */
  readonly key: string;
  readonly field?: string;
  /** What can be had again is erased, and so is what shows the customer to the eye; everything else stays. */
  readonly fate: 'stays' | 'erased';
}

/** How many of each kind were found, or erased. */
export interface MemoryCounts {
  /** Kept answers in which the customer appears. */
  readonly answers: number;
  /** Searches that name the customer: those behind answers, and those of people's history. */
  readonly searches: number;
  /** Saved searches and rules that name the customer. Rules go on. */
  readonly stays: readonly Staying[];
  /** Everything that could not be read, whatever was done with it. */
  readonly unreadable: readonly Unreadable[];
  /** Cards of alerts, what they remember, and messages that wait; they stay without the customer. */
  readonly messages: number;
  /** Sightings and values that tell what is new. */
  readonly known: number;
  readonly directoryEntries: number;
}

/** Everything beside the copy in which a customer may appear. */
export interface CustomerMemory {
  namesOf(customerId: string): Promise<readonly string[]>;
  count(traces: Traces): Promise<MemoryCounts>;
  erase(traces: Traces): Promise<MemoryCounts>;
}

export interface ForgetDeps {
  readonly copy: CopyStore;
  readonly seals: SealStore;
  readonly erased: ErasedCustomers;
  readonly memory: CustomerMemory;
  readonly lease: Lease;
  readonly clock: Clock;
}

export interface Forgotten extends MemoryCounts {
  readonly records: number;
  readonly days: number;
  /** Days whose seal was, or would be, renewed by an erasure. */
  readonly sealedDays: number;
}

const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
/** A round of reading may be under way. */
const LEASE_WAIT_MS = 120_000;

/** Every GUID that stands anywhere in a record, in lower case. */
export function guidsIn(record: AuditRecord): readonly string[] {
  return (canonicalJson(record).match(GUID) ?? []).map((guid) => guid.toLowerCase());
}

/** What `forgetCustomer` would erase. Writes nothing. */
export async function countCustomer(deps: ForgetDeps, customerId: string): Promise<Forgotten> {
  const { traces, hits, sealed } = await findTraces(deps, customerId);
  return { ...totalsOf(hits, sealed), ...await deps.memory.count(traces) };
}

/**
 * Erases a customer: first the log is kept from giving its records back, then the copy, day by day, each sealed day with
 * a link that says so, then answers and directories. Can be run again when it was interrupted. Throws a Problem.
 */
export async function forgetCustomer(deps: ForgetDeps, customerId: string): Promise<Forgotten> {
  const held = await deps.lease.hold('sync', async (lost) => {
    const { traces, hits, sealed } = await findTraces(deps, customerId);
    await deps.erased.note(traces, deps.clock());
    for (const { day } of hits) {
      lost.throwIfAborted();
      await eraseDay(deps, day, traces);
      if (sealed.has(day)) await sealErasure(deps, day);
    }
    return { ...totalsOf(hits, sealed), ...await deps.memory.erase(traces) };
  }, { waitMs: LEASE_WAIT_MS, signal: new AbortController().signal });
  if (held) return held.value;
  throw conflict('A worker reads the log into the copy and does not come to an end.');
}

interface DayHit {
  readonly day: string;
  readonly records: number;
}

interface Found {
  readonly traces: Traces;
  readonly hits: readonly DayHit[];
  readonly sealed: ReadonlySet<string>;
}

/** Two passes: records without an id are known by a name that another day may hold. */
async function findTraces({ copy, seals, memory }: ForgetDeps, wanted: string): Promise<Found> {
  const customerId = wanted.toLowerCase();
  const days = (await copy.ledger()).map(({ day }) => day);
  const names = new Set(await memory.namesOf(customerId));
  for (const day of days) {
    for (const { record } of (await copy.read(day)).rows) {
      if (record.customerId?.toLowerCase() === customerId && record.customerName) names.add(record.customerName);
    }
  }
  const [hits, theirs, others, things]: [DayHit[], Set<string>, Set<string>, Set<string>] = [[], new Set(), new Set(), new Set()];
  for (const day of days) {
    const rows = (await copy.read(day)).rows;
    const found = new Set(rows.filter(({ record }) => namesCustomer(record, customerId, names)));
    if (found.size > 0) hits.push({ day, records: found.size });
    for (const { record } of found) for (const { name } of record.customerId?.toLowerCase() === customerId ? thingsIn(record) : []) things.add(name);
    for (const row of rows) (found.has(row) ? theirs : others).add(row.record.userPrincipalName ?? '');
  }
  const people = [...theirs].filter((person) => person !== '' && !others.has(person));
  return { traces: { customerId, names: [...names], people, things: [...things] }, hits, sealed: new Set(latestLinks(await seals.chain()).keys()) };
}

function namesCustomer(record: AuditRecord, customerId: string, names: ReadonlySet<string>): boolean {
  if (record.customerId === undefined && record.customerName !== undefined && names.has(record.customerName)) return true;
  return guidsIn(record).includes(customerId);
}

function totalsOf(hits: readonly DayHit[], sealed: ReadonlySet<string>): Pick<Forgotten, 'records' | 'days' | 'sealedDays'> {
  return {
    records: hits.reduce((total, { records }) => total + records, 0),
    days: hits.length,
    sealedDays: hits.filter(({ day }) => sealed.has(day)).length,
  };
}

async function eraseDay({ copy, clock }: ForgetDeps, day: string, { customerId, names }: Traces): Promise<void> {
  const known = new Set(names);
  const held = await copy.read(day);
  if (!held.facts) return;
  const gone = new Set(held.rows.filter(({ record }) => namesCustomer(record, customerId, known)).map(({ number }) => number));
  const kept = held.rows.filter(({ number }) => !gone.has(number));
  const facts = factsWithout(held, held.facts, kept, clock());
  if (await copy.write({ version: held.version, rows: kept, touched: gone, facts, feed: [] })) return;
  throw conflict(`The copy of ${day} was written by somebody else meanwhile.`);
}

function factsWithout(held: HeldDay, facts: DayFacts, kept: readonly DayRow[], now: Date): Omit<DayFacts, 'bytes'> {
  const { day, readAt, firstReadAt, next } = facts;
  const lateness = latenessOf(kept);
  return { day, readAt, firstReadAt, next, ...alterationOf(held, now), records: kept.length, sha256: dayChecksum(kept), ...(lateness && { lateness }) };
}

async function sealErasure({ copy, seals, clock }: ForgetDeps, day: string): Promise<void> {
  const [chain, { facts }] = [await seals.chain(), await copy.read(day)];
  if (!facts) return;
  const link = sealDay(chain, { kind: 'erasure', day, sha256: facts.sha256, sealedAt: clock().toISOString() });
  if (!await seals.add(link, chain.length)) throw conflict('Somebody else sealed a day meanwhile.');
}

function conflict(whatHappened: string): Problem {
  return new Problem({ kind: 'storage', retryable: true, whatHappened, whatToDo: 'Run it again.' });
}
