/** Takes secrets and billing data out of a record before anything shows, keeps or logs it. */

/** What stands where a secret stood, and where personal billing data stood. */
export const MASKED = '[masked]';
export const LEFT_OUT = '[left out]';

/** Whole names of fields that hold secrets; letter case and separators between their words do not matter. */
const SECRET_NAMES = [
  'password', 'password profile', 'password credentials', 'new password', 'old password', 'current password',
  'temporary password', 'admin password', 'passphrase', 'passcode', 'pwd', 'user credentials', 'credentials',
  'secret', 'client secret', 'secret text', 'secret value', 'app secret', 'shared secret',
  'key', 'keys', 'product key', 'product keys', 'license key', 'software key', 'api key', 'access key', 'account key',
  'primary key', 'secondary key', 'private key', 'shared access key', 'key credentials', 'activation code', 'activation token',
  'token', 'access token', 'refresh token', 'id token', 'auth token', 'bearer token', 'sas token', 'security token',
  'authorization', 'client assertion', 'connection string', 'etag', 'odata etag',
];
const NAME = SECRET_NAMES.map((name) => name.replaceAll(' ', '[ _.-]?')).join('|');
const SECRET_NAME = new RegExp(`^@?(?:${NAME})$`, 'i');
const BILLING = 'billing[ _.-]?profiles?';
const BILLING_NAME = new RegExp(`^(?:${BILLING})$`, 'i');

/** Names seen so far and what stands in place of their values; the same few come with every record. */
const masksByName = new Map<string, string | undefined>();
/** Names come from outside: beyond so many none is remembered. */
const NAMES_REMEMBERED = 2_000;

/** Every secret name, and every text that could spell one with escapes, holds one of these: most values hold none. */
const HINT = /pass|pwd|credential|secret|key|token|etag|activation|authorization|assertion|connection|billing|bearer|eyJ|\\u/i;

/** `password=…`, `"key": "…"`, `\"token\":\"…\"`: a name, a sign, then a quoted value, a bracket or the rest of the item. */
const NAMED_SECRET = new RegExp(
  `(?<![a-z0-9])(@?(?:${NAME}|(${BILLING}))\\\\*["']?\\s*[:=]\\s*)`
    + `(?:(\\\\*["'])([^]*?)(?:(?<!\\\\)\\3|$)|(?!\\[masked\\]|\\[left out\\])(?:[{[][^]*|[^\\s,;&][^,;&\\r\\n]*))`, 'gi');
const BEARER = /\bbearer +(?!\[masked\])[\w.~+/=-]+/gi;
const JSON_WEB_TOKEN = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)*/g;

/** More digits than a double holds: ticks, for one. They are kept as written, which TypeScript's library cannot say yet. */
const LONG_NUMBER = /\d{16}/;
const { rawJSON } = JSON as unknown as { rawJSON(digits: string): unknown };

/** The published samples hold JSON in a string in a string; deeper layers are masked as plain text. */
const LAYERS = 3;
/** Deeper than any value that people wrote; what lies below cannot be judged and is masked whole. */
const MAX_DEPTH = 100;

type Fields = Readonly<Record<string, unknown>>;

/** Fields that say who, what and when: they identify the record and are never secrets. */
const VERBATIM: ReadonlySet<string> = new Set([
  'id', 'partnerId', 'customerId', 'customerName', 'userPrincipalName', 'applicationId', 'sessionId',
  'originalCorrelationId', 'resourceType', 'operationType', 'operationStatus', 'operationDate',
]);

/**
 * The record with its secrets replaced by `[masked]` and billing profiles by `[left out]`, at any depth, also inside
 * values that are JSON in a string. Text in which nothing is masked stays as it was. Masking twice changes nothing.
 */
export function maskRecord<T extends Fields>(record: T): T {
  return mapFields(record, maskField) as T;
}

/** Plain text with the secrets taken out that can be told by a name before them or by their form. */
export function maskPlainText(text: string): string {
  return text
    .replace(NAMED_SECRET, (whole, name: string, billing?: string, quote?: string, quoted?: string) => {
      const mask = billing === undefined ? MASKED : LEFT_OUT;
      if (quote === undefined) return `${name}${mask}`;
      return quoted ? `${name}${quote}${mask}${whole.endsWith(quote) ? quote : ''}` : whole;
    })
    .replace(BEARER, `Bearer ${MASKED}`)
    .replace(JSON_WEB_TOKEN, MASKED);
}

