/** A filter asked of many records: what one value of a record decides is decided once for each value. */
import { EVERYTHING, matchesLasting, matchesState, type AuditFilter, type FilterValues } from './filter.ts';
import type { AuditRecord } from './record.ts';
import { canBeLifted } from './sentence-risk.ts';

export interface QuickFilter {
  /** Whether the kind of operation alone does not rule a record out. */
  candidate(operationType: string): boolean;
  matches(record: AuditRecord): boolean;
}

/** Which of a record's values decides about a field. */
const DECIDED: readonly (readonly [fields: readonly (keyof FilterValues)[], keyOf: (record: AuditRecord) => string])[] = [
  [['operations', 'categories'], ({ operationType }) => operationType],
  [['users'], ({ userPrincipalName = '' }) => userPrincipalName],
  [['resources'], ({ resourceType }) => resourceType],
  [['applications'], ({ applicationId = '' }) => applicationId],
];

/** A record that says nothing but its kind. */
const NOBODY: AuditRecord = { operationDate: '', operationType: '', operationStatus: '', resourceType: '' };

export function quickFilter(filter: AuditFilter): QuickFilter {
  const tests = DECIDED.flatMap(([fields, keyOf]) => (fields.some((field) => isAsked(filter, field)) ? [decidedOnce(only(filter, fields), keyOf)] : []));
  const customers = isAsked(filter, 'customers') ? [decidedOnce(only(filter, ['customers']), customerKeyFor(filter))] : [];
  const statuses = isAsked(filter, 'statuses') ? [decidedOnce(only(filter, ['statuses']), ({ operationStatus }) => operationStatus, matchesState)] : [];
  const risks = isAsked(filter, 'risks') ? [riskTest(only(filter, ['risks']))] : [];
  const all = [...tests, ...statuses, ...customers, ...risks];
  const ofKind = decidedOnce(only(filter, ['operations', 'categories']), ({ operationType }) => operationType);
  const ofRisk = decidedOnce(only(filter, ['risks']), ({ operationType }) => operationType, matchesState);
  const asksText = isAsked(filter, 'texts');
  return {
    candidate: (operationType) => ofKind({ ...NOBODY, operationType }) && (canBeLifted(operationType) || ofRisk({ ...NOBODY, operationType })),
    matches: (record) => all.every((test) => test(record)) && (!asksText || matchesState(record, filter)),
  };
}

/** Where nothing but the kind of operation decides about its risk, it is decided once. */
function riskTest(filter: AuditFilter): (record: AuditRecord) => boolean {
  const ofKind = decidedOnce(filter, ({ operationType }) => operationType, matchesState);
  return (record) => (canBeLifted(record.operationType) ? matchesState(record, filter) : ofKind(record));
}

function isAsked(filter: AuditFilter, field: keyof FilterValues): boolean {
  return (filter[field]?.length ?? 0) > 0 || (filter.not?.[field]?.length ?? 0) > 0;
}

/** A filter that asks for nothing but these fields. */
function only({ not = {}, ...values }: AuditFilter, fields: readonly (keyof FilterValues)[]): AuditFilter {
  const picked = (from: Partial<FilterValues>): Partial<FilterValues> => Object.fromEntries(fields.map((field) => [field, from[field] ?? []]));
  return { ...EVERYTHING, ...picked(values), not: picked(not) };
}

/** Where only ids or only names are asked for, that alone decides. */
function customerKeyFor({ customers, not }: AuditFilter): (record: AuditRecord) => string {
  const kinds = new Set([...customers, ...not?.customers ?? []].map(({ kind }) => kind));
  if (!kinds.has('name')) return ({ customerId = '' }) => customerId;
  if (!kinds.has('id')) return ({ customerName = '' }) => customerName;
  return ({ customerId = '', customerName = '' }) => `${customerId}\n${customerName}`;
}

function decidedOnce(filter: AuditFilter, keyOf: (record: AuditRecord) => string, matches = matchesLasting): (record: AuditRecord) => boolean {
  const known = new Map<string, boolean>();
  return (record) => {
    const key = keyOf(record);
    const held = known.get(key);
    if (held !== undefined) return held;
    const decided = matches(record, filter);
    known.set(key, decided);
    return decided;
  };
}
