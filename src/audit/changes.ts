/** A record's old and new values, which are JSON in a string, JSON in a string in a string, or plain text, as fields. */
import type { AuditRecord } from './record.ts';

/** One value that an operation set, with the value before it where one is known. */
export interface Change {
  /** Where it stands, in words: `Line items 1 · Friendly name`. */
  readonly label: string;
  readonly before?: string;
  readonly after?: string;
  /** The value before was not in the record: it was last seen in an earlier one, and others may lie between. */
  readonly seenEarlier?: true;
}

/** The 2016 sample holds JSON inside JSON; more layers than this are shown as text. */
const LAYERS = 3;
/** Parts that describe the message rather than the change. */
const ENVELOPE: ReadonlySet<string> = new Set(['links', 'attributes']);
/** What lies deeper or comes later than people ever write is left to the raw record. */
const MAX_DEPTH = 12;
export const MAX_FIELDS = 2_000;

/**
 * The changes of a record, field by field, in the order of the new value. Empty values are left out. The value before
 * comes from the record's own old value, else from `earlier`: what an earlier record said of the same thing.
 */
export function changesOf(record: AuditRecord, earlier?: unknown): readonly Change[] {
  const before = fieldsOf(record.resourceOldValue);
  const after = fieldsOf(record.resourceNewValue);
  const seen = before.size === 0 ? flattened(earlier) : new Map<string, string>();
  const labels = new Set([...after.keys(), ...before.keys()]);
  return [...labels].map((label) => ({
    label,
    ...ifSaid('before', before.get(label) ?? seen.get(label)),
    ...ifSaid('after', after.get(label)),
    ...(seen.has(label) && { seenEarlier: true as const }),
  }));
}

/** Reads a value through its layers of JSON; text that is no JSON stays text. */
export function readValue(text: string): unknown {
  let value: unknown = text;
  for (let layer = 0; layer < LAYERS && typeof value === 'string'; layer += 1) {
    const trimmed: string = value.replace(/^\uFEFF/, '').trim();
    if (!/^[[{"]/.test(trimmed)) return value;
    try {
      value = JSON.parse(trimmed);
    } catch {
      return value;
    }
  }
  return value;
}

function fieldsOf(text: string | undefined): ReadonlyMap<string, string> {
  return text === undefined || text.trim() === '' ? new Map() : flattened(readValue(text));
}

function flattened(value: unknown): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  collect(value, [], fields, 0);
  return fields;
}

function collect(value: unknown, path: readonly string[], fields: Map<string, string>, depth: number): void {
  if (value === null || value === undefined || value === '' || fields.size >= MAX_FIELDS) return;
  if (typeof value !== 'object') {
    fields.set(path.length === 0 ? 'Value' : path.join(' · '), typeof value === 'string' ? value : JSON.stringify(value));
  } else if (depth >= MAX_DEPTH) {
    fields.set(path.join(' · '), '(nested deeper than shown)');
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => collect(item, numbered(path, index + 1), fields, depth + 1));
  } else {
    for (const [key, inner] of Object.entries(value)) {
      if (!ENVELOPE.has(key.toLowerCase())) collect(inner, [...path, words(key)], fields, depth + 1);
    }
  }
}

function numbered(path: readonly string[], number: number): readonly string[] {
  const last = path.at(-1);
  return last === undefined ? [`Item ${number}`] : [...path.slice(0, -1), `${last} ${number}`];
}

/** `PartnerIdOnRecord` → `Partner id on record`. */
function words(key: string): string {
  const spaced = key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/_/g, ' ').toLowerCase();
  return spaced.slice(0, 1).toUpperCase() + spaced.slice(1);
}

/** What was taken out of a record: the fields it stood in, and in how many places. */
export interface Removed {
  readonly count: number;
  readonly names: readonly string[];
}

/** Where this mask stands in a record, also inside JSON in its texts; each name once, in the order of the record. */
export function removedFrom(record: AuditRecord, mask: string): Removed {
  const names = new Set<string>();
  let count = 0;
  const visit = (value: unknown, name: string, depth: number): void => {
    if (typeof value === 'string') {
      if (!value.includes(mask)) return;
      const inner = readValue(value);
      if (typeof inner !== 'string') return visit(inner, name, depth);
      count += inner.split(mask).length - 1;
      names.add(name);
    } else if (value !== null && typeof value === 'object' && depth < MASK_DEPTH) {
      const entry = entryName(value);
      for (const [key, inner] of Object.entries(value)) visit(inner, entry ?? (Array.isArray(value) ? name : key), depth + 1);
    }
  };
  visit(record, 'record', 0);
  return { count, names: [...names] };
}

/** Values are masked no deeper than this. */
const MASK_DEPTH = 110;

/** An entry of customized data carries its name in a field of its own. */
function entryName(value: object): string | undefined {
  return 'key' in value && 'value' in value && typeof value.key === 'string' ? value.key : undefined;
}

/** A field of an object where it has a value, else none. */
export function ifSaid<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };
}
