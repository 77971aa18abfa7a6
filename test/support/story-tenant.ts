/** The invented tenant as it stands on a Saturday morning in London, asked in one process. */
import { createHash, randomUUID } from 'node:crypto';
import { memoryDirectory, memoryEndDateReading, memoryFreshness, memoryResults, openGate } from '../../sandbox/memory.ts';
import { startEntra } from '../../sandbox/entra/server.ts';
import { startPartnerCenter } from '../../sandbox/partner-center/server.ts';
import { CUSTOMERS, PEOPLE } from '../../sandbox/partner-center/story/cast.ts';
import { createStory } from '../../sandbox/partner-center/story/story.ts';
import { rawOfTicks, ticksOfRaw } from '../../sandbox/partner-center/ticks.ts';
import type { WireRecord } from '../../sandbox/partner-center/wire.ts';
import type { ParseContext, ResolvedSearch } from '../../src/command/command.ts';
import type { RecordLookup } from '../../src/features/ports.ts';
import { questionOf } from '../../src/features/queue-job.ts';
import type { ResultFacts } from '../../src/features/result-facts.ts';
import { findAnswer, type ReadingDeps, type SearchDeps } from '../../src/features/run-search.ts';
import type { Screen } from '../../src/features/screens.ts';
import { connectPartnerCenter } from '../../src/partner-center/connect.ts';
import { createLogger } from '../../src/runtime/logger.ts';

export const NOW = new Date('2026-11-21T10:00:00Z');
export const ZONE = 'Europe/London';

/** What a person of that tenant may type against, once every day of the log was read. */
export const CONTEXT: ParseContext = {
  now: NOW, zone: ZONE,
  known: { customers: CUSTOMERS.map(({ name }) => name), complete: true, people: PEOPLE.map(({ userPrincipalName }) => userPrincipalName) },
};

export interface StoryTenant {
  readonly records: readonly WireRecord[];
  readonly deps: ReadingDeps;
  readonly lookup: RecordLookup;
  /** Reads a search as a worker does, and gives its facts with every listed record's mark. */
  ask(search: ResolvedSearch): Promise<{ readonly facts: ResultFacts; readonly marks: readonly string[] }>;
  close(): Promise<void>;
}

/** What a worker of that tenant has around its work; answers are only remembered. */
export function workingFor(tenant: StoryTenant, sent: Screen[]): SearchDeps {
  const answered = new Set<string>();
  return {
    ...tenant.deps,
    answers: { send: async (_place, screen) => void sent.push(screen), replace: async () => undefined, keep: async () => undefined, stop: async () => undefined },
    ledger: { isAnswered: async (id) => answered.has(id), markAnswered: async (id) => void answered.add(id), forestall: async () => true },
    timers: { after: () => () => undefined, every: () => () => undefined },
    people: { find: async () => ({ id: 'U0ONE', teamId: 'T0', isAdmin: false, isGuest: false, isBot: false, isDeactivated: false, isStranger: false }), isInGroup: async () => undefined },
    policy: { rules: [{ kind: 'everyone' }], organisation: { teamId: 'T0' } },
  };
}

/** What tells one record from others on both sides. */
export function markOf({ operationDate, operationType, customerId }: { readonly operationDate: string; readonly operationType: string; readonly customerId?: string | null | undefined }): string {
  return `${rawOfTicks(ticksOfRaw(operationDate))} ${operationType} ${customerId ?? ''}`;
}

/** Starts the tenant; `more` stands in its log besides the story. */
export async function startStoryTenant(more: readonly WireRecord[]): Promise<StoryTenant> {
  const [tenantId, clientId, secret] = [randomUUID(), randomUUID(), randomUUID()];
  const records = [...more, ...createStory({ now: NOW }).records];
  const entra = await startEntra({ tenantId, clients: [{ clientId, secret }], now: () => NOW });
  const partnerCenter = await startPartnerCenter({ records, now: () => NOW });
  const log = createLogger('silent');
  const connected = connectPartnerCenter({
    tenantId, clientId, credential: { kind: 'secret', secret: () => secret }, cloud: 'global', partnerCenterUrl: partnerCenter.url, entraAuthorityUrl: entra.url,
    environment: {}, gate: openGate(), concurrency: 4, endDateReading: memoryEndDateReading(), clock: () => NOW, random: Math.random, newId: randomUUID, log,
  });
  const deps: ReadingDeps = {
    source: connected.source, results: memoryResults(), directory: memoryDirectory(), freshness: memoryFreshness(), clock: () => NOW, log,
    newResultId: () => randomUUID(), hash: (text) => createHash('sha256').update(text).digest('hex'),
  };
  return {
    records, deps, lookup: connected.lookup,
    async ask(search) {
      const facts = await findAnswer(deps, { ...questionOf(search, ZONE), correlationId: randomUUID() }, AbortSignal.timeout(60_000));
      const listed = await deps.results.records(facts.id, 0, facts.listed);
      return { facts, marks: (listed ?? []).map(markOf).toSorted() };
    },
    async close() {
      await connected.close();
      await Promise.all([partnerCenter.close(), entra.close()]);
    },
  };
}
