/** What people may write for operations, resources and statuses, and the values of the log they mean. */
import { fits } from '../audit/filter.ts';
import { OPERATIONS, RESOURCES, STATUSES, type Category, type Risk } from '../audit/operations.ts';

/** The keys whose values come from a known list. */
export type ListedKey = 'operation' | 'resource' | 'status' | 'risk' | 'category';

/** The lists that are Microsoft's may grow, so `"value" raw` forces any text; the others are ours. */
export const OPEN_KEYS: ReadonlySet<ListedKey> = new Set<ListedKey>(['operation', 'resource', 'status']);

export interface Vocabulary {
  /** What a value is called in a sentence. */
  readonly noun: string;
  /** The values of the log that a text means, in any spelling: `create order`, `CreateOrder`, `gdap`. */
  readonly find: (text: string) => readonly string[] | undefined;
  /** The longest name, in words. */
  readonly longest: number;
  /** What a mistyped value may have meant. */
  readonly near: readonly string[];
  /** Values to offer where none is near. */
  readonly common: readonly string[];
}

const STATUS_WORDS: Readonly<Record<string, readonly string[]>> = {
  succeeded: ['success', 'successful', 'ok'],
  failed: ['failure', 'failures', 'fail', 'fails', 'error', 'errors'],
  progress: ['in progress', 'pending', 'running'],
  decline: ['declined', 'declines', 'denied', 'refused', 'rejected'],
};

type Names = readonly (readonly [words: readonly string[], values: readonly string[]])[];

const RESOURCE_WORDS: Names = [
  [['gdap'], ['granular_admin_relationship', 'granular_admin_access_assignment']],
  [['dap'], ['partner_customer_dap', 'indirect_provider_indirect_reseller_dap']],
  [['seat', 'seats'], ['subscription', 'license']],
  [['licence', 'licences'], ['license']],
  [['admin', 'admins'], ['partner_user', 'customer_directory_role']],
  [['app', 'apps'], ['application', 'application_credential']],
];

const RISKS: readonly Risk[] = ['low', 'medium', 'high'];
const CATEGORIES: readonly Category[] = ['access', 'billing', 'configuration', 'identity', 'relationship'];

const RISK_WORDS: Names = [
  ...RISKS.map((risk) => [[risk, `${risk} risk`], [risk]] as const),
  ...RISKS.map((risk, place) => [[`${risk}+`, `${risk}+ risk`], RISKS.slice(place)] as const),
  [['risky'], ['high']],
];

/** Whether a text is one of the three risks. */
export function isRisk(text: string): text is Risk {
  return RISKS.some((risk) => risk === text);
}

/** Whether a text is one of the five categories. */
export function isCategory(text: string): text is Category {
  return CATEGORIES.some((category) => category === text);
}

const plurals = RESOURCES.map(({ value }) => pluralOf(value));

export const VOCABULARIES: Readonly<Record<ListedKey, Vocabulary>> = {
  operation: vocabulary(
    'an operation I know',
    OPERATIONS.map(({ value, label }) => [[value, label], [value]]),
    OPERATIONS.map(({ value }) => value),
    ['create_order', 'update_subscription', 'add_customer'],
  ),
  resource: vocabulary(
    'a resource I know',
    [...RESOURCES.map(({ value, label }) => [[value, pluralOf(value), label], [value]] as const), ...RESOURCE_WORDS],
    [...RESOURCES.map(({ value }) => value), ...plurals, 'gdap', 'seats', 'admins', 'apps'],
    ['order', 'subscription', 'customer'],
  ),
  status: vocabulary(
    'a status',
    STATUSES.map((value) => [[value, ...STATUS_WORDS[value] ?? []], [value]]),
    [...STATUSES, 'declined'],
    ['failed', 'succeeded', 'progress', 'decline'],
  ),
  risk: vocabulary('a risk', RISK_WORDS, RISKS, ['high', 'medium+', 'low']),
  category: vocabulary(
    'a category',
    CATEGORIES.map((value) => [[value, pluralOf(value)], [value]]),
    CATEGORIES,
    CATEGORIES,
  ),
};

const PATTERN = /^(?=[^*]*\*)[a-z0-9_*]+$/;

/** The operation that a text names with a `*` for what may differ, where any known one is of that form. */
export function patternOf(text: string): string | undefined {
  const pattern = text.toLowerCase();
  return PATTERN.test(pattern) && /[a-z]/.test(pattern) && OPERATIONS.some(({ value }) => fits(pattern, value)) ? pattern : undefined;
}

/** What stands for any characters in regular expressions and databases: `.*`, `[a-z]+`, `(one|other)`, `%`. */
const ANY = /(?:\.|\\[a-z]|\[[^\]]*\]|\([^()]*\))[*+?]|\([^()]*\|[^()]*\)|%/gi;

/** A text that looks like a regular expression, with `*` for what it leaves open; undefined for one that does not. */
export function globOf(text: string): string | undefined {
  const glob = text.replace(/^\^|\$$/g, '').replace(ANY, '*').replace(/\*{2,}/g, '*');
  return glob === text ? undefined : glob;
}

function vocabulary(noun: string, names: Names, near: readonly string[], common: readonly string[]): Vocabulary {
  const byName = new Map(names.flatMap(([words, values]) => words.map((word) => [squash(word), values] as const)));
  return {
    noun,
    find: (text) => byName.get(squash(text)),
    longest: Math.max(...names.flatMap(([words]) => words.map((word) => word.split(/[\s_]/).length))),
    near,
    common,
  };
}

function squash(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, '');
}

function pluralOf(value: string): string {
  return value.endsWith('y') ? `${value.slice(0, -1)}ies` : `${value}s`;
}
