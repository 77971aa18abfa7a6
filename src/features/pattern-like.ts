/** Values of a filter that look like regular expressions: a rule with one would wait for ever for what no record says. */
import type { AuditFilter, CustomerRef, FilterValues } from '../audit/filter.ts';

/** `.*`, `.+`, `[a-z]+`, `(?:…)`, and what begins with `^`: no name or text of the log holds them. */
const PATTERN = /\.[*+]|^\^|\[[^\]]+\][*+?]|\(\?[:=!]/;
/** What of a pattern is a text that can be sought. */
const LITERAL = /[\p{L}\p{N}][\p{L}\p{N} @._-]*[\p{L}\p{N}]/gu;

export interface PatternLike {
  readonly value: string;
  /** The same filter with the longest part of it that is no pattern, where it has one. */
  readonly instead?: AuditFilter;
}

/** The first value that looks like one; undefined where none does. Operations have a `*` of their own and say by `raw` that they mean it. */
export function patternIn(filter: AuditFilter): PatternLike | undefined {
  const value = textsIn(filter).find((text) => PATTERN.test(text));
  if (value === undefined) return undefined;
  const longest = (value.match(LITERAL) ?? []).toSorted((a, b) => b.length - a.length)[0];
  if (longest === undefined || longest.length < 3 || PATTERN.test(longest)) return { value };
  const { not, ...values } = filter;
  return { value, instead: { ...filter, ...replaced(values, value, longest), ...(not && { not: { ...not, ...replaced(not, value, longest) } }) } };
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
