/** The files of the page. Its modules are TypeScript whose types are taken out when they are asked for: there is no build. */
import { readdir, readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { blockStyles } from './block-html.ts';

export interface Asset {
  readonly type: string;
  readonly body: string;
}

const FOLDER = new URL('./', import.meta.url);
const kept = new Map<string, Asset>();

/** Node calls it experimental on stderr once; that is no news for whoever opens a demo. */
function withoutWarning<Value>(work: () => Value): Value {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return work();
  } finally {
    process.emitWarning = emitWarning;
  }
}

const read = (name: string): Promise<string> => readFile(new URL(name, FOLDER), 'utf8');

/** All modules at once, instead of one after the other as each names the next. */
async function preloads(): Promise<string> {
  const names = (await readdir(new URL('client/', FOLDER))).filter((name) => name.endsWith('.ts'));
  return names.map((name) => `<link rel="modulepreload" href="/client/${name}">\n`).join('');
}

async function build(path: string): Promise<Asset | undefined> {
  if (path === '/') return { type: 'text/html; charset=utf-8', body: (await read('page.html')).replace('</head>', `${await preloads()}</head>`) };
  if (path === '/page.css') return { type: 'text/css; charset=utf-8', body: `${blockStyles()}\n${await read('page.css')}` };
  const [, name] = /^\/client\/([a-z][a-z-]*\.ts)$/.exec(path) ?? [];
  if (name === undefined) return undefined;
  const source = await read(`client/${name}`);
  return { type: 'text/javascript; charset=utf-8', body: withoutWarning(() => stripTypeScriptTypes(source)) };
}

/** Undefined where there is no such file. */
export async function findAsset(path: string): Promise<Asset | undefined> {
  const before = kept.get(path);
  if (before) return before;
  const asset = await build(path).catch(() => undefined);
  if (asset) kept.set(path, asset);
  return asset;
}
