/** The twenty questions that people ask first, answered by the commands of docs/commands.md and held against counting by hand. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawOfTicks, ticksOfRaw } from '../sandbox/partner-center/ticks.ts';
import type { WireRecord } from '../sandbox/partner-center/wire.ts';
import type { Command, ResolvedSearch } from '../src/command/command.ts';
import { parseCommand } from '../src/command/parse.ts';
import { questionBefore } from '../src/features/compare-search.ts';
import { questionOf } from '../src/features/queue-job.ts';
import { findTopic } from '../src/command/help-topics.ts';
import { CONTEXT, markOf, startStoryTenant, ZONE, type StoryTenant } from './support/story-tenant.ts';
import { A_RECORD, LOG_QUESTIONS, VERB_QUESTIONS, type LogQuestion } from './twenty-questions.ts';

const DELETED: WireRecord = {
  id: A_RECORD, partnerId: 'aaaabbbb-0000-cccc-1111-dddd2222eeee', customerId: '11111111-2222-3333-4444-555555555555', customerName: 'Gone Ltd',
  userPrincipalName: 'eve@partner.example', applicationId: '4990cffe-04e8-4e8b-808a-1175604b879f', resourceType: 'customer',
  operationType: 'delete_customer', operationDate: '2026-10-02T08:15:00.0000001Z', operationStatus: 'succeeded',
};

let tenant: StoryTenant;

/** What a wording leads to: directly, or by the first repair. */
function ledTo(typed: string): Command {
  const command = parseCommand(typed, CONTEXT);
  if (command.kind !== 'mistake') return command;
  const [repair = ''] = command.mistake.repairs;
  return parseCommand(repair, CONTEXT);
}

function searchOf(command: Command): ResolvedSearch {
  if (command.kind === 'search') return command;
  if (command.kind === 'request' && command.request.verb === 'export') return command.request;
  throw new Error(`no search: ${JSON.stringify(command)}`);
}

/** Every record of the log looked at, with nothing of the product; an operation that went on is its last state. */
function byHand({ answer }: Pick<LogQuestion, 'answer'>): readonly string[] {
  const latest = new Map<string, WireRecord>();
  for (const [place, record] of tenant.records.entries()) {
    const id = record.id ?? String(place);
    if (latest.get(id)?.operationStatus !== 'succeeded') latest.set(id, record);
  }
  return [...latest.values()].filter((record) => answer(record, rawOfTicks(ticksOfRaw(record.operationDate)))).map(markOf).toSorted();
}

describe('the twenty questions', () => {
  beforeAll(async () => {
    tenant = await startStoryTenant([DELETED]);
  });
  afterAll(() => tenant.close());

  it('are twenty, and each stands in docs/commands.md with its command', () => {
    const page = readFileSync(new URL('../docs/commands.md', import.meta.url), 'utf8');
    const all = [...LOG_QUESTIONS, ...VERB_QUESTIONS];

    expect(all).toHaveLength(20);
    for (const { question, command } of all) expect(page).toContain(`| ${question} | \`/audit ${command.replace(A_RECORD, '<id>')}\` |`);
  });

  it.each(LOG_QUESTIONS)('answers “$question” with `$command`', async (question) => {
    const { facts, marks } = await tenant.ask(searchOf(parseCommand(question.command, CONTEXT)));

    const expected = byHand(question);
    expect(marks).toEqual(expected);
    expect(facts.summary.total).toBe(expected.length);
    expect(expected.length).toBeGreaterThan(0);
  });

  it.each(LOG_QUESTIONS.flatMap(({ wordings, command, answer }) => wordings.map((wording) => [wording, command, answer] as const)))('leads “%s” to the answer of `%s`', async (wording, command, answer) => {
    const search = searchOf(ledTo(wording));
    const { marks } = await tenant.ask(search);

    expect(marks).toEqual(byHand({ answer }));
    expect(search.search.shape?.by).toEqual(searchOf(parseCommand(command, CONTEXT)).search.shape?.by);
  });

  it.each(VERB_QUESTIONS.flatMap(({ wordings, command }) => wordings.map((wording) => [wording, command] as const)))('leads “%s” to `%s`', (wording, command) => {
    expect(ledTo(wording)).toEqual(parseCommand(command, CONTEXT));
  });

  it('names who did it, in the answer to the first', async () => {
    const { facts } = await tenant.ask(searchOf(parseCommand('customer "Wingtip Toys" this week', CONTEXT)));

    expect(facts.summary.people.map(({ value }) => value)).toEqual(expect.arrayContaining(['bob@partner.example', 'alice@partner.example']));
  });

  it('counts by day and by customer as counting by hand does', async () => {
    const byDay = await tenant.ask(searchOf(parseCommand('risk high last 30d by day', CONTEXT)));
    const byCustomer = await tenant.ask(searchOf(parseCommand('last 30d by customer', CONTEXT)));

    const night = byDay.facts.groups?.rows.find(({ values }) => values[0] === '2026-11-20');
    expect(night?.count).toBe(byDay.marks.filter((mark) => mark.startsWith('2026-11-20')).length);
    const [largest] = byCustomer.facts.groups?.rows ?? [];
    const counts = Map.groupBy(byCustomer.marks, (mark) => mark.split(' ')[2]);
    expect(largest?.count).toBe(Math.max(...[...counts.values()].map(({ length }) => length)));
  });

  it('finds the record by its id, and says where there is none', async () => {
    const options = { correlationId: 'c', signal: AbortSignal.timeout(10_000) };

    expect(await tenant.lookup.find(A_RECORD, options)).toMatchObject({ operationType: 'delete_customer', customerName: 'Gone Ltd' });
    expect(await tenant.lookup.find('nothing-of-the-kind', options)).toBeUndefined();
  });

  it('compares the last week with the one before it', async () => {
    const compared = parseCommand('compare last 7d', CONTEXT);
    if (compared.kind !== 'request' || compared.request.verb !== 'compare') throw new Error('no comparison');
    const before = parseCommand(questionBefore(questionOf(compared.request, ZONE)).command, CONTEXT);
    const { marks } = await tenant.ask(searchOf(before));

    expect(marks).toEqual(byHand({ answer: (_, at) => at >= '2026-11-07T10:00' && at < '2026-11-14T10:00' }));
  });

  it('says why searches are refused', () => {
    expect(findTopic('refused')?.rows.map(({ form }) => form)).toContain('longer ago than the log reaches');
  });
});
