/** A record's old and new values, which are JSON in a string, JSON in a string in a string, or plain text, as fields. */
import type { AuditRecord } from './record.ts';

/** One value that an operation set, with the value before it where the record carries one. */
export interface Change {
  /** Where it stands, in words: `Line items 1 · Friendly name`. */
  readonly label: string;
  readonly before?: string;
  readonly after?: string;
}

/** The 2016 sample holds JSON inside JSON; more layers than this are shown as text. */
const LAYERS = 3;
/** Parts that describe the message rather than the change. */
const ENVELOPE: ReadonlySet<string> = new Set(['links', 'attributes']);
/** What lies deeper or comes later than people ever write is left to the raw record. */
const MAX_DEPTH = 12;
const MAX_FIELDS = 2_000;

/** The changes of a record, field by field, in the order of the new value. Empty values are left out. */
export function changesOf(record: AuditRecord): readonly Change[] {
  const before = fieldsOf(record.resourceOldValue);
  const after = fieldsOf(record.resourceNewValue);
  const labels = new Set([...after.keys(), ...before.keys()]);
  return [...labels].map((label) => ({
    label,
    ...pick('before', before.get(label)),
    ...pick('after', after.get(label)),
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
  const fields = new Map<string, string>();
  if (text !== undefined && text.trim() !== '') collect(readValue(text), [], fields, 0);
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

function pick<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };
}
