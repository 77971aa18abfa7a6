/** What an answer is to look like: `by user, day`, `sort date asc`, `limit 50`, `as chart`, `tz Europe/Berlin`. */
import { isTimeZone } from '../audit/dates.ts';
import { DIMENSIONS, SORT_COLUMNS, type Dimension } from '../audit/dimensions.ts';
import type { Shape, Span } from './command.ts';
import { editsAt, Misunderstanding, shown, type Fault } from './mistakes.ts';
import { suggest } from './suggest.ts';
import { numberOf } from './time-units.ts';
import { spanOf, wordsFrom, type Token } from './tokens.ts';
import { FILTER_WORDS, isShape, NEGATIONS, OUTPUTS, TIME_WORDS } from './words.ts';

/** One part of a shape that was read, and the index of the token after it. */
export interface ShapeClause {
  readonly kind: 'shape';
  readonly shape: Shape;
  readonly zone?: string;
  readonly at: Span;
  readonly next: number;
}

/** The most records that one answer lists. */
const MAX_LIMIT = 1_000;

/** Words of filters that name a column, too: `by op`, `by client`. */
function dimensionOf(word: string): Dimension | undefined {
  const key = FILTER_WORDS.get(word) ?? FILTER_WORDS.get(word.replace(/s$/, ''));
  return DIMENSIONS.find((one) => one === word || `${one}s` === word || one === key || `${one.slice(0, -1)}ies` === word);
}

/** Reads a part of a shape; undefined where none begins. Throws `Misunderstanding` for one that cannot be understood. */
export function readShape(tokens: readonly Token[], index: number): ShapeClause | undefined {
  const word = tokens[index]?.word ?? '';
  const isPair = tokens[index + 1]?.word === 'by';
  switch (word) {
    case 'by': case 'per': return readBy(tokens, index, index + 1);
    case 'group': case 'count': return isPair ? readBy(tokens, index, index + 2) : undefined;
    case 'sort': return readSort(tokens, index, isPair ? index + 2 : index + 1);
    case 'order': return isPair ? readSort(tokens, index, index + 2) : undefined;
    case 'newest': case 'oldest': return shaped(tokens, index, tokens[index + 1]?.word === 'first' ? index + 2 : index + 1, { sort: { column: 'date', direction: word === 'newest' ? 'desc' : 'asc' } });
    case 'limit': case 'top': return readLimit(tokens, index);
    case 'as': return readOutput(tokens, index);
    case 'utc': return { ...shaped(tokens, index, index + 1, {}), zone: 'UTC' };
    case 'tz': return readZone(tokens, index);
    default: return undefined;
  }
}

function shaped(tokens: readonly Token[], index: number, next: number, shape: Shape): ShapeClause {
  return { kind: 'shape', shape, at: spanOf(tokens, index, next), next };
}

function readBy(tokens: readonly Token[], index: number, from: number): ShapeClause {
  const { by, next } = readColumns(tokens, from, { ...ANY_COLUMN, continues: isColumn });
  return shaped(tokens, index, next, { by });
}

/** Which columns are offered where none is read, what they are for, and what goes on with a list of them. */
export interface ColumnUse {
  readonly columns: readonly Dimension[];
  readonly verb: string;
  readonly cure: string;
  readonly continues: (tokens: readonly Token[], index: number) => boolean;
}

const ANY_COLUMN: ColumnUse = { columns: DIMENSIONS, verb: 'group by', cure: `Columns are ${DIMENSIONS.join(', ')}.`, continues: namesColumn };

/** Reads columns with commas between them. Throws `Misunderstanding` where none stands at the index. */
export function readColumns(tokens: readonly Token[], from: number, use: Partial<ColumnUse> = {}): { readonly by: readonly Dimension[]; readonly next: number } {
  const { columns, verb, cure, continues } = { ...ANY_COLUMN, ...use };
  const by: Dimension[] = [];
  let next = from;
  for (;;) {
    const dimension = dimensionOf(tokens[next]?.word ?? '');
    if (!dimension) throw new Misunderstanding(noColumn(tokens, next, { columns, verb, cure }));
    if (!by.includes(dimension)) by.push(dimension);
    next++;
    const sign = tokens[next];
    const more = sign?.kind === 'comma' || sign?.word === 'and';
    if (!more || !continues(tokens, next + 1)) return { by, next };
    next++;
  }
}

/** Whether a word that is a column stands at an index. */
export function namesColumn(tokens: readonly Token[], index: number): boolean {
  return dimensionOf(tokens[index]?.word ?? '') !== undefined;
}

