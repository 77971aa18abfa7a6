/** Which rows of a day's columns a plan asks for: each combination of the values that matter is judged once, as a record. */
import { recordAt, type DayColumns, type TextField } from './day-columns.ts';
import { FILTER_FIELDS, type AuditFilter, type FilterValues } from './filter.ts';
import { ticksOf, type Instant } from './instant.ts';
import { RISKS } from './operations.ts';
import { isCandidate, isListed, isServed, type QueryPlan } from './query.ts';

/** As a record would be judged: not given under the server's condition, given, of the question but for its state, or listed. */
type RowVerdict = (typeof VERDICTS)[keyof typeof VERDICTS];
export const VERDICTS = { unserved: 0, served: 1, candidate: 2, listed: 3 } as const;

/** The columns that each part of a filter looks at; `undefined` for what stands in no column. */
const COLUMNS: Readonly<Record<keyof FilterValues, readonly TextField[] | undefined>> = {
  customers: ['customerId', 'customerName'], users: ['userPrincipalName'], operations: ['operationType'], categories: ['operationType'],
  resources: ['resourceType'], statuses: ['operationStatus'], risks: [], applications: ['applicationId'], texts: undefined,
};
const SERVED_COLUMNS = { CustomerId: 'customerId', CompanyName: 'customerName', ResourceType: 'resourceType' } as const;

/** Whether columns are enough to answer a filter: the text of values does not stand in them. */
export function columnsAnswer({ filter }: Pick<QueryPlan, 'filter'>): boolean {
  return askedFields(filter).every((field) => COLUMNS[field] !== undefined);
}

/** Judges the rows of a day, which stand newest first. The plan is one that columns answer. */
export function verdictsOf(plan: QueryPlan, columns: DayColumns): Uint8Array {
  const verdicts = judgeAll(plan, columns);
  const { risks } = columns;
  const [from, to] = [firstBefore(columns, plan.to), firstBefore(columns, plan.from)];
  const mayBe = riskTest(plan.filter);
  for (let at = 0; at < verdicts.length; at += 1) {
    const verdict = verdicts[at] ?? VERDICTS.unserved;
    if (verdict > VERDICTS.served && (at < from || at >= to)) verdicts[at] = VERDICTS.served;
    else if (verdict === VERDICTS.listed && !mayBe(risks[at] ?? 0)) verdicts[at] = VERDICTS.candidate;
  }
  return verdicts;
}

/** The place of the first row that is older than an instant. */
function firstBefore({ seconds, ticks }: DayColumns, instant: Instant): number {
  const limit = ticksOf(instant);
  const isBefore = (at: number): boolean => (seconds[at] ?? 0) < limit.seconds || (seconds[at] === limit.seconds && (ticks[at] ?? 0) < limit.ticks);
  let [from, to] = [0, seconds.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (isBefore(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** What the fields say, whatever the dates and the records' own risks. */
function judgeAll(plan: QueryPlan, columns: DayColumns): Uint8Array {
  const asked = withoutRisks(plan);
  const fields = new Set([...askedFields(asked.filter).flatMap((field) => COLUMNS[field] ?? []), ...(plan.serverFilter ? [SERVED_COLUMNS[plan.serverFilter.field]] : [])]);
  const judge = (at: number): RowVerdict => {
    // Any date of the span will do: dates are looked at row by row.
    const record = recordAt(columns, at, plan.from);
    if (!isServed(record, plan.serverFilter)) return VERDICTS.unserved;
    if (!isCandidate(record, asked)) return VERDICTS.served;
    return isListed(record, asked) ? VERDICTS.listed : VERDICTS.candidate;
  };
  const verdicts = new Uint8Array(columns.numbers.length);
  if (fields.size === 0) return verdicts.length > 0 ? verdicts.fill(judge(0)) : verdicts;
  const coded = [...fields].map((field) => columns.fields[field]);
  // Beyond this two combinations could share a number.
  if (coded.reduce((product, { texts }) => product * (texts.length + 1), 1) > Number.MAX_SAFE_INTEGER) return verdicts.map((_, at) => judge(at));
  const known = new Map<number, RowVerdict>();
  return verdicts.map((_, at) => {
    let combination = 0;
    for (const { texts, codes } of coded) combination = combination * (texts.length + 1) + (codes[at] ?? 0);
    const verdict = known.get(combination) ?? judge(at);
    known.set(combination, verdict);
    return verdict;
  });
}

function askedFields(filter: AuditFilter): readonly (keyof FilterValues)[] {
  return FILTER_FIELDS.map(([, field]) => field).filter((field) => (filter[field]?.length ?? 0) + (filter.not?.[field]?.length ?? 0) > 0);
}

function withoutRisks(plan: QueryPlan): QueryPlan {
  const { risks: _asked, not, ...filter } = plan.filter;
  const { risks: _not, ...others } = not ?? {};
  return { ...plan, filter: { ...filter, not: others } };
}

/** A record's own risk stands in a column, since its values may lift it. */
function riskTest({ risks = [], not }: AuditFilter): (place: number) => boolean {
  const wanted = RISKS.map((risk) => (risks.length === 0 || risks.includes(risk)) && !not?.risks?.includes(risk));
  return (place) => wanted[place] ?? false;
}
