/** What is asked for besides a search: one reader for each verb of the language. */
import { isSeparator } from './clauses.ts';
import type { Request } from './command.ts';
import { editsAt, Misunderstanding, missingValue, outOfPlace, shown } from './mistakes.ts';
import { readWhere } from './options.ts';
import { bareAt, startsClause } from './places.ts';
import { readSearch, readTimeAlone, type Reading } from './read-search.ts';
import { readAlert, readCommitments, readDigest, readMute, readWatch } from './rule-words.ts';
import { spanOf, type Token } from './tokens.ts';
import { isKeyword } from './words.ts';

/** Reads the tokens from the verb on. Throws `Misunderstanding` where its parts are missing or no parts of it. */
type RequestReader = (tokens: readonly Token[], reading: Reading) => Request;

const READERS: ReadonlyMap<string, RequestReader> = new Map<string, RequestReader>([
  ...(['status', 'operations', 'resources', 'saved', 'doctor', 'whoami', 'version', 'demo'] as const).map((verb) => [verb, (tokens) => alone(tokens, 1, { verb })] as const satisfies readonly [string, RequestReader]),
  ['record', (tokens) => alone(tokens, 2, { verb: 'record', id: expectText(tokens, 'record 7f0c…') })],
  ...(['again', 'history'] as const).map((verb) => [verb, (tokens, reading) => {
    const time = readTimeAlone(tokens.slice(1), reading);
    return { verb, ...(time && { time }) };
  }] as const satisfies readonly [string, RequestReader]),
  ['explain', readExplain],
  ...(['compare', 'investigate', 'report', 'log'] as const).map((verb) => [verb, (tokens, reading) => ({ verb, ...readSearch(tokens.slice(1), reading) })] as const satisfies readonly [string, RequestReader]),
  ['export', readExport],
  ['save', readSave],
  ['run', readRun],
  ...(['unsave', 'pause', 'resume', 'remove', 'unmute', 'test'] as const).map((verb) => [verb, (tokens) => ({ verb, name: wholeName(tokens) })] as const satisfies readonly [string, RequestReader]),
  ['share', readShare],
  ['rules', (tokens) => readWord(tokens, 'rules', ['muted', 'here'])],
  ['alerts', (tokens) => readWord(tokens, 'alerts', ['open'])],
  ['settings', (tokens) => readWord(tokens, 'settings')],
  ['cancel', (tokens) => readWord(tokens, 'cancel')],
  ['feedback', (tokens) => ({ verb: 'feedback', text: wholeName(tokens) })],
  ['digest', readDigest],
  ['alert', readAlert],
  ['watch', readWatch],
  ['mute', readMute],
  ['commitments', readCommitments],
]);

/** Reads what a verb asks for; undefined where the first token is no verb. Throws `Misunderstanding`. */
export function readRequest(tokens: readonly Token[], reading: Reading): Request | undefined {
  const first = tokens.findIndex((token) => !isSeparator(token));
  return READERS.get(tokens[first]?.word ?? '')?.(tokens.slice(first), reading);
}

/** Refuses what stands behind the last part of a request. */
function alone<T extends Request>(tokens: readonly Token[], count: number, request: T): T {
  const extra = tokens.slice(count).find((token) => !isSeparator(token));
  const last = tokens.at(-1);
  if (extra && last) throw new Misunderstanding({ ...outOfPlace(extra.text, { from: extra.from, to: last.to }), cure: 'Nothing more belongs to this command.' });
  return request;
}

function expectText(tokens: readonly Token[], example: string): string {
  const token = tokens[1];
  if (token?.text && token.kind !== 'comma') return token.text;
  const end = { from: tokens[0]?.to ?? 0, to: tokens[0]?.to ?? 0 };
  throw new Misunderstanding({ ...missingValue(tokens[0]?.text ?? '', end, []), cure: `For example ${shown(example)}.` });
}

function wholeName(tokens: readonly Token[]): string {
  expectText(tokens, `${tokens[0]?.word ?? ''} "daily orders"`);
  return tokens.slice(1).filter(({ kind }) => kind !== 'comma').map(({ text }) => text).join(' ').trim();
}

function readWord(tokens: readonly Token[], verb: 'rules' | 'alerts' | 'settings' | 'cancel', words?: readonly string[]): Request {
  const token = tokens[1];
  if (!token) return { verb };
  const known = !words || words.includes(token.word);
  if (known && token.text && token.kind !== 'comma') return alone(tokens, 2, { verb, word: words ? token.word : token.text });
  throw new Misunderstanding({ ...outOfPlace(token.text, token), cure: `After ${shown(verb)} there may stand ${(words ?? []).map(shown).join(' or ')}.`, edits: editsAt(token, words ?? []) });
}

