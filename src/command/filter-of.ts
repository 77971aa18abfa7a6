/** From filter clauses to one filter: the same key twice merges, and equal values count once. */
import { FILTER_FIELDS, foldCase, isGuid, type AuditFilter, type CustomerRef, type FilterKey, type FilterValues } from '../audit/filter.ts';
import type { Clause, FilterClause } from './clauses.ts';
import { isCategory, isRisk } from './values.ts';

/** The filter that some clauses say together. Keys that nobody named stay away. */
export function filterOf(clauses: readonly Clause[]): AuditFilter {
  const filters = clauses.filter((clause) => clause.kind === 'filter');
  const wanted = valuesOf(filters.filter(({ negated }) => !negated));
  const unwanted = valuesOf(filters.filter(({ negated }) => negated));
  const { customers = [], users = [], operations = [], resources = [], statuses = [], ...others } = wanted;
  return { customers, users, operations, resources, statuses, ...others, ...(Object.keys(unwanted).length > 0 && { not: unwanted }) };
}

function valuesOf(filters: readonly FilterClause[]): Partial<FilterValues> {
  const named = FILTER_FIELDS.flatMap(([key, field]) => {
    const values = distinct(filters, key);
    return values.length > 0 ? [[field, inField(field, values)] as const] : [];
  });
  return Object.fromEntries(named);
}

function inField(field: keyof FilterValues, values: readonly string[]): readonly (string | CustomerRef)[] {
  switch (field) {
    case 'customers': return values.map((value) => isGuid(value) ? { kind: 'id', id: value } : { kind: 'name', name: value });
    case 'risks': return ['low', 'medium', 'high'].filter((risk) => values.includes(risk) && isRisk(risk));
    case 'categories': return values.filter(isCategory);
    default: return values;
  }
}

/** The values of a key in the order and the spelling in which they were first written. */
function distinct(filters: readonly FilterClause[], key: FilterKey): readonly string[] {
  const values = filters.flatMap((filter) => filter.key === key ? filter.values : []);
  const asFirstWritten = new Map(values.toReversed().map((value) => [foldCase(value), value]));
  return [...new Set(values.map((value) => asFirstWritten.get(foldCase(value)) ?? value))];
}
