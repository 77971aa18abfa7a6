import { describe, expect, it } from 'vitest';
import { memoryDirectory, memoryFreshness, memoryResults } from '../../sandbox/memory.ts';
import { validateMessage, validateView } from '../../sandbox/slack/block-kit/validate.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { EMPTY_FORM } from '../../src/command/form.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { handleCommand, type CommandDeps } from '../../src/features/handle-command.ts';
import { completeAnswer } from '../../src/features/complete-answer.ts';
import { compareSpans } from '../../src/features/compare-search.ts';
import { findAnswer, type Asked, type ReadingDeps } from '../../src/features/run-search.ts';
import type { Screen } from '../../src/features/screens.ts';
import { showHome } from '../../src/features/show-home.ts';
import { readPage } from '../../src/features/show-page.ts';
import { submitForm } from '../../src/features/submit-form.ts';
import { homeView } from '../../src/slack/blocks/home.ts';
import { createRenderer } from '../../src/slack/blocks/render.ts';
import { notebook } from '../slack/running-app.ts';
import { AN_ADMIN, commandDeps } from '../support/command-deps.ts';
import { read } from '../support/reading.ts';
import { aRecord } from '../support/records.ts';

const ID = 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f';
const PLACE = { responseUrl: '', openUntil: 0, userId: AN_ADMIN.id };
const NOW = new Date('2026-11-21T10:00:00Z');
const LIVE = new AbortController().signal;

const directory = (everybody: CommandDeps['directory']['everybody']): Partial<CommandDeps> => ({ directory: { everybody, knowsDays: async () => false, customersNamed: async () => [] } });
const named = (name: string) => directory(async () => ({ customers: [{ id: ID, name }, { id: 'aaaa1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', name: 'Contoso' }], people: [] }));

function shown(screen: Screen): string {
  const { rich, plain } = createRenderer('/audit')(screen);
  expect([...validateMessage(rich), ...validateMessage(plain)]).toEqual([]);
  expect(rich.text).not.toContain('<!');
  return read({ text: rich.text, blocks: rich.blocks.map((block) => ({ ...block })) });
}

async function asked(facts: Partial<CommandDeps>) {
  const { deps, jobs } = commandDeps(facts);
  const submitted = await submitForm(deps, { id: 'a'.repeat(32), place: PLACE }, { ...EMPTY_FORM, customers: [{ kind: 'id', id: ID }] });
  if (submitted.kind !== 'screen') throw new Error('faults');
  return { text: shown(submitted.screen), jobs, deps };
}

describe('features/name-customers', () => {
  it('acknowledges a customer that was picked by its name, and keeps its id in the command', async () => {
    const { text, jobs } = await asked(named('Relecloud'));

    expect(text).toContain('Relecloud, 14 Nov 11:00 – 21 Nov 11:00 CET: the answer follows');
    expect(text).toContain(`This form equals the command: customer ${ID} (Relecloud) last 7d`);
    expect(jobs).toMatchObject([{ command: `customer ${ID} last 7d` }]);
    expect(parseCommand(`customer ${ID} last 7d`, { now: NOW, zone: 'UTC' })).toMatchObject({ kind: 'search', search: { filter: { customers: [{ kind: 'id', id: ID }] } } });
  });

  it.each([
    ['an answer that never comes', async () => new Promise<never>(() => undefined)],
    ['a failure', async () => Promise.reject(new Error('down'))],
  ])('shows the id, and waits for nothing longer, where the directory has no name but %s', async (_, everybody) => {
    let calls = 0;
    // What the command is read with is had before.
    const { text } = await asked(directory(async () => (calls += 1) === 1 ? { customers: [], people: [] } : everybody()));

    expect(text).toContain(`${ID}, 14 Nov`);
    expect(text).not.toContain('(');
  });

  it('lists searches with the names behind their ids, and runs them as they stand', async () => {
    const { deps } = commandDeps({ ...named('<!channel> "Co"'), saved: { add: async () => 'added', all: async () => [{ name: 'mine', command: `customer ${ID} last 7d`, savedAt: NOW.toISOString() }], find: async () => undefined, remove: async () => false } });
    const type = async (text: string) => handleCommand(deps, { id: 'b'.repeat(32), text, place: PLACE, kept: true });
    const kinds = [await type(`customer ${ID},Fabrikam failed last 7d`), await type(`explain customer ${ID} last 2d`), await type(`compare not customer ${ID} last 2d`)].map((screen) => [screen.kind, shown(screen)] as const);
    const [history, saved, kept] = [await type('history'), await type('saved'), await type(`save as "x" customer ${ID} last 7d`)];

    for (const [, text] of kinds) expect(text).toContain('<!channel> "Co"');
    expect(kinds.map(([kind]) => kind)).toEqual(['understood', 'explained', 'comparing']);
    expect(shown(history)).toContain('/audit customer bbbb1b1b-… (<!channel> "Co"), Fabrikam status failed last 7d');
    for (const screen of [saved, kept]) expect(shown(screen)).toContain('/audit customer bbbb1b1b-… (<!channel> "Co") last 7d');
    expect(JSON.stringify(createRenderer('/audit')(saved).rich.blocks)).toContain(`"value":"customer ${ID} last 7d"`);
  });

  it('lists them in App Home as well', async () => {
    const { deps } = commandDeps(named('Relecloud'));
    await handleCommand(deps, { id: 'c'.repeat(32), text: `customer ${ID} last 7d`, place: PLACE });
    const screen = await showHome({ ...deps, copy: { ...deps.copy, ledger: async () => [], read: async () => ({ rows: [], version: 0 }) }, watching: { rules: { all: async () => [] } } }, PLACE.userId);
    const view = homeView(screen, '/audit');

    expect(validateView(view)).toEqual([]);
    expect(JSON.stringify(view.blocks)).toContain('/audit customer bbbb1b1b-… (Relecloud) last 7d');
    expect(JSON.stringify(view.blocks)).toContain(`"value":"customer ${ID} last 7d"`);
  });

  it('heads an answer that found nothing with the name, and offers what would match with it', async () => {
    const known = memoryDirectory();
    await known.learn([aRecord({ customerId: ID, customerName: 'Relecloud' })]);
    const record = aRecord({ customerId: ID, customerName: 'Relecloud', operationDate: '2026-11-10T10:00:00.0000000Z' });
    const deps: ReadingDeps = {
      source: { async *pages({ windows: [window] }) { if (window) yield { window, records: [record], unreadable: 0, repeats: 0 }; } },
      results: memoryResults(), directory: known, freshness: memoryFreshness(), clock: () => NOW, log: notebook(), newResultId: () => 'result-0000000000000001', hash: (text) => text,
    };
    const complete: ReadingDeps['complete'] = async (facts, options) => completeAnswer({ ...deps, log: notebook() }, facts, options);
    const question: Asked = { command: `customer ${ID} last 2d`, zone: 'UTC', clamped: false, correlationId: 'c', from: '2026-11-19T10:00:00.000Z', to: NOW.toISOString(), filter: { ...EVERYTHING, customers: [{ kind: 'id', id: ID }] } };
    const text = shown(await readPage(deps.results, await findAnswer({ ...deps, complete }, question, LIVE), 0));

    expect(text).toContain('No operation for Relecloud');
    expect(text).toContain('customer bbbb1b1b-… (Relecloud) last 30d');
    expect(shown(await compareSpans(deps, question, LIVE))).toContain('No operation for Relecloud');
  });
});
