/** Checks source files against the layer rule; pure over texts, so that every rule can be shown to fail. */
import { dirname, join } from 'node:path/posix';
import { type Import, readSource, type Source } from './source.ts';

/** A file of the project: its path from the root with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One broken rule, with what to do about it. */
export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly rule: 'layer' | 'package' | 'environment' | 'purity' | 'cycle' | 'index' | 'default export' | 'length' | 'syntax';
  readonly what: string;
}

interface Layer {
  /** Layers it may import besides itself. */
  readonly layers: readonly string[];
  /** Packages it may import; `@slack/*` stands for the whole scope, `node:*` for all of Node. */
  readonly packages: readonly string[];
}

const CORE = ['audit', 'command', 'features'];
const ADAPTERS = ['partner-center', 'slack', 'queue', 'store'];
const INWARDS = [...CORE, 'runtime'];

/** Who may import what. A layer is a folder of src or, for the files beside them, the file's name. */
const LAYERS: Readonly<Record<string, Layer>> = {
  audit: { layers: [], packages: ['node:crypto'] },
  command: { layers: ['audit'], packages: [] },
  features: { layers: ['audit', 'command'], packages: ['zod'] },
  'partner-center': { layers: INWARDS, packages: ['node:*', 'undici', '@azure/msal-node', 'zod'] },
  slack: { layers: INWARDS, packages: ['node:*', '@slack/*', 'zod'] },
  queue: { layers: INWARDS, packages: ['node:*', 'bullmq'] },
  store: { layers: INWARDS, packages: ['node:*', 'ioredis'] },
  runtime: { layers: [], packages: ['node:*', 'ioredis', 'pino', 'prom-client'] },
  roles: { layers: [...INWARDS, ...ADAPTERS, 'config.ts'], packages: ['node:*'] },
  'config.ts': { layers: [...INWARDS, 'config-fields.ts'], packages: ['node:*', 'zod'] },
  'config-fields.ts': { layers: INWARDS, packages: ['zod'] },
  'main.ts': { layers: [...INWARDS, ...ADAPTERS, 'roles', 'config.ts'], packages: ['node:*'] },
};

const DATES = 'src/audit/dates.ts';
const DATE_PACKAGES = ['date-fns', '@date-fns/tz'];
const MAX_LINES = 250;

/** Every broken rule in the given files, in their order. Imports of files that are not given are judged by their path. */
export function checkArchitecture(files: readonly SourceFile[]): readonly Violation[] {
  const sources = files.map((file) => readSource(file.path, file.text));
  return [...sources.flatMap(checkSource), ...findCycles(sources)];
}

/** A violation as one line for a person. */
export function describeViolation(violation: Violation): string {
  return `${violation.path}:${violation.line} [${violation.rule}] ${violation.what}`;
}

function checkSource(source: Source): readonly Violation[] {
  const at = (line: number, rule: Violation['rule'], what: string): Violation => ({ path: source.path, line, rule, what });
  if (source.syntaxError) return [at(1, 'syntax', `cannot be parsed: ${source.syntaxError}`)];
  return [
    ...source.imports.flatMap((entry) => checkImport(source.path, entry)),
    ...(mayReadEnvironment(source.path) ? [] : source.environment.map((line) => at(line, 'environment', 'reads process.env: take the value as a parameter; src/main.ts and src/config.ts read the environment'))),
    ...(CORE.includes(layerOf(source.path) ?? '') ? source.impurities.map(({ line, name }) => at(line, 'purity', `uses ${name}: take the clock or the random value as a parameter`)) : []),
    ...source.defaultExports.map((line) => at(line, 'default export', 'has a default export: export it by name')),
    ...(/(^|\/)index\.ts$/.test(source.path) ? [at(1, 'index', 'is an index file: name the file for what it exports and import it directly')] : []),
    ...(source.lines > MAX_LINES ? [at(MAX_LINES + 1, 'length', `has ${source.lines} lines, ${MAX_LINES} are allowed: split it along meaning`)] : []),
  ];
}

function checkImport(path: string, entry: Import): readonly Violation[] {
  const at = (rule: Violation['rule'], what: string): readonly Violation[] => [{ path, line: entry.line, rule, what }];
  const target = targetOf(path, entry);
  const own = layerOf(path);
  if (target === undefined) return checkPackage(path, own, entry.from, at);
  if (own === undefined) return [];
  const other = layerOf(target);
  if (other === undefined) return at('layer', `imports ${target}: nothing in src may import from outside src`);
  const layer = LAYERS[own];
  if (layer === undefined) return at('layer', `${own} is not a layer of src: put the file into one of ${Object.keys(LAYERS).join(', ')}`);
  if (own === other || layer.layers.includes(other)) return [];
  return at('layer', `${own} imports ${other} (${target}): it may import ${layer.layers.join(', ') || 'only itself'}; declare a port in features/ports.ts and let main.ts hand it in`);
}

function checkPackage(path: string, own: string | undefined, name: string, at: (rule: Violation['rule'], what: string) => readonly Violation[]): readonly Violation[] {
  if (path === DATES && [...DATE_PACKAGES, 'node:module'].includes(name)) return [];
  if (DATE_PACKAGES.some((dates) => matches(dates, name))) return at('package', `imports ${name}: only ${DATES} may; import what you need from there`);
  if (own === undefined) return [];
  if (name === 'node:module') return at('package', `imports node:module: only ${DATES} may`);
  const allowed = LAYERS[own]?.packages ?? [];
  if (allowed.some((pattern) => matches(pattern, name))) return [];
  const homes = Object.keys(LAYERS).filter((layer) => LAYERS[layer]?.packages.some((pattern) => matches(pattern, name)));
  return at('package', `${own} imports ${name}: ${homes.length > 0 ? `only ${homes.join(', ')} may` : 'nothing in src may'}; declare a port in features/ports.ts instead`);
}

/** `zod` covers `zod/mini`, `@slack/*` its whole scope, `node:*` all of Node. */
function matches(pattern: string, name: string): boolean {
  if (pattern.endsWith('*')) return name.startsWith(pattern.slice(0, -1));
  return name === pattern || name.startsWith(`${pattern}/`);
}

/** The folder below src (or the file in src itself); nothing for files of other trees. */
function layerOf(path: string): string | undefined {
  const [tree, layer] = path.split('/');
  return tree === 'src' ? layer : undefined;
}

/** The path a relative import leads to; nothing for a package. */
function targetOf(path: string, entry: Import): string | undefined {
  return entry.from.startsWith('.') ? join(dirname(path), entry.from) : undefined;
}

/** Entry points lie directly in their folder; tests start processes, which need an environment. */
function mayReadEnvironment(path: string): boolean {
  if (path === 'src/main.ts' || path === 'src/config.ts') return true;
  return /^test\/|^(sandbox|bench|scripts)\/[^/]+$/.test(path);
}

/** One violation per ring of imports, told at the import that closes it. */
function findCycles(sources: readonly Source[]): readonly Violation[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const found: Violation[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    done.add(path);
    for (const entry of byPath.get(path)?.imports ?? []) {
      const target = targetOf(path, entry);
      if (target === undefined) continue;
      const ring = [...trail, path];
      if (ring.includes(target)) {
        const names = [...ring.slice(ring.indexOf(target)), target].join(' → ');
        found.push({ path, line: entry.line, rule: 'cycle', what: `imports in a ring: ${names}; move what both need into a file of its own` });
      } else if (!done.has(target)) visit(target, ring);
    }
  };
  for (const { path } of sources) if (!done.has(path)) visit(path, []);
  return found;
}
