import { expect } from 'vitest';
import { validateMessage } from '../../../sandbox/slack/block-kit/validate.ts';
import { EVERYTHING, type AuditFilter } from '../../../src/audit/filter.ts';
import { planQuery } from '../../../src/audit/query.ts';
import type { AuditRecord } from '../../../src/audit/record.ts';
import type { Shape } from '../../../src/command/command.ts';
import { createCollector } from '../../../src/features/collect-records.ts';
import { rowsPerPage } from '../../../src/features/answer-form.ts';
import type { ResultFacts } from '../../../src/features/result-facts.ts';
import type { SummaryScreen } from '../../../src/features/screens.ts';
import { readPage } from '../../../src/features/show-page.ts';
import { createRenderer } from '../../../src/slack/blocks/render.ts';
import type { MessagePayload, Rendered } from '../../../src/slack/message.ts';
import { memoryResults } from '../../../sandbox/memory.ts';
import { read } from '../../support/reading.ts';
import { someFacts } from '../../support/results.ts';

const RANGE = { from: new Date('2026-11-14T10:00:00Z'), to: new Date('2026-11-21T10:00:00Z') };
const ID = 'result-0000000000000001';

export interface Asking {
  readonly filter?: Partial<AuditFilter>;
  readonly shape?: Shape;
  readonly facts?: Partial<ResultFacts>;
  readonly page?: number;
}

/** One page of the answer that these records make, counted and ordered by the real collector. */
export async function answerOf(records: readonly AuditRecord[], { filter = {}, shape, facts = {}, page = 0 }: Asking = {}): Promise<SummaryScreen> {
  const plan = planQuery({ filter: { ...EVERYTHING, ...filter }, range: RANGE }, RANGE.to);
  const results = memoryResults();
  const writer = results.begin(ID);
  const collector = createCollector(plan, writer, { zone: 'Europe/Berlin', ...(shape && { shape }) });
  await collector.add({ window: { first: '2026-11-13', last: '2026-11-21' }, records, unreadable: 0, repeats: 0 });
  const { order, ...counts } = collector.finish();
  const known = someFacts({ id: ID, plan, ...counts, ...(shape && { shape }), listed: order.length, ...facts });
  await writer.finish(known, order);
  const screen = await readPage(results, known, page);
  if (screen.kind !== 'summary') throw new Error('the answer is gone');
  expect(screen.records.length).toBeLessThanOrEqual(rowsPerPage(known) === 0 ? 0 : rowsPerPage(known) + (screen.page === 0 ? known.standouts.length : 0));
  return screen;
}

/** Draws a screen both ways, under Slack's rules and our own: 25 blocks at most. */
export function drawn(screen: Parameters<ReturnType<typeof createRenderer>>[0]): Rendered {
  const both = createRenderer('/audit')(screen);
  for (const message of [both.rich, both.plain]) {
    expect(validateMessage(message)).toEqual([]);
    expect(message.blocks.length).toBeLessThanOrEqual(25);
  }
  expect(both.plain.blocks.filter(({ type }) => !['section', 'actions', 'rich_text'].includes(type))).toEqual([]);
  return both;
}

/** A message as text. */
export function asText({ text, blocks }: MessagePayload): string {
  return read({ text, blocks: blocks.map((block) => ({ ...block })) });
}
