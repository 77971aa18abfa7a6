/** The small words in which the Block Kit table is written: a rule looks at a value and reports what is wrong. */

export type Surface = 'message' | 'modal' | 'home';

export type RuleName =
  | 'type' | 'required' | 'unknown_property' | 'unknown_type' | 'surface' | 'length' | 'count' | 'range'
  | 'format' | 'choice' | 'exclusive' | 'duplicate' | 'total' | 'size' | 'text_missing' | 'mention' | 'text_long';

/** `by: 'slack'` is refused by Slack itself; `by: 'house'` is accepted by Slack but not wanted by this project. */
export interface Violation {
  readonly path: string;
  readonly rule: RuleName;
  readonly message: string;
  readonly by: 'slack' | 'house';
}

export interface Place {
  readonly path: string;
  readonly surface: Surface;
  readonly found: Violation[];
}

export type Rule = (value: unknown, place: Place) => void;
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Slack counts characters, not UTF-16 units. */
export const lengthOf = (text: string): number => Array.from(text).length;

export const at = (place: Place, key: string | number): Place => ({ ...place, path: `${place.path}/${key}` });

export const report = (place: Place, rule: RuleName, message: string): void => {
  place.found.push({ path: place.path, rule, message, by: 'slack' });
};

export const reportHouse = (place: Place, rule: RuleName, message: string): void => {
  place.found.push({ path: place.path, rule, message, by: 'house' });
};

export const string = (max: number, min = 1): Rule => (value, place) => {
  if (typeof value !== 'string') return report(place, 'type', 'must be a string');
  const length = lengthOf(value);
  if (length < min) report(place, 'length', `must be more than ${min - 1} characters`);
  if (length > max) report(place, 'length', `must be less than ${max + 1} characters (is ${length})`);
};

export const pattern = (expression: RegExp, what: string): Rule => (value, place) => {
  if (typeof value !== 'string') return report(place, 'type', 'must be a string');
  if (!expression.test(value)) report(place, 'format', `must be ${what}`);
};

export const url = (max = Number.POSITIVE_INFINITY): Rule => (value, place) => {
  string(max)(value, place);
  if (typeof value === 'string' && !URL.canParse(value)) report(place, 'format', 'must be a valid URL');
};

export const boolean: Rule = (value, place) => {
  if (typeof value !== 'boolean') report(place, 'type', 'must be a boolean');
};

export const integer = (min: number, max: number): Rule => (value, place) => {
  if (!Number.isInteger(value)) return report(place, 'type', 'must be an integer');
  if (Number(value) < min || Number(value) > max) report(place, 'range', `must be between ${min} and ${max}`);
};

export const number: Rule = (value, place) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) report(place, 'type', 'must be a number');
};

export const oneOf = (...choices: readonly unknown[]): Rule => (value, place) => {
  if (!choices.includes(value)) report(place, 'choice', `must be one of: ${choices.join(', ')}`);
};

export const list = (rule: Rule, min: number, max: number): Rule => (value, place) => {
  if (!isList(value)) return report(place, 'type', 'must be an array');
  if (value.length < min) report(place, 'count', `must have at least ${min} items`);
  if (value.length > max) report(place, 'count', `no more than ${max} items allowed (has ${value.length})`);
  value.forEach((item, index) => rule(item, at(place, index)));
};

interface Fields {
  readonly required?: Readonly<Record<string, Rule>>;
  readonly optional?: Readonly<Record<string, Rule>>;
}

/** An object with exactly these properties besides `type`; a property set to `undefined` counts as absent. */
export const shape = (fields: Fields, ...also: readonly Rule[]): Rule => (value, place) => {
  if (!isObject(value)) return report(place, 'type', 'must be an object');
  const known: Readonly<Record<string, Rule>> = { ...fields.optional, ...fields.required };
  for (const key of Object.keys(fields.required ?? {})) {
    if (value[key] === undefined) report(at(place, key), 'required', `missing required field: ${key}`);
  }
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined || key === 'type') continue;
    const rule = Object.hasOwn(known, key) ? known[key] : undefined;
    if (rule === undefined) report(at(place, key), 'unknown_property', `unknown property: ${key}`);
    else rule(inner, at(place, key));
  }
  for (const rule of also) rule(value, place);
};

/** Picks the rule by the object's `type`. */
export const byType = (variants: Readonly<Record<string, Rule>>): Rule => (value, place) => {
  if (!isObject(value)) return report(place, 'type', 'must be an object');
  const type = value['type'];
  const rule = typeof type === 'string' && Object.hasOwn(variants, type) ? variants[type] : undefined;
  if (rule === undefined) return report(at(place, 'type'), 'unknown_type', `unsupported type: ${String(type)}`);
  rule(value, place);
};

/** Exactly one of two properties. */
export const eitherOr = (one: string, other: string): Rule => (value, place) => {
  if (!isObject(value)) return;
  if ((value[one] === undefined) === (value[other] === undefined)) {
    report(place, 'exclusive', `must define either ${one} or ${other}, and not both`);
  }
};

export const anyOf = (...keys: readonly string[]): Rule => (value, place) => {
  if (isObject(value) && keys.every((key) => value[key] === undefined)) {
    report(place, 'required', `must define at least one of: ${keys.join(', ')}`);
  }
};
