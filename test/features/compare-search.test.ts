import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/command/parse.ts';
import { runComparison } from '../../src/features/compare-search.ts';
import type { JobOf } from '../../src/features/jobs.ts';
import { questionOf } from '../../src/features/queue-job.ts';
import type { SearchDeps } from '../../src/features/run-search.ts';
import type { Screen } from '../../src/features/screens.ts';
import { createRenderer } from '../../src/slack/blocks/render.ts';
import { read } from '../support/reading.ts';
import { CONTEXT, startStoryTenant, workingFor, ZONE, type StoryTenant } from '../support/story-tenant.ts';

let tenant: StoryTenant;
let deps: SearchDeps;
const sent: Screen[] = [];

const JOB = { version: 3 as const, correlationId: 'c', answerTo: { responseUrl: '', openUntil: 0, userId: 'U0ONE' } };

function comparison(text: string): JobOf<'compare'> {
  const command = parseCommand(`compare ${text}`, CONTEXT);
  if (command.kind !== 'request' || command.request.verb !== 'compare') throw new Error(`no comparison: ${text}`);
  return { kind: 'compare', ...JOB, ...questionOf(command.request, ZONE) };
}

/** How many records of the story lie in a span and are of what is asked. */
function counted(from: string, to: string, fits: (record: StoryTenant['records'][number]) => boolean = () => true): number {
  const inside = tenant.records.filter((record) => record.operationDate >= from && record.operationDate < to && record.operationStatus !== 'progress' && fits(record));
  return inside.length;
}

describe('features/compare-search', () => {
  beforeAll(async () => {
    tenant = await startStoryTenant([]);
    deps = workingFor(tenant, sent);
  });
  afterAll(() => tenant.close());

  it('reads both spans and counts in each what counting by hand does', async () => {
    await runComparison(deps, 'job-1', comparison('last 7d'), AbortSignal.timeout(60_000));

    const screen = sent.at(-1);
    if (screen?.kind !== 'compared') throw new Error('not compared');
    expect(screen.now.summary.total).toBe(counted('2026-11-14T10:00', '2026-11-21T10:00'));
    expect(screen.before.summary.total).toBe(counted('2026-11-07T10:00', '2026-11-14T10:00'));
    const text = read({ text: '', blocks: createRenderer('/audit')(screen).rich.blocks.map((block) => ({ ...block })) });
    expect(text).toContain('GDAP role assignment activated 0 → 12 (new)');
    expect(text).toContain('Customer user deleted 14 → 0 (gone)');
    expect(text).toContain(`Operations  ${screen.before.summary.total} → ${screen.now.summary.total}`);
  });

  it('keeps both answers, and each can be asked again by its command', async () => {
    await runComparison(deps, 'job-2', comparison('risk high yesterday tz Europe/Berlin'), AbortSignal.timeout(60_000));

    const screen = sent.at(-1);
    if (screen?.kind !== 'compared') throw new Error('not compared');
    for (const facts of [screen.now, screen.before]) {
      const command = parseCommand(facts.command, CONTEXT);
      if (command.kind !== 'search') throw new Error(facts.command);
      const { facts: again } = await tenant.ask(command);
      expect(again.summary.total).toBe(facts.summary.total);
      expect(again.plan).toEqual(facts.plan);
    }
  });

  it('answers a job that is run again once', async () => {
    const before = sent.length;
    await runComparison(deps, 'job-3', comparison('failed today'), AbortSignal.timeout(60_000));
    await runComparison(deps, 'job-3', comparison('failed today'), AbortSignal.timeout(60_000));

    expect(sent).toHaveLength(before + 1);
  });
});
