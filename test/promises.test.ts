/** What is promised in documents, held against the code that keeps it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseCommand } from '../src/command/parse.ts';
import { FILTERS, TIMES, VERBS } from '../src/command/usage.ts';
import { HELP_EXAMPLES } from '../src/slack/blocks/help.ts';

const text = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const README = text('README.md');
const CONTEXT = { now: new Date('2026-11-21T10:00:00Z'), zone: 'Europe/Berlin' };

/** The code spans in the first column of the table under a heading of the README. */
function firstColumn(headerRow: string): readonly string[] {
  const rows = README.slice(README.indexOf(headerRow)).split('\n').slice(2);
  const table = rows.slice(0, rows.findIndex((row) => !row.startsWith('|')));
  return table.flatMap((row) => [...(row.split(/(?<!\\)\|/)[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replaceAll('\\|', '|')));
}

/** Names of variables that a source text reads. */
function variablesIn(source: string): readonly string[] {
  return [...new Set([...source.matchAll(/^\s+([A-Z][A-Z_]+): /gm)].map(([, name]) => name ?? ''))];
}

describe('promises', () => {
  it('documents every variable that the configuration reads, and no other', () => {
    const read = variablesIn(text('src/config.ts'));

    expect(firstColumn('| variable | default | meaning |').toSorted()).toEqual(read.toSorted());
    for (const name of read) expect(text('.env.example')).toContain(name);
  });

  it('documents every filter that the parser takes', () => {
    expect(firstColumn('| filter | means | example |')).toEqual(FILTERS.map(({ word }) => word));
  });

  it('documents every form of a time that the parser takes', () => {
    expect(firstColumn('| time | means | example |')).toEqual(TIMES.map(({ form }) => form));
  });

  it('gives examples that are understood, in README, usage table and help', () => {
    const examples = [
      ...FILTERS.map(({ example }) => example), ...TIMES.map(({ example }) => example), ...HELP_EXAMPLES,
      ...README.slice(README.indexOf('| filter |'), README.indexOf('| button |')).split('\n').flatMap((line) => [.../\| `([^`]+)` \|$/.exec(line) ?? []].slice(1)),
    ];

    expect(examples.length).toBeGreaterThan(12);
    for (const example of examples) expect(parseCommand(example, CONTEXT), example).toMatchObject({ kind: 'search' });
  });

  it('answers every verb that is not built yet as such, and no other', () => {
    for (const { word, built, example } of VERBS) {
      const command = parseCommand(example, CONTEXT);
      expect([example, command.kind === 'later' ? command.verb : command.kind]).toEqual([example, word]);
      expect(command.kind === 'later', word).toBe(!built);
    }
  });

  it('documents every button that the screens show', () => {
    const labels = ['blocks/summary.ts', 'blocks/notices.ts', 'blocks/help.ts']
      .flatMap((file) => [...text(`src/slack/${file}`).matchAll(/button\('([A-Z][^']+)'/g)].map(([, label]) => label ?? ''));

    expect(firstColumn('| button | does |')).toEqual(expect.arrayContaining([...new Set(labels)].filter((label) => label !== 'Help')));
  });

  it('documents exactly the scopes of the manifest', () => {
    const manifest = parse(text('manifest.yml')) as { readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } } };

    expect(firstColumn('| scope | why |').toSorted()).toEqual(manifest.oauth_config.scopes.bot.toSorted());
  });

  it('names files that exist', () => {
    for (const file of ['README.md', 'CONTRIBUTING.md', 'docs/architecture.md']) {
      for (const [, path] of text(file).matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
        expect(() => text(file.startsWith('docs/') ? `docs/${path}` : path ?? ''), `${file}: ${path}`).not.toThrow();
      }
    }
  });
});
