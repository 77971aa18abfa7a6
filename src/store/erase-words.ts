/** Takes what names somebody out of a message or memory that is kept as plain data, and leaves its shape. */

/** Stands where a name stood. */
export const ERASED = '[erased]';

/** Fields whose texts are the bot's own: a customer may be called `alert`, and messages must still be read afterwards. */
const OWN: ReadonlySet<string> = new Set([
  'kind', 'form', 'at', 'card', 'id', 'ruleId', 'key', 'zone', 'label', 'operationType', 'status', 'risk', 'operationDate', 'opened', 'until', 'dueAt',
  'how', 'mention', 'from', 'to', 'readAt', 'resultId', 'newest', 'oldest', 'makerId', 'madeAt', 'lastSlot', 'coveredTo', 'places', 'checks', 'day', 'link',
]);

/**
 * Whether a text holds one of these names or ids as words of their own, letter case and white space aside. Lines cut
 * long names, so that of a long one its beginning is enough.
 */
export function namesAny(sought: readonly string[]): (text: string) => boolean {
  const words = sought.map((word) => word.trim()).filter((word) => word !== '').flatMap((word) => [`${patternOf(word)}(?![\\p{L}\\p{N}])`, ...(word.length > BEGINNING ? [patternOf(word.slice(0, BEGINNING))] : [])]);
  if (words.length === 0) return () => false;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})`, 'iu');
  return (text) => pattern.test(text);
}

const BEGINNING = 30;

function patternOf(word: string): string {
  return word.trim().split(/\s+/).map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('\\s+');
}

/** Whether a value names what is sought, in a text that is not the bot's own. */
export function names(value: unknown, tells: (text: string) => boolean): boolean {
  if (typeof value === 'string') return tells(value);
  if (Array.isArray(value)) return value.some((item) => names(item, tells));
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(([field, inner]) => !isOwn(field, inner) && names(inner, tells));
}

function isOwn(field: string, value: unknown): boolean {
  return OWN.has(field) && (typeof value !== 'object' || Array.isArray(value));
}

/**
 * The same without it: items of lists that name it are gone, texts that do are replaced. A search for it is gone, and a
 * filter keeps all its values, those that name it replaced: without them it would ask for more.
 */
export function withoutNames<T>(value: T, tells: (text: string) => boolean): T {
  return without(value, tells) as T;
}

function without(value: unknown, tells: (text: string) => boolean): unknown {
  if (typeof value === 'string') return tells(value) ? ERASED : value;
  if (Array.isArray(value)) return value.filter((item) => !names(item, tells));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([field, inner]) => field !== 'search' || !tellsAnywhere(inner, tells)).map(([field, inner]) =>
    [field, field === 'filter' ? replaced(inner, tells) : isOwn(field, inner) ? inner : without(inner, tells)]));
}

/** Also in an id, which in a filter may be the customer's. */
function tellsAnywhere(value: unknown, tells: (text: string) => boolean): boolean {
  if (typeof value === 'string') return tells(value);
  return value !== null && typeof value === 'object' && Object.values(value).some((inner) => tellsAnywhere(inner, tells));
}

/** Fields of a filter whose texts are the bot's own. */
const OWN_IN_FILTERS: ReadonlySet<string> = new Set(['kind', 'risks', 'categories']);

function replaced(value: unknown, tells: (text: string) => boolean): unknown {
  if (typeof value === 'string') return tells(value) ? ERASED : value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, tells));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, OWN_IN_FILTERS.has(field) ? inner : replaced(inner, tells)]));
}
