/** `save`, `saved` and `unsave`: searches under a name. Each person has their own. */
import type { Mistake, ResolvedSearch } from '../command/command.ts';
import { printRequest } from '../command/print-request.ts';
import { printSearch } from '../command/print.ts';
import { suggest } from '../command/suggest.ts';
import { decode } from '../command/tokens.ts';
import type { SavedSearches } from './answer-ports.ts';
import type { Clock } from './ports.ts';
import type { Screen } from './screens.ts';

export interface SavedDeps {
  readonly saved: SavedSearches;
  readonly clock: Clock;
}

/** Longer names fit no button. */
export const LONGEST_NAME = 40;

type ToSave = { readonly name: string } & ResolvedSearch;

/** Keeps a search under a name; a name that is taken, too long or one too many is said so, with what would work. */
export async function saveSearch({ saved, clock }: SavedDeps, userId: string, { name, ...resolved }: ToSave): Promise<Screen> {
  const command = printSearch(resolved.search);
  const said = { text: decode(printRequest({ verb: 'save', name, ...resolved })), name, resolved };
  if (name.length > LONGEST_NAME) return mistake(said, `A name has ${LONGEST_NAME} characters at most; this has ${name.length}.`, 'E_LIMIT', 'Choose a shorter one.', [name.slice(0, LONGEST_NAME).trim().toWellFormed()]);
  const entry = { name, command, savedAt: clock().toISOString() };
  switch (await saved.add(userId, entry)) {
    case 'added': return { kind: 'just-saved', saved: entry };
    case 'taken': return mistake(said, `You keep a search as \`${name}\` already.`, 'E_DUPLICATE', `Choose another name, or first type \`${printRequest({ verb: 'unsave', name })}\`.`, await freeNames(saved, userId, name));
    case 'full': return {
      kind: 'mistake',
      mistake: { code: 'E_LIMIT', says: 'You keep as many searches as there may be, which is 50.', text: said.text, cure: 'Remove one that you need no longer with `unsave` and its name.', repairs: ['saved'] },
    };
  }
}

interface Said {
  readonly text: string;
  readonly resolved: ResolvedSearch;
}

function mistake({ text, resolved }: Said, says: string, code: Mistake['code'], cure: string, names: readonly string[]): Screen {
  const repairs = names.map((name) => printRequest({ verb: 'save', name, ...resolved }));
  return { kind: 'mistake', mistake: { code, says, text, cure, repairs } };
}

/** The same name with the first number behind it that is free. */
async function freeNames(saved: SavedSearches, userId: string, name: string): Promise<readonly string[]> {
  const taken = new Set((await saved.all(userId)).map((one) => one.name.toLowerCase()));
  for (let number = 2; number <= taken.size + 2; number++) {
    const numbered = `${name.slice(0, LONGEST_NAME - 4).toWellFormed()} ${number}`;
    if (!taken.has(numbered.toLowerCase())) return [numbered];
  }
  return [];
}

/** What this person keeps. */
export async function showSaved({ saved }: SavedDeps, userId: string): Promise<Screen> {
  return { kind: 'saved', searches: await saved.all(userId) };
}

/** Forgets a search; a name that is none is answered with the nearest ones. */
export async function unsaveSearch({ saved }: SavedDeps, userId: string, name: string): Promise<Screen> {
  if (await saved.remove(userId, name)) return { kind: 'notice', text: `“${name}” is forgotten. Searches that ran under it stay in your history.` };
  return noSuchName(saved, userId, { verb: 'unsave', name });
}

/** Says that somebody keeps nothing under a name, and offers the nearest names with the same verb. */
export async function noSuchName(saved: SavedSearches, userId: string, asked: { readonly verb: 'unsave' | 'run'; readonly name: string }): Promise<Screen> {
  const names = (await saved.all(userId)).map(({ name }) => name);
  const near = nearNames(asked.name, names);
  const cure = names.length === 0
    ? 'You keep none yet. Keep one with `save as "risky" risk high last 7d`.'
    : near.length > 0 ? 'Did you mean one of these? `saved` lists all.' : '`saved` lists those that you keep.';
  const repairs = [...near.map((name) => printRequest({ verb: asked.verb, name })), 'saved'].slice(0, 3);
  return {
    kind: 'mistake',
    mistake: { code: 'E_UNKNOWN_VALUE', says: `You keep no search as \`${asked.name.replaceAll('`', "'")}\`.`, text: decode(printRequest(asked)), cure, repairs },
  };
}

function nearNames(typed: string, names: readonly string[]): readonly string[] {
  const byFolded = new Map(names.map((name) => [name.toLowerCase(), name]));
  return suggest(typed, [...byFolded.keys()]).flatMap((folded) => byFolded.get(folded) ?? []);
}
