/** Values of a filter that look like regular expressions: a rule with one would wait for ever for what no record says. */
import type { AuditFilter, CustomerRef, FilterValues } from '../audit/filter.ts';
import { globOf, patternOf } from '../command/values.ts';

/** `.*`, `.+`, `[a-z]+`, `(?:…)`, and what begins with `^`: no name or text of the log holds them. */
const PATTERN = /\.[*+]|^\^|\[[^\]]+\][*+?]|\(\?[:=!]/;
/** What of a pattern is a text that can be sought. */
const LITERAL = /[\p{L}\p{N}][\p{L}\p{N} @._-]*[\p{L}\p{N}]/gu;

export interface PatternLike {
  readonly value: string;
  /** The same filter with the longest part of it that is no pattern, where it has one. */
  readonly instead?: AuditFilter;
}

/** The first value that looks like one; undefined where none does. Operations have a `*` of their own, also in place of what was forced by `raw`. */
export function patternIn(filter: AuditFilter): PatternLike | undefined {
  const listed = listedIn(filter);
  if (listed) return listed;
  const value = textsIn(filter).find((text) => PATTERN.test(text));
  if (value === undefined) return undefined;
  const longest = (value.match(LITERAL) ?? []).toSorted((a, b) => b.length - a.length)[0];
  if (longest === undefined || longest.length < 3 || PATTERN.test(longest)) return { value };
  const { not, ...values } = filter;
  return { value, instead: { ...filter, ...replaced(values, value, longest), ...(not && { not: { ...not, ...replaced(not, value, longest) } }) } };
}

/** The same of operations, resources and statuses, which no regular expression can be: they are typed by somebody who forced them. */
function listedIn(filter: AuditFilter): PatternLike | undefined {
  const { not = {}, ...values } = filter;
  const of = ({ operations = [], resources = [], statuses = [] }: Partial<FilterValues>): readonly string[] => [...operations, ...resources, ...statuses];
  const value = [...of(values), ...of(not)].find((text) => globOf(text) !== undefined);
  if (value === undefined) return undefined;
  const pattern = patternOf(globOf(value) ?? '');
  const swapped = ({ operations }: Partial<FilterValues>): Partial<FilterValues> => ({ ...(operations && pattern !== undefined && { operations: operations.map((one) => (one === value ? pattern : one)) }) });
  const isOperation = [...filter.operations, ...not.operations ?? []].includes(value);
  return pattern === undefined || !isOperation ? { value } : { value, instead: { ...filter, ...swapped(values), ...(filter.not && { not: { ...filter.not, ...swapped(not) } }) } };
}

function textsIn({ not = {}, ...values }: AuditFilter): readonly string[] {
  return [values, not].flatMap(({ customers = [], users = [], applications = [], texts = [] }: Partial<FilterValues>) => [...customers.flatMap(nameOf), ...users, ...applications, ...texts]);
}

function nameOf(customer: CustomerRef): readonly string[] {
  return customer.kind === 'name' ? [customer.name] : [];
}

function replaced({ customers, users, applications, texts }: Partial<FilterValues>, value: string, by: string): Partial<FilterValues> {
  const swap = (all: readonly string[]): readonly string[] => all.map((one) => (one === value ? by : one));
  return {
    ...(customers && { customers: customers.map((one) => (one.kind === 'name' && one.name === value ? { ...one, name: by } : one)) }),
    ...(users && { users: swap(users) }), ...(applications && { applications: swap(applications) }), ...(texts && { texts: swap(texts) }),
  };
}
