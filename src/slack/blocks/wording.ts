/** Filters, spans and records in the words people use for them; shared by several screens. */
import type { AuditFilter, FilterValues } from '../../audit/filter.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, readableTime, zoneName } from '../../audit/dates.ts';
import { isolated } from '../../audit/isolate.ts';
import { applicationLabel, operationOf, resourceOf, statusLabel } from '../../audit/operations.ts';
import { actorIn, type AuditRecord } from '../../audit/record.ts';
import type { TimeRange } from '../../audit/time-range.ts';
import { shortened } from './text.ts';

/** Names this long and longer are cut, or one customer would fill a phone. */
const NAME_LIMIT = 60;

type NameOf = (customerId: string) => string | undefined;

/** What was asked for, without its time: `Relecloud, failed`. Everything, where no filter was given. */
export function filterInWords(filter: AuditFilter, nameOf?: NameOf): string {
  const parts = [customersInWords(filter, nameOf), usersInWords(filter), ...restInWords(filter, nameOf)].filter((part) => part !== '');
  const words = parts.length === 0 ? 'all customers' : parts.join(', ');
  // A customer's name and a pattern keep their own letters; our own words begin a sentence.
  return filter.customers.length > 0 || /^[^ ]*[_*]/.test(words) ? words : words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** A count as a whole phrase: `3 failed operations for Relecloud by alice@partner.example: Order placed`. */
export function operationsInWords(count: number, filter: AuditFilter, nameOf: NameOf): string {
  const [status, ...otherStatuses] = filter.statuses;
  const isStatus = status !== undefined && otherStatuses.length === 0;
  const [risk, ...otherRisks] = filter.risks ?? [];
  const isRisk = risk !== undefined && otherRisks.length === 0;
  const kind = `${isStatus ? `${statusLabel(status).toLowerCase()} ` : ''}${isRisk ? `${risk}-risk ` : ''}`;
  const number = count === 0 ? 'No' : count.toLocaleString('en-US');
  const subject = subjectInWords({ ...filter, ...(isStatus && { statuses: [] }), ...(isRisk && { risks: [] }) }, nameOf);
  return `${number} ${kind}operation${count === 1 || count === 0 ? '' : 's'}${subject}`;
}

function subjectInWords(filter: AuditFilter, nameOf: NameOf): string {
  const [customers, users, rest] = [customersInWords(filter, nameOf), usersInWords(filter), restInWords(filter, nameOf)];
  const parts = [
    ...(customers === '' ? [] : [`for ${customers}`]),
    ...(users === '' ? [] : [users]),
  ];
  const subject = parts.length === 0 && rest.length === 0 ? ['for all customers'] : parts;
  return `${subject.map((part) => ` ${part}`).join('')}${rest.length === 0 ? '' : `: ${rest.join(', ')}`}`;
}

function customersInWords({ customers = [] }: Partial<FilterValues>, nameOf: NameOf = () => undefined): string {
  return alternatives(customers.map((customer) => customer.kind === 'id' ? nameOf(customer.id) ?? customer.id : customer.name));
}

function usersInWords({ users = [] }: Partial<FilterValues>): string {
  return alternatives(users, 'by ');
}

function restInWords(filter: AuditFilter, nameOf?: NameOf): readonly string[] {
  const { not } = filter;
  const excluded = not ? [customersInWords(not, nameOf), usersInWords(not), ...kindsInWords(not)].filter((part) => part !== '') : [];
  return [...kindsInWords(filter), ...excluded.map((part) => `not ${part}`)];
}

function kindsInWords(values: Partial<FilterValues>): readonly string[] {
  const { operations = [], resources = [], statuses = [], risks = [], categories = [], applications = [], texts = [] } = values;
  return [
    alternatives(operations.map((operation) => operationOf(operation).label)),
    alternatives(resources.map((resource) => resourceOf(resource).label)),
    alternatives(statuses.map((status) => statusLabel(status).toLowerCase())),
    risks.length > 0 ? `${alternatives(risks)} risk` : '',
    alternatives(categories, 'category '),
    alternatives(applications, 'via '),
    alternatives(texts.map((text) => `“${text}”`), 'with the text '),
  ].filter((part) => part !== '');
}

/** A span with its zone: `14 Nov 11:00 – 21 Nov 11:00 CET`. Both zones are named where a clock change lies between. */
export function rangeInWords(range: TimeRange, zone: string): string {
  const [before, after] = [zoneName(zone, range.from), zoneName(zone, range.to)];
  const from = readableTime(zone, range.from) + (before === after ? '' : ` ${before}`);
  return `${from} – ${readableTime(zone, range.to)} ${after}`;
}

/** A length of time in milliseconds: `45 min`, `23 h 30 min`, `5 days 3 h`. */
export function lengthInWords(ms: number): string {
  const [days, hours, minutes] = [Math.floor(ms / DAY_MS), Math.floor(ms / HOUR_MS), Math.floor((ms % HOUR_MS) / MINUTE_MS)];
  if (hours === 0) return `${minutes} min`;
  return days < 2 ? `${hours} h ${minutes} min` : `${days} days ${hours % 24} h`;
}

/** Who a record names: the user, else the application it went through, else nobody. */
export function actorOf(record: AuditRecord): string {
  return actorInWords(actorIn(record));
}

/** The same of a line that holds no more than that. */
export function actorInWords({ actor, via }: { readonly actor?: string | undefined; readonly via?: string | undefined }): string {
  if (actor !== undefined) return shortName(actor);
  return via === undefined ? 'user not recorded' : `via ${shortName(applicationLabel(via))}`;
}

/** Who is recorded, in a line of its own. An application is no person: it stands behind the user that is not recorded. */
export function whoInWords({ actor, via }: { readonly actor?: string; readonly via?: string }): string {
  if (actor !== undefined) return `recorded as ${actor}`;
  return via === undefined ? 'recorded user none' : `recorded user none, via ${via}`;
}

/** Which customer a record names: by name, else by id, else none. */
export function customerOf(record: AuditRecord): string {
  return shortName(record.customerName ?? record.customerId ?? 'customer not recorded');
}

/** A name short enough for a line, which it leaves in order whatever direction it is read in. */
export function shortName(name: string): string {
  return isolated(shortened(name.replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' '), NAME_LIMIT));
}

function alternatives(values: readonly string[], before = ''): string {
  return values.length === 0 ? '' : before + values.map(shortName).join(' or ');
}
