/** What people may write for operations, resources and statuses, and the values of the log they mean. */
import { OPERATIONS, RESOURCES, STATUSES } from '../audit/operations.ts';

/** The keys whose values come from a known list; the lists are open, so `"value" raw` forces any text. */
export type ListedKey = 'operation' | 'resource' | 'status';

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
};

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
