/** Reads from a TypeScript text what the layer rule needs to know, with a real parser: strings and comments do not count. */
import { parseAst } from 'vitest/node';

/** One import, export-from, dynamic import or import type. */
export interface Import {
  readonly from: string;
  readonly line: number;
}

/** What one file imports, exports and reaches for. Lines count from 1. */
export interface Source {
  readonly path: string;
  readonly lines: number;
  readonly syntaxError?: string;
  readonly imports: readonly Import[];
  readonly defaultExports: readonly number[];
  /** Where it reads process.env. */
  readonly environment: readonly number[];
  /** Where it asks the clock or chance. */
  readonly impurities: readonly { readonly line: number; readonly name: string }[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

const IMPORTING = new Set(['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression', 'TSImportType']);
const IMPURE_CALLS = new Set(['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID', 'crypto.getRandomValues']);
const IMPURE_IMPORTS = /^random|^getRandomValues$/;

/** Parses one file; a text that is no TypeScript comes back with `syntaxError` and nothing else. */
export function readSource(path: string, text: string): Source {
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const lines = text.replace(/\n$/, '').split('\n').length;
  const nodes: Node[] = [];
  try {
    collect(parseAst(text, { lang: 'ts' }), nodes);
  } catch (error) {
    return { path, lines, syntaxError: String(error), imports: [], defaultExports: [], environment: [], impurities: [] };
  }
  const linesOf = (test: (node: Node) => boolean): readonly number[] => nodes.filter(test).map((node) => lineAt(node.start));
  return {
    path,
    lines,
    imports: nodes.flatMap((node) => {
      const from = IMPORTING.has(node.type) ? literal(node['source']) : undefined;
      return from === undefined ? [] : [{ from, line: lineAt(node.start) }];
    }),
    defaultExports: linesOf(isDefaultExport),
    environment: linesOf(readsEnvironment),
    impurities: nodes.flatMap((node) => {
      const name = impurity(node);
      return name === undefined ? [] : [{ name, line: lineAt(node.start) }];
    }),
  };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function collect(value: unknown, into: Node[]): void {
  if (Array.isArray(value)) return value.forEach((item) => collect(item, into));
  if (!isNode(value)) return;
  into.push(value);
  for (const child of Object.values(value)) collect(child, into);
}

function literal(value: unknown): string | undefined {
  return isNode(value) && typeof value['value'] === 'string' ? value['value'] : undefined;
}

/** The name of an identifier or of a string used as a key. */
function nameOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  return typeof value['name'] === 'string' ? value['name'] : literal(value);
}

function isDefaultExport(node: Node): boolean {
  return node.type === 'ExportDefaultDeclaration' || (node.type === 'ExportSpecifier' && nameOf(node['exported']) === 'default');
}

function readsEnvironment(node: Node): boolean {
  if (node.type === 'MemberExpression') return memberName(node) === 'process.env';
  if (node.type === 'VariableDeclarator') return nameOf(node['init']) === 'process' && keysOf(node['id']).includes('env');
  if (node.type === 'ImportDeclaration' && literal(node['source']) === 'node:process') return importedNames(node).includes('env');
  return false;
}

function impurity(node: Node): string | undefined {
  if (node.type === 'MemberExpression') return IMPURE_CALLS.has(memberName(node)) ? memberName(node) : undefined;
  if (node.type === 'NewExpression') return nameOf(node['callee']) === 'Date' && isEmpty(node['arguments']) ? 'new Date()' : undefined;
  if (node.type === 'ImportDeclaration' && literal(node['source']) === 'node:crypto') {
    return importedNames(node).find((name) => IMPURE_IMPORTS.test(name));
  }
  return undefined;
}

function memberName(node: Node): string {
  return `${nameOf(node['object']) ?? '?'}.${nameOf(node['property']) ?? '?'}`;
}

function keysOf(pattern: unknown): readonly string[] {
  const properties = isNode(pattern) ? pattern['properties'] : undefined;
  return Array.isArray(properties) ? properties.flatMap((item) => (isNode(item) ? nameOf(item['key']) ?? [] : [])) : [];
}

function importedNames(node: Node): readonly string[] {
  const specifiers = node['specifiers'];
  return Array.isArray(specifiers) ? specifiers.flatMap((item) => (isNode(item) ? nameOf(item['imported']) ?? [] : [])) : [];
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