/** `explain again last 30d` explains the last search. */
function readExplain(tokens: readonly Token[], reading: Reading): Request {
  if (tokens[1]?.word !== 'again') return { verb: 'explain', ...readSearch(tokens.slice(1), reading) };
  const time = readTimeAlone(tokens.slice(2), reading);
  return { verb: 'explain-again', ...(time && { time }) };
}

const FORMATS = ['csv', 'json', 'ndjson'] as const;
const OTHER_FORMATS: ReadonlySet<string> = new Set(['pdf', 'xls', 'xlsx', 'excel', 'xml', 'html', 'txt', 'doc', 'docx', 'word', 'yaml', 'tsv', 'parquet']);

function readExport(tokens: readonly Token[], reading: Reading): Request {
  const token = tokens[1];
  const format = FORMATS.find((one) => one === token?.word);
  if (token && OTHER_FORMATS.has(token.word)) {
    throw new Misunderstanding({
      code: 'E_UNKNOWN_VALUE', says: `${shown(token.text)} is not an export format.`, at: token, cure: 'I write csv, json and ndjson.', edits: editsAt(token, FORMATS),
    });
  }
  return { verb: 'export', ...(format && { format }), ...readSearch(tokens.slice(format ? 2 : 1), reading) };
}

function readSave(tokens: readonly Token[], reading: Reading): Request {
  const from = tokens[1]?.word === 'as' ? 2 : 1;
  const { name, next } = readName(tokens, from);
  const query = tokens.slice(next);
  if (query.every(isSeparator)) {
    const end = { from: reading.text.length, to: reading.text.length };
    throw new Misunderstanding({ ...missingValue(name, end, editsAt(end, [' failed last 7d'])), says: 'There is no search to save.', cure: 'For example `save as "risky" risk high last 7d`.' });
  }
  return { verb: 'save', name, ...readSearch(query, reading) };
}

function readRun(tokens: readonly Token[], reading: Reading): Request {
  // Nothing but a name can follow, whatever it means elsewhere.
  const { name, next } = readName(tokens, 1, 2);
  const query = tokens.slice(next);
  return { verb: 'run', name, ...(!query.every(isSeparator) && { instead: readSearch(query, reading) }) };
}

/** A name in quotes, or words up to the first that begins a clause; those before `free` are of the name anyway. */
function readName(tokens: readonly Token[], index: number, free = index): { readonly name: string; readonly next: number } {
  const token = tokens[index];
  if (token?.kind === 'quoted' && token.text) return { name: token.text, next: index + 1 };
  let next = index;
  const isNamedLikeFilter = bareAt(tokens, index)?.next === index + 1;
  while (tokens[next]?.kind === 'word' && (next < free || next === index && isNamedLikeFilter || !startsClause(tokens, next) && (next === index || !bareAt(tokens, next)))) next++;
  if (next > index) return { name: tokens.slice(index, next).map(({ text }) => text).join(' '), next };
  const end = { from: tokens[index - 1]?.to ?? 0, to: tokens[index - 1]?.to ?? 0 };
  let last = index + 1;
  while (tokens[last]?.kind === 'word' && !startsClause(tokens, last) && !bareAt(tokens, last)) last++;
  const words = tokens.slice(index, last).map(({ text }) => text).join(' ');
  const puts = [...isKeyword(token?.word ?? '') ? [] : [`"${words.replace(/["\\]/g, '\\$&')}"`], `"my search" ${words}`];
  const edits = token?.kind === 'word' ? editsAt(spanOf(tokens, index, last), puts) : [];
  throw new Misunderstanding({ ...missingValue(tokens[index - 1]?.text ?? '', end, edits), says: 'A saved search needs a name.', cure: 'For example `save as "risky" risk high last 7d`, then `run "risky"`.' });
}

function readShare(tokens: readonly Token[]): Request {
  if (tokens.length === 1) return { verb: 'share' };
  const at = ['in', 'to'].includes(tokens[1]?.word ?? '') ? 2 : 1;
  const where = readWhere(tokens, at);
  if (where) return alone(tokens, at + 1, { verb: 'share', where });
  throw new Misunderstanding({ code: 'E_CHANNEL', says: 'This is not a channel.', at: spanOf(tokens, 1, tokens.length), cure: 'Channels begin with #, as in `share #secops`.', edits: [] });
}
