/** Takes secrets and billing data out of a record before anything shows, keeps or logs it. */
import { MASKED, maskOfPhrase, mayHoldSecret, readName } from './masking-names.ts';
import { maskPlainText } from './masking-text.ts';

export { isTakenFrom, LEFT_OUT, MASKED } from './masking-names.ts';
export { maskPlainText } from './masking-text.ts';

/** Numbers that a double does not give back as written: ticks, for one, or `12.50`. They are kept as written. */
const EXACT_NUMBER = /[:,[]\s*-?(?:\d[\d.]{15}|\d+\.\d*0(?!\d)|[\d.]+e)/i;
/** TypeScript's library cannot say it yet. */
const { rawJSON } = JSON as unknown as { rawJSON(digits: string): unknown };

/** The published samples hold JSON in a string in a string. What is still JSON after so many layers is masked whole. */
const LAYERS = 10;
/** Deeper than any value that people wrote; what lies below cannot be judged and is masked whole. */
const MAX_DEPTH = 100;

/** Labels are short. */
const LABEL_LENGTH = 100;
const PLAIN_NAME = /^ *[\p{L}_@$][\p{L}\p{M}\p{N}\p{Cf} _.:@$-]*$/u;

type Fields = Readonly<Record<string, unknown>>;

/** Where a value stands: layers of text that may still be taken off, and objects and lists around it. */
interface Place {
  readonly layers: number;
  readonly depth: number;
}

const TOP: Place = { layers: LAYERS, depth: 0 };

/** Fields that say who, what and when: they identify the record and are never secrets. */
const VERBATIM: ReadonlySet<string> = new Set([
  'id', 'partnerId', 'customerId', 'customerName', 'userPrincipalName', 'applicationId', 'sessionId',
  'originalCorrelationId', 'resourceType', 'operationType', 'operationStatus', 'operationDate',
]);

/**
 * The record with its secrets replaced by `[masked]` and billing data by `[left out]`, at any depth, also inside values
 * that are JSON in a string. Text without a trace of a secret stays as it was; JSON with one is written anew, since the
 * first of two equal names is lost to every reader but not to people. Masking twice changes nothing.
 */
export function maskRecord<T extends Fields>(record: T): T {
  return mapFields(record, maskField) as T;
}

function maskField(field: string, value: unknown): unknown {
  if (VERBATIM.has(field)) return value;
  if (field === 'customizedData' && Array.isArray(value)) return mapItems(value, TOP, maskEntry);
  return maskNamed(field, value, TOP);
}

/** An entry's `key` is its name here, never a secret. */
function maskEntry(entry: unknown): unknown {
  if (!isObject(entry)) return maskValue(entry, TOP);
  const mask = typeof entry['key'] === 'string' ? readName(entry['key']).mask : undefined;
  if (mask === undefined) return mapFields(entry, maskEntryField);
  return mapFields(entry, (field, value) => field === 'key' ? maskValue(value, TOP) : replaced(value, mask));
}

function maskEntryField(field: string, value: unknown): unknown {
  return field === 'key' ? maskValue(value, TOP) : maskNamed(field, value, TOP);
}

function maskNamed(name: string, value: unknown, place: Place): unknown {
  return replacedBy(readName(name).mask, value, place);
}

function replacedBy(mask: string | undefined, value: unknown, place: Place): unknown {
  return mask === undefined ? maskValue(value, place) : replaced(value, mask);
}

/** Nothing, yes and no are no secrets, whatever their name: `HasPassword: true`. */
function replaced(value: unknown, mask: string): unknown {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return value;
  return typeof value === 'string' && /^(?:true|false)$/i.test(value) ? value : mask;
}

/** The same value when nothing in it is masked, so that it need not be copied. */
function maskValue(value: unknown, place: Place): unknown {
  if (typeof value === 'string') return maskText(value, place);
  if (value === null || typeof value !== 'object') return value;
  if (place.depth >= MAX_DEPTH) return MASKED;
  const inner = { layers: place.layers, depth: place.depth + 1 };
  if (Array.isArray(value)) return mapItems(value, inner, maskItem);
  return isObject(value) ? maskObject(value, inner) : value;
}

function maskItem(item: unknown, place: Place): unknown {
  return Array.isArray(item) ? maskPair(item, place) : maskValue(item, place);
}

/** `[["password", "…"], …]`: a list of names and values. */
function maskPair(items: readonly unknown[], place: Place): unknown {
  const [name, value] = items;
  const mask = items.length === 2 ? maskOfLabel(name) : undefined;
  if (mask === undefined || place.depth >= MAX_DEPTH) return maskValue(items, place);
  const after = replaced(value, mask);
  return after === value ? items : [name, after];
}

/** `{"Name":"Password","Value":"…"}` names its secret in a label: then all its other fields are masked. */
function maskObject(object: Fields, place: Place): Fields {
  const { mask, hasValue } = readPair(object);
  return mapFields(object, (name, value) => {
    const { mask: own, part } = readName(name);
    const isLabel = part === 'label' && (own === undefined || (hasValue && isPlainName(value, place)));
    if (isLabel && (mask === undefined || maskOfLabel(value) !== undefined)) return maskValue(value, place);
    return replacedBy(mask ?? own, value, place);
  });
}

function readPair(object: Fields): { readonly mask: string | undefined; readonly hasValue: boolean } {
  let mask: string | undefined;
  let hasValue = false;
  for (const name of Object.keys(object)) {
    const { part } = readName(name);
    if (part === 'label') mask ??= maskOfLabel(object[name]);
    if (part === 'value') hasValue = true;
  }
  return { mask, hasValue };
}

/** What stands in place of what this label names. Text with signs in it, such as a text masked before, is no label. */
function maskOfLabel(label: unknown): string | undefined {
  return typeof label === 'string' && label.length <= LABEL_LENGTH && !/[=<>[\]{}"\\\r\n]/.test(label) ? maskOfPhrase(label) : undefined;
}

/** Whether a `Key` beside a `Value` is a name and not a secret: the `Key` of any other object is one. */
function isPlainName(value: unknown, place: Place): boolean {
  return typeof value === 'string' && value.length <= LABEL_LENGTH && PLAIN_NAME.test(value) && maskText(value, place) === value;
}

/** The same list when every item stays what it is. */
function mapItems(items: readonly unknown[], place: Place, change: (item: unknown, place: Place) => unknown): readonly unknown[] {
  let changed: unknown[] | undefined;
  for (let index = 0; index < items.length; index += 1) {
    const after = change(items[index], place);
    if (after !== items[index]) (changed ??= [...items])[index] = after;
  }
  return changed ?? items;
}

/** The same object when every field keeps its value. */
function mapFields(object: Fields, change: (name: string, value: unknown) => unknown): Fields {
  let changed: Map<string, unknown> | undefined;
  // Not over a list of its names: all fields of all records come through here.
  for (const name in object) {
    const value = change(name, object[name]);
    if (value !== object[name]) (changed ??= new Map()).set(name, value);
  }
  if (!changed) return object;
  return Object.fromEntries(Object.keys(object).map((name) => [name, changed.has(name) ? changed.get(name) : object[name]]));
}

function maskText(text: string, place: Place): string {
  if (!mayHoldSecret(text)) return text;
  const parsed = parseLayer(text);
  if (parsed === undefined) return maskPlainText(text);
  if (place.layers === 0) return MASKED;
  return JSON.stringify(maskValue(parsed.value, { layers: place.layers - 1, depth: place.depth }));
}

/** JSON is read without recursion, but not the digits of its numbers: what is too deep for that gets along without. */
function parseLayer(text: string): { readonly value: unknown } | undefined {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (!/^[[{"]/.test(trimmed)) return undefined;
  try {
    const value: unknown = JSON.parse(trimmed);
    return { value: EXACT_NUMBER.test(trimmed) ? withExactNumbers(trimmed, value) : value };
  } catch {
    return undefined;
  }
}

function withExactNumbers(text: string, value: unknown): unknown {
  try {
    return JSON.parse(text, keepDigits);
  } catch {
    return value;
  }
}

function keepDigits(_name: string, value: unknown, written?: { readonly source?: string }): unknown {
  const digits = written?.source;
  return typeof value === 'number' && digits !== undefined && digits !== String(value) ? rawJSON(digits) : value;
}

function isObject(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
