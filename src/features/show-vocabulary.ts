/** `operations` and `resources`: the words that the log is known to use. */
import { foldCase } from '../audit/filter.ts';
import { OPERATIONS, RESOURCES } from '../audit/operations.ts';
import { suggest } from '../command/suggest.ts';
import type { Screen } from './screens.ts';

/** Every known operation, or those whose value, label, category or risk holds a word; else those that come near it. */
export function showOperations(word: string | undefined): Screen {
  if (word === undefined) return { kind: 'operations', operations: OPERATIONS };
  const wanted = foldCase(word).trim();
  const held = OPERATIONS.filter(({ value, label, category, risk }) => [value, value.replaceAll('_', ' '), foldCase(label), category, risk].some((text) => text.includes(wanted)));
  const near = suggest(wanted.replaceAll(' ', '_'), OPERATIONS.map(({ value }) => value));
  return { kind: 'operations', word, operations: held.length > 0 ? held : OPERATIONS.filter(({ value }) => near.includes(value)) };
}

/** All resource types that are known by name. */
export function showResources(): Screen {
  return { kind: 'resources', resources: RESOURCES };
}
