/** Ports without Redis, for one search in one process. */
import { setTimeout as sleep } from 'node:timers/promises';
import { foldCase } from '../src/audit/filter.ts';
import type { AuditRecord } from '../src/audit/record.ts';
import { EVERYBODY, type Freshness, type FreshnessStore, type ResultStore } from '../src/features/answer-ports.ts';
import type { Directory, EndDate, EndDateReading, RequestGate } from '../src/features/ports.ts';
import type { ResultFacts } from '../src/features/result-facts.ts';

interface Kept {
  readonly facts: ResultFacts;
  readonly records: readonly AuditRecord[];
}

/** Answers that live as long as the process. */
export function memoryResults(): ResultStore {
  const kept = new Map<string, Kept>();
  const readers = new Map<string, Set<string>>();
  return {
    begin(id) {
      const appended: AuditRecord[] = [];
      return {
        append: async (records) => records.map((record) => appended.push(record) - 1),
        finish: async (facts, order) => void kept.set(id, { facts, records: [...order].flatMap((number) => appended[number] ?? []) }),
        discard: async () => void appended.splice(0),
      };
    },
    findRecent: async () => undefined,
    facts: async (id) => kept.get(id)?.facts,
    records: async (id, from, count) => kept.get(id)?.records.slice(from, from + count),
    question: async () => undefined,
    showTo: async (id, reader) => void readers.set(id, new Set([...readers.get(id) ?? [], reader])),
    isFor: async (id, userId) => [userId, EVERYBODY].some((reader) => readers.get(id)?.has(reader) ?? true),
  };
}

/** Customers seen since the process began. */
export function memoryDirectory(): Directory {
  const names = new Map<string, string>();
  const people = new Set<string>();
  return {
    async learn(records) {
      for (const { customerId, customerName, userPrincipalName } of records) {
        if (customerId && customerName) names.set(customerId.toLowerCase(), customerName);
        if (userPrincipalName) people.add(userPrincipalName);
      }
    },
    everybody: async () => ({ customers: [...names].map(([id, name]) => ({ id, name })), people: [...people] }),
    coverDays: async () => undefined,
    knowsDays: async () => false,
    firstSeen: async () => ({ daysHeld: 0, first: [] }),
    customersNamed: async (text) => [...names].map(([id, name]) => ({ id, name })).filter(({ name }) => foldCase(name).includes(foldCase(text))),
  };
}

/** When Partner Center was last read since the process began. */
export function memoryFreshness(): FreshnessStore {
  let held: Freshness | undefined;
  return { note: async (freshness) => void (held = freshness), recall: async () => held };
}

/** A gate for one search alone: its crew is small enough, so only closures are waited for. */
export function openGate(): RequestGate {
  let reopens = 0;
  return {
    async enter(signal) {
      while (Date.now() < reopens) await sleep(reopens - Date.now(), undefined, { signal });
      return { leave: async () => undefined };
    },
    close: async (forMs) => void (reopens = Math.max(reopens, Date.now() + forMs)),
  };
}

/** What was found out about end dates since the process began. */
export function memoryEndDateReading(remembered?: EndDate): EndDateReading {
  let known = remembered;
  return { recall: async () => known, remember: async (reading) => void (known = reading) };
}