function maskField(field: string, value: unknown): unknown {
  if (VERBATIM.has(field)) return value;
  if (field === 'customizedData' && Array.isArray(value)) return mapItems(value, maskEntry);
  return maskNamed(field, value, LAYERS, 0);
}

/** An entry's `key` is its name here, not a secret; names of order lines end in a number: `ProductKey-0`. */
function maskEntry(entry: unknown): unknown {
  if (!isObject(entry)) return maskValue(entry, LAYERS, 0);
  const name = typeof entry['key'] === 'string' ? entry['key'].replace(/-\d+$/, '') : '';
  return mapFields(entry, (field, value) => {
    if (field === 'key') return maskValue(value, LAYERS, 0);
    return maskNamed(field === 'value' ? name : field, value, LAYERS, 0);
  });
}

function maskNamed(name: string, value: unknown, layers: number, depth: number): unknown {
  if (value === null || value === undefined || value === '') return value;
  return maskOf(name) ?? maskValue(value, layers, depth);
}

/** What stands in place of the value of a field with this name; undefined for a name that says nothing of secrets. */
function maskOf(name: string): string | undefined {
  const known = masksByName.get(name);
  if (known !== undefined || masksByName.has(name)) return known;
  const mask = SECRET_NAME.test(name) ? MASKED : BILLING_NAME.test(name) ? LEFT_OUT : undefined;
  if (masksByName.size < NAMES_REMEMBERED) masksByName.set(name, mask);
  return mask;
}

/** The same value when nothing in it is masked, so that its text can stay as it was. */
function maskValue(value: unknown, layers: number, depth: number): unknown {
  if (typeof value === 'string') return maskText(value, layers);
  if (value === null || typeof value !== 'object') return value;
  if (depth >= MAX_DEPTH) return MASKED;
  if (Array.isArray(value)) return mapItems(value, (item) => maskValue(item, layers, depth + 1));
  if (!isObject(value)) return value;
  const pairName = secretPairName(value);
  return mapFields(value, (name, inner) => maskNamed(pairName && /^value$/i.test(name) ? pairName : name, inner, layers, depth + 1));
}

/** The same list when every item stays what it is. */
function mapItems(items: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const changed = items.map(change);
  return changed.some((item, index) => item !== items[index]) ? changed : items;
}

/** The same object when every field keeps its value. */
function mapFields(object: Fields, change: (name: string, value: unknown) => unknown): Fields {
  let changed: Map<string, unknown> | undefined;
  for (const name of Object.keys(object)) {
    const value = change(name, object[name]);
    if (value !== object[name]) (changed ??= new Map()).set(name, value);
  }
  if (!changed) return object;
  return Object.fromEntries(Object.keys(object).map((name) => [name, changed.has(name) ? changed.get(name) : object[name]]));
}

/** `{"Name":"Password","Value":"…"}` names its secret in a value. A masked name stays one, so that masking twice agrees. */
function secretPairName(object: Fields): string | undefined {
  for (const name of Object.keys(object)) {
    const value = object[name];
    if (typeof value !== 'string' || !/^(?:key|name)$/i.test(name)) continue;
    if (SECRET_NAME.test(value) || BILLING_NAME.test(value)) return value;
  }
  return undefined;
}

function maskText(text: string, layers: number): string {
  if (!HINT.test(text)) return text;
  const parsed = layers > 0 ? parseLayer(text) : undefined;
  if (parsed === undefined) return maskPlainText(text);
  const masked = maskValue(parsed.value, layers - 1, 0);
  return masked === parsed.value ? text : JSON.stringify(masked);
}

function parseLayer(text: string): { readonly value: unknown } | undefined {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (!/^[[{"]/.test(trimmed)) return undefined;
  try {
    return { value: LONG_NUMBER.test(trimmed) ? JSON.parse(trimmed, keepDigits) : JSON.parse(trimmed) };
  } catch {
    return undefined;
  }
}

function keepDigits(_name: string, value: unknown, written?: { readonly source?: string }): unknown {
  const digits = written?.source ?? '';
  return typeof value === 'number' && LONG_NUMBER.test(digits) ? rawJSON(digits) : value;
}

function isObject(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
