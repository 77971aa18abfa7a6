/** Answers for the gallery, read by the product's own search over invented records, without a network. */
import { createHash } from 'node:crypto';
import type { ServerFilter } from '../../src/audit/query.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { parseCommand } from '../../src/command/parse.ts';
import type { Command, ResolvedSearch } from '../../src/command/command.ts';
import { completeAnswer } from '../../src/features/complete-answer.ts';
import type { ResultStore } from '../../src/features/answer-ports.ts';
import type { RecordSource } from '../../src/features/ports.ts';
import { questionOf } from '../../src/features/queue-job.ts';
import type { ResultFacts } from '../../src/features/result-facts.ts';
import { findAnswer } from '../../src/features/run-search.ts';
import { readPage } from '../../src/features/show-page.ts';
import type { SummaryScreen } from '../../src/features/screens.ts';
import { readRecord } from '../../src/partner-center/wire.ts';
import { createLogger } from '../../src/runtime/logger.ts';
import { memoryDirectory, memoryFreshness, memoryResults } from '../memory.ts';
import { createStory } from '../partner-center/story/story.ts';

/** The moment at which every screen of the gallery is drawn, and the zone of the person who looks. */
export const NOW = new Date('2026-11-21T09:57:00.000Z');
export const ZONE = 'Europe/Berlin';

/** What the text after the slash command means at that moment. */
export const understand = (text: string): Command => parseCommand(text, { now: NOW, zone: ZONE });

/** The same for a text that must be a search. */
export const searchOf = (text: string): ResolvedSearch => {
  const command = understand(text);
  if (command.kind !== 'search') throw new Error(`“${text}” is no search`);
  return command;
};

/** The records of the invented partner, read and masked as those of a real one. */
export const storyRecords = (): readonly AuditRecord[] =>
  createStory({ now: NOW }).records.map(readRecord).filter((record) => record !== undefined);

const folded = (text: string | undefined): string => (text ?? '').toLowerCase().replaceAll('_', '');

/** The three conditions as Partner Center understands them. */
const CONDITIONS: Readonly<Record<ServerFilter['field'], (record: AuditRecord, wanted: string) => boolean>> = {
  CustomerId: ({ customerId }, wanted) => folded(customerId) === wanted,
  CompanyName: ({ customerName }, wanted) => folded(customerName).includes(wanted),
  ResourceType: ({ resourceType }, wanted) => folded(resourceType) === wanted,
};

/** A source that holds these records and filters them as Partner Center would. */
const sourceOf = (records: readonly AuditRecord[]): RecordSource => ({
  async *pages({ windows, serverFilter }) {
    const isAsked = serverFilter === undefined ? () => true : (record: AuditRecord) => CONDITIONS[serverFilter.field](record, folded(serverFilter.value));
    for (const window of windows) {
      const held = records.filter((record) => record.operationDate.slice(0, 10) >= window.first && record.operationDate.slice(0, 10) <= window.last && isAsked(record));
      yield { window, records: held, unreadable: 0, repeats: 0 };
    }
  },
});

export interface Answer {
  readonly facts: ResultFacts;
  page(number: number): Promise<SummaryScreen>;
}

const turn = async (results: ResultStore, facts: ResultFacts, number: number): Promise<SummaryScreen> => {
  const screen = await readPage(results, facts, number);
  if (screen.kind !== 'summary') throw new Error('the answer was not kept');
  return screen;
};

/** Answers a search over these records. The id is the same each time, so that two galleries can be compared. */
export async function answer(text: string, records: readonly AuditRecord[]): Promise<Answer> {
  const [results, directory] = [memoryResults(), memoryDirectory()];
  await directory.learn(records);
  const deps = {
    source: sourceOf(records), results, directory, freshness: memoryFreshness(), clock: () => NOW, log: createLogger('silent'),
    newResultId: () => 'gallery-result-0000000001', hash: (plan: string) => createHash('sha256').update(plan).digest('hex'),
  };
  const [correlationId, signal] = ['11111111-2222-4333-8444-555555555555', AbortSignal.timeout(60_000)];
  const facts = await findAnswer({ ...deps, complete: (found, options) => completeAnswer(deps, found, options) }, { ...questionOf(searchOf(text), ZONE), correlationId }, signal);
  return { facts, page: (number) => turn(results, facts, number) };
}
