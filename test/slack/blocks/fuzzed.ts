/** Screens with other data in them: every text and number that may come from outside is replaced, and fields may be missing. */

export interface Chances {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
  readonly keeps: readonly boolean[];
}

/** Fields that hold one word of a fixed few, an id or a place in a list that this program makes, or, in the help, a name that was found short and plain. */
const FIXED = new Set(['kind', 'verb', 'audience', 'refusal', 'risk', 'category', 'code', 'role', 'field', 'zone', 'unit', 'resultId', 'jobId', 'userId', 'planKey', 'sha256', 'version', 'node', 'direction', 'column', 'as', 'by', 'filteredHere', 'customer', 'place', 'standouts', 'list']);
const OWN_ID = /^gallery-result-\d{10}$|^U0MEMBER01|^00000000-0000-4000-8000-\d{12}|^\d{4}-\d{2}-\d{2}\.\d+$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}(?:T|$)/;
/** A command has 500 characters at most, and so has what was mistyped; a mistake is what has repairs. */
const COMMANDS = new Set(['command', 'repairs', 'mistyped']);
const COMMAND_LIMIT = 500;
/** What each record has. */
const REQUIRED = new Set(['operationDate', 'operationType', 'operationStatus', 'resourceType']);

/** Takes the next of a list, over and over. */
const taker = <Item>(items: readonly Item[]): (() => Item | undefined) => {
  let taken = 0;
  return () => items[taken++ % items.length];
};

/** The same screen with these texts and numbers in it, one after the other. */
export function fuzzed<Screen>(screen: Screen, { texts, numbers, keeps }: Chances): Screen {
  const [nextText, nextNumber, nextKeep] = [taker(texts), taker(numbers), taker(keeps)];
  const replaced = (value: unknown, key: string): unknown => {
    if (FIXED.has(key) || value instanceof Date) return value;
    if (typeof value === 'number') return nextNumber();
    if (typeof value === 'string') return replacedText(value, key, nextText() ?? '');
    if (Array.isArray(value)) return value.map((item: unknown) => replaced(item, key));
    if (typeof value !== 'object' || value === null) return value;
    const isRecord = 'operationType' in value && 'operationStatus' in value;
    const entries = Object.entries(value).filter(([field]) => !isRecord || REQUIRED.has(field) || nextKeep() !== false);
    return Object.fromEntries(entries.map(([field, inner]) => [field, replaced(inner, field === 'text' && 'repairs' in value ? 'mistyped' : field)]));
  };
  return replaced(screen, '') as Screen;
}

function replacedText(value: string, key: string, text: string): string {
  if (OWN_ID.test(value) || MOMENT.test(value)) return value;
  return COMMANDS.has(key) ? text.slice(0, COMMAND_LIMIT) || 'help' : text;
}
