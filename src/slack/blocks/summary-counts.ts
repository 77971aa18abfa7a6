/** The counts of an answer: the sentence above everything, and the lines under it. */
import { HOUR_MS, MINUTE_MS } from '../../audit/dates.ts';
import { dateOf } from '../../audit/instant.ts';
import { foldCase } from '../../audit/filter.ts';
import { applicationLabel, operationOf, statusLabel } from '../../audit/operations.ts';
import type { Count } from '../../audit/summary.ts';
import type { ResultFacts } from '../../features/result-facts.ts';
import { nameIn } from './named-customers.ts';
import { counted } from './text.ts';
import { operationsInWords, shortName } from './wording.ts';

/** Values named in a line of counts; the rest is summed up, never left out. */
const NAMED_COUNTS = 6;

type Line = readonly [label: string, words: string];

/** The answer in one line, for a phone's notification: how many, how many failed, how many of high risk. */
export function headline(facts: ResultFacts): string {
  const { summary: { total, failed, risks }, plan: { filter } } = facts;
  const some = (count: number, words: string): readonly string[] => (count === 0 ? [] : [howMany(count, total) + words]);
  return [
    operationsInWords(total, filter, (id) => nameOfCustomer(facts, id)),
    // What was asked for stands in the words before.
    ...(isOnly(filter.statuses, 'failed') ? [] : some(failed, 'failed')),
    ...(isOnly(filter.risks, 'high') ? [] : some(risks.high, 'high risk')),
  ].join(', ');
}

function howMany(count: number, total: number): string {
  if (count < total) return `${count.toLocaleString('en-US')} `;
  return total === 1 ? '' : 'all ';
}

function isOnly(values: readonly string[] | undefined, value: string): boolean {
  return values?.length === 1 && values[0]?.toLowerCase() === value;
}

/** Whether the heading says whose records these are, so that nothing under it has to; true where they name nobody. */
export function headingNamesCustomer({ summary: { customers }, plan: { filter } }: ResultFacts): boolean {
  const [customer, ...others] = customers;
  if (others.length > 0) return false;
  const [asked, ...alternatives] = filter.customers;
  if (customer === undefined || customer.value === '') return true;
  return asked !== undefined && alternatives.length === 0 && (asked.kind === 'id' || foldCase(asked.name) === foldCase(customer.value));
}

/** An answer about a customer id is headed with the name that its records carry, or that was known of it. */
export function nameOfCustomer(facts: ResultFacts, id: string): string | undefined {
  const names = facts.summary.customers.map(({ value }) => value).filter((value) => value !== '' && value.toLowerCase() !== id.toLowerCase());
  const [asked, ...others] = facts.plan.filter.customers;
  // Records carry the name of whom they were asked for, not of whom the search left out.
  const isAlone = others.length === 0 && asked?.kind === 'id' && asked.id === id;
  return (isAlone ? names[0] : undefined) ?? nameIn(facts.names)(id);
}

/** Counts by operation, people, customers, status and risk, where the search leaves them open, and what the span before held. */
export function countLines(facts: ResultFacts): readonly Line[] {
  const { plan, summary: { operations, people, customers, statuses, risks } } = facts;
  return [
    ['Operations', countsInWords(operations, (value) => operationOf(value).label)],
    ['People', countsInWords(people, (value) => personInWords(value, facts))],
    ...(headingNamesCustomer(facts) ? [] : [['Customers', countsInWords(customers, orNotRecorded)] as const]),
    ...(plan.filter.statuses.length === 1 ? [] : [['Status', countsInWords(statuses, statusLabel)] as const]),
    ...(risks.high + risks.medium > 0 && plan.filter.risks?.length !== 1 ? [['Risk', risksInWords(facts)] as const] : []),
    ...(facts.before === undefined ? [] : [[`${spanInWords(facts)} before`, counted(facts.before, 'operation')] as const]),
  ];
}

export function spokenCounts(facts: ResultFacts): string {
  return countLines(facts).map(([label, words]) => `${label}: ${words}.`).join(' ');
}

function orNotRecorded(value: string): string {
  return value === '' ? 'not recorded' : value;
}

/** Which days prove that somebody is new is said with it. */
function personInWords(value: string, { firstSeen }: ResultFacts): string {
  const name = value === '' ? 'not recorded' : applicationLabel(value);
  return firstSeen?.people.includes(value) ? `${shortName(name)} (first in the ${firstSeen.daysHeld} days held)` : name;
}

function risksInWords({ summary: { risks } }: ResultFacts): string {
  return (['high', 'medium', 'low'] as const).filter((risk) => risks[risk] > 0).map((risk) => `${risk} ${risks[risk].toLocaleString('en-US')}`).join(' · ');
}

function countsInWords(counts: readonly Count[], labelOf: (value: string) => string): string {
  const named = counts.slice(0, NAMED_COUNTS).map(({ value, count }) => `${shortLabel(labelOf(value))} ${count.toLocaleString('en-US')}`);
  const rest = counts.slice(NAMED_COUNTS).reduce((sum, { count }) => sum + count, 0);
  return [...named, ...(rest > 0 ? [`others together ${rest.toLocaleString('en-US')}`] : [])].join(' · ');
}

/** What follows a name that is cut already must not be cut off. */
function shortLabel(label: string): string {
  return label.endsWith(' days held)') ? label.replace(/\s+/g, ' ') : shortName(label);
}

/** A rolling span ends with the running minute, and a span of days may hold a change of the clocks. */
function spanInWords({ plan }: ResultFacts): string {
  const ms = dateOf(plan.to).getTime() - dateOf(plan.from).getTime();
  const days = Math.round(ms / (24 * HOUR_MS));
  if (days > 0 && Math.abs(ms - days * 24 * HOUR_MS) <= HOUR_MS + MINUTE_MS) return days === 1 ? 'The day' : `${days} days`;
  const hours = Math.round(ms / HOUR_MS);
  if (hours > 0 && Math.abs(ms - hours * HOUR_MS) <= MINUTE_MS) return hours === 1 ? 'The hour' : `${hours} hours`;
  return 'Equally long';
}