/** Whether a column stands at an index and no filter: `by user, status failed` has one column. */
export function isColumn(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (!token || !dimensionOf(token.word)) return false;
  const after = tokens[index + 1];
  if (!FILTER_WORDS.has(token.word) || !after || after.kind === 'comma' || after.word === 'and') return true;
  return FILTER_WORDS.has(after.word) || TIME_WORDS.has(after.word) || NEGATIONS.has(after.word) || isShape(wordsFrom(tokens, index + 1, 2));
}

function readSort(tokens: readonly Token[], index: number, at: number): ShapeClause {
  const word = tokens[at]?.word ?? '';
  const column = SORT_COLUMNS.find((one) => one === word || one === dimensionOf(word)) ?? (word === 'time' ? 'date' : undefined);
  if (!column) throw new Misunderstanding(noColumn(tokens, at, { columns: SORT_COLUMNS, verb: 'sort by', cure: `Columns are ${SORT_COLUMNS.join(', ')}.` }));
  const said = tokens[at + 1]?.word;
  const isSaid = said === 'asc' || said === 'desc';
  const direction = isSaid ? said : column === 'date' || column === 'count' || column === 'risk' ? 'desc' : 'asc';
  return shaped(tokens, index, isSaid ? at + 2 : at + 1, { sort: { column, direction } });
}

function readLimit(tokens: readonly Token[], index: number): ShapeClause {
  const [word, token] = [tokens[index]?.text ?? '', tokens[index + 1]];
  const limit = numberOf(token?.word ?? '');
  if (limit !== undefined && limit >= 1 && limit <= MAX_LIMIT) return shaped(tokens, index, index + 2, { limit });
  const end = tokens[index]?.to ?? 0;
  const isNumber = token?.kind === 'word' && /^[-\d]/.test(token.word);
  throw new Misunderstanding({
    code: isNumber ? 'E_LIMIT' : 'E_MISSING_VALUE',
    says: isNumber ? 'The limit is 1 to 1000.' : `${shown(word)} needs a number after it.`,
    at: isNumber ? token : { from: end, to: end },
    cure: 'A reply holds 1000 records at most: `limit 1000`. For all of them there is `export csv`.',
    edits: isNumber ? editsAt(token, [String(MAX_LIMIT)]) : editsAt({ from: end, to: end }, [' 50']),
  });
}

function readOutput(tokens: readonly Token[], index: number): ShapeClause | undefined {
  const token = tokens[index + 1];
  const output = OUTPUTS.find((one) => one === token?.word);
  if (output) return shaped(tokens, index, index + 2, { as: output });
  if (token?.kind !== 'word') return undefined;
  const near = suggest(token.word, OUTPUTS);
  throw new Misunderstanding({
    code: 'E_UNKNOWN_VALUE', says: `${shown(token.text)} is not a form an answer can have.`, at: token,
    cure: `An answer can come as ${OUTPUTS.map(shown).join(', ')}.`, edits: editsAt(token, near.length > 0 ? near : ['summary', 'list']),
  });
}

function readZone(tokens: readonly Token[], index: number): ShapeClause {
  const token = tokens[index + 1];
  if (token?.text && isTimeZone(token.text)) return { ...shaped(tokens, index, index + 2, {}), zone: token.text };
  const end = { from: tokens[index]?.to ?? 0, to: tokens[index]?.to ?? 0 };
  const isSaid = token !== undefined && token.kind !== 'comma';
  throw new Misunderstanding({
    code: isSaid ? 'E_UNKNOWN_VALUE' : 'E_MISSING_VALUE',
    says: isSaid ? `${shown(token.text)} is not a time zone I know.` : '`tz` needs a time zone after it.',
    at: isSaid ? token : end,
    cure: 'Zones have names such as `Europe/Berlin`, `America/New_York` or `UTC`.',
    edits: isSaid ? editsAt(token, ['UTC']) : editsAt(end, [' UTC']),
  });
}

function noColumn(tokens: readonly Token[], index: number, { columns, verb, cure }: { readonly columns: readonly string[]; readonly verb: string; readonly cure: string }): Fault {
  const token = tokens[index];
  const before = tokens[index - 1];
  const end = { from: before?.to ?? 0, to: before?.to ?? 0 };
  if (!token || token.kind === 'comma') {
    return { code: 'E_MISSING_VALUE', says: `${shown(before?.text ?? '')} needs a column after it.`, at: end, cure, edits: editsAt(end, columns.slice(0, 3).map((column) => ` ${column}`)) };
  }
  const near = suggest(token.word, columns);
  return { code: 'E_UNKNOWN_VALUE', says: `I can't ${verb} ${shown(token.text)}.`, at: token, cure, edits: editsAt(token, near.length > 0 ? near : columns.slice(0, 3)) };
}
