/** What is promised in documents, held against the code that keeps it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseCommand } from '../src/command/parse.ts';
import { FILTERS, SHAPES, TIMES, VERBS } from '../src/command/usage.ts';
import { helpExamples, WATCH_EXAMPLES } from '../src/slack/blocks/help.ts';

const text = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const README = text('README.md');
const CONTEXT = { now: new Date('2026-11-21T10:00:00Z'), zone: 'Europe/Berlin' };

/** The code spans in the first column of the table under a heading of the README. */
function firstColumn(headerRow: string): readonly string[] {
  const rows = README.slice(README.indexOf(headerRow)).split('\n').slice(2);
  const table = rows.slice(0, rows.findIndex((row) => !row.startsWith('|')));
  return table.flatMap((row) => [...(row.split(/(?<!\\)\|/)[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replaceAll('\\|', '|')));
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(new URL(`../${folder}`, import.meta.url), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|md)$/.test(entry.name))
    .map((entry) => relative(fileURLToPath(new URL('..', import.meta.url)), join(entry.parentPath, entry.name)));
}

/** `Run: ` stands before a command of its own. */
function labelOf(text_: string): string {
  return text_.startsWith('Run: ') ? 'Run: …' : text_.trim();
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

  it('documents every shape and every command that is built', () => {
    expect(firstColumn('| shape | means | example |')).toEqual(SHAPES.map(({ form }) => form));
    expect(firstColumn('| command | means | example |')).toEqual(VERBS.filter(({ built }) => built).map(({ usage }) => usage));
  });

  it('gives examples that are understood, in README, usage table and help', () => {
    const examples = [
      ...[...FILTERS, ...TIMES, ...SHAPES, ...VERBS].map(({ example }) => example), ...WATCH_EXAMPLES, ...helpExamples('Last Mile Logistics').flatMap(([, commands]) => commands),
      ...README.slice(README.indexOf('| filter |'), README.indexOf('| button |')).split('\n').flatMap((line) => [.../\| `([^`]+)` \|$/.exec(line) ?? []].slice(1)),
    ];

    expect(examples.length).toBeGreaterThan(12);
    for (const example of examples) expect(parseCommand(example, CONTEXT).kind, example).not.toBe('mistake');
  });

  it('reads the example of every verb as that verb', () => {
    for (const { word, example } of VERBS) {
      const command = parseCommand(example, CONTEXT);
      expect([example, command.kind === 'request' ? command.verb : command.kind]).toEqual([example, word]);
    }
  });

  it('answers every verb that is built, and says of every other that it comes', () => {
    const answered = new Set([...text('src/features/answer-request.ts').matchAll(/case '([a-z-]+)'/g)].map(([, verb]) => verb));

    for (const { word, built } of VERBS) expect([word, answered.has(word) || word === 'search' || word === 'help']).toEqual([word, built]);
  });

  it('documents every button that the screens show, and no other', () => {
    const sources = filesUnder('src/slack').map(text).join('\n');
    const shown = new Set([...sources.matchAll(/button\(['`]([A-Z][^'`$]*)|\['([A-Z][A-Za-z ]+…?)', \{ kind/g)].map(([, onButton, inMenu]) => labelOf(onButton ?? inMenu ?? '')));
    const documented = firstColumn('| button | does |');

    expect(shown.size).toBeGreaterThan(25);
    expect(documented).toEqual(expect.arrayContaining([...shown].filter((label) => label !== 'Help')));
    for (const label of documented) expect([label, sources.includes(`'${label}'`) || shown.has(label)]).toEqual([label, true]);
  });

  it('has a script for every npm command that the documents name', () => {
    const scripts = Object.keys((JSON.parse(text('package.json')) as { readonly scripts: Readonly<Record<string, string>> }).scripts);
    const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...filesUnder('docs').filter((file) => file.endsWith('.md'))];
    const named = documents.flatMap((file) => [...text(file).matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, script = '']) => script));

    expect(scripts).toEqual(expect.arrayContaining([...new Set(named)]));
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
