/** Rules that need the whole payload: identities, sums and counts over all blocks. */
import { LIMITS } from './limits.ts';
import { isList, isObject, lengthOf } from './rules.ts';
import type { JsonObject, Place, RuleName, Violation } from './rules.ts';

interface Found {
  readonly path: string;
  readonly value: JsonObject;
}

/** Every object of a payload with its JSON pointer, outermost first. */
const objectsIn = (value: unknown, path: string): readonly Found[] => {
  if (isList(value)) return value.flatMap((item, index) => objectsIn(item, `${path}/${index}`));
  if (!isObject(value)) return [];
  return [{ path, value }, ...Object.entries(value).flatMap(([key, inner]) => objectsIn(inner, `${path}/${key}`))];
};

const textIn = (value: unknown): string => {
  if (isList(value)) return value.map(textIn).join('');
  if (!isObject(value)) return '';
  const own = typeof value['text'] === 'string' ? value['text'] : typeof value['value'] === 'number' ? String(value['value']) : '';
  return own + Object.values(value).map(textIn).join('');
};

/** Characters of all texts in these blocks, however deep. */
export const charactersIn = (blocks: unknown): number => lengthOf(textIn(blocks));

/** The block an element stands in; blocks within a container and cards within a carousel count for themselves. */
const blockOf = (path: string): string => /^.*?\/blocks\/\d+(?:\/child_blocks\/\d+|\/elements\/\d+(?=\/actions\/))?/.exec(path)?.[0] ?? path;

/** Slack refuses a second block_id, and a second action_id in one block; elsewhere in the payload it only confuses readers. */
const duplicates = (objects: readonly Found[], key: 'block_id' | 'action_id'): readonly Violation[] => {
  const seen = new Map<string, string>();
  return objects.flatMap(({ path, value }): readonly Violation[] => {
    const id = value[key];
    if (typeof id !== 'string' || id === '') return [];
    const first = seen.get(id);
    seen.set(id, first ?? blockOf(path));
    if (first === undefined) return [];
    const isRefused = key === 'block_id' || first === blockOf(path);
    return [{ path: `${path}/${key}`, rule: 'duplicate', message: `${key} "${id}" is already used`, by: isRefused ? 'slack' : 'house' }];
  });
};

const ofType = (objects: readonly Found[], ...types: readonly string[]): readonly Found[] =>
  objects.filter(({ value }) => types.includes(String(value['type'])));

export const checkTotals = (blocks: unknown, place: Place): void => {
  const objects = objectsIn(blocks, place.path);
  const tables = ofType(objects, 'table', 'data_table');
  const markdown = ofType(objects, 'markdown');
  const limit = (rule: RuleName, actual: number, most: number, what: string): void => {
    if (actual > most) place.found.push({ path: place.path, rule, message: `no more than ${most} ${what} (has ${actual})`, by: 'slack' });
  };
  place.found.push(...duplicates(objects, 'block_id'), ...duplicates(objects, 'action_id'));
  limit('total', charactersIn(tables.map(({ value }) => value['rows'])), LIMITS.tableCharacters, 'characters in table cells');
  limit('total', charactersIn(markdown.map(({ value }) => value)), LIMITS.markdownCharacters, 'characters in markdown blocks');
  limit('count', tables.length, LIMITS.tablesPerMessage, 'tables in a message');
  limit('count', ofType(objects, 'data_visualization').length, LIMITS.chart.perMessage, 'charts in a message');
  limit('count', ofType(objects, 'plan').length, LIMITS.plansPerMessage, 'plans in a message');
  limit('count', objects.filter(({ value }) => value['focus_on_load'] === true).length, 1, 'elements with focus_on_load');
};
