/** Which words on a record's screen do not follow from the record. */
import { changesOf, readValue } from '../../src/audit/changes.ts';
import { commitmentOf } from '../../src/audit/commitment.ts';
import { exactTime, readableTime, zoneName } from '../../src/audit/dates.ts';
import { dateOf } from '../../src/audit/instant.ts';
import { LEFT_OUT, MASKED } from '../../src/audit/masking.ts';
import { applicationLabel, operationOf, resourceOf, statusLabel } from '../../src/audit/operations.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { riskOf } from '../../src/audit/sentence-risk.ts';

/** Words that every record's screen may hold: labels of its lines, and what joins them. */
const OWN_WORDS = wordsIn(`
  Customer id Recorded user none Via Resource Operation UTC Correlation Session Record Customized data empty no
  This record carries no values. Values in this record; earlier value not known. What was asked
  Risk by kind of operation; an operation not known here; every operation of this kind
  for with of on from to a and recorded as recorded via
`);

type Claim = readonly [says: RegExp, words: string];

/** Words that claim something, each only where the operation, or some text of the record, says it. */
const BY_OPERATION: readonly Claim[] = [
  [/^create_order$/, 'ordered order placed'],
  [/^update_/, 'changed set to'],
  [/^update_subscription$/, 'subscription set'],
  [/^add_customer$/, 'added as a customer relationship'],
  [/licenses$/, 'licence licences assigned removed changed from the same user more'],
  [/customer_user/, 'user'],
  [/^update_customer_spending_budget$/, 'budget of'],
  [/^remove_partner_customer_relationship$/, 'reseller relationship with'],
  [/^granular_admin_relationship_/, 'gdap relationship with'],
  [/^granular_admin_access_assignment_/, 'gdap role roles assignment for'],
  [/assignment_(?:updated|deleted)$/, 'changed removed'],
  [/^dap_admin_relationship_approved$/, 'dap relationship'],
  [/approved$|accepted_by_customer$/, 'approved accepted on the customer\'s side reseller relationship with'],
];
const BY_STATUS: readonly Claim[] = [
  [/^(?:failed|decline)$/, 'did not happen recorded as failed declined values asked for; the operation did not succeed an order that'],
  [/^progress$/, 'not known to have happened in progress values asked for; be set'],
  [/^(?!succeeded|failed|decline|progress)/, 'recorded with status whose meaning is not known here values asked for; to be set'],
];
const BY_TEXT: readonly Claim[] = [
  [/P1M/, '1-month term'], [/P1Y/, '1-year term low medium high 25 or more seats'], [/P3Y/, '3-year term order'], [/TermDuration/, 'term'],
  [/licen[cs]e|CFQ7TTC/i, 'seats seat'], [/Quantity/, 'a quantity of'], [/Status/, 'status set to suspended'],
  [/OfferId/, 'offer'], [/"Amount\\?":null/, 'no amount a budget taken away'],
  [/\[masked\]|\[left out\]/, 'masked left out secrets and billing data are taken out before a record is kept value values more'],
  [/resourceOldValue/, '- before, + after unchanged, with their values in raw json not in the new value at least 25 20 % more fewer than last known twice budget'],
  [/(?=.*resourceOldValue)(?=.*\[(?:masked|left out)\])/, 'or so whether it they changed is not told'],
  [/LineItems|Roles|LicensesTo/, 'more'], [/customizedData/, 'with values that stand above'],
];

function claims(record: AuditRecord): string {
  const until = commitmentOf(record)?.until;
  const text = JSON.stringify(record);
  const said = (table: readonly Claim[], subject: string): readonly string[] => table.flatMap(([says, words]) => (says.test(subject) ? [words] : []));
  return [
    ...(until ? [weekday(until), readableTime(ZONE, until), zoneName(ZONE, until), 'this order if seats were added they can be cancelled until about (168 h, computed); check Partner Center'] : []),
    ...said(BY_OPERATION, record.operationType.toLowerCase()), ...said(BY_STATUS, record.operationStatus), ...said(BY_TEXT, text),
    riskOf(record).risk,
  ].join(' ');
}

export const ZONE = 'Europe/Berlin';

function weekday(date: Date): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, weekday: 'short' }).format(date);
}

/** Numbers that may be counted out of a record: places in its lists, their lengths, and what was taken out. */
function counts(record: AuditRecord): ReadonlySet<string> {
  const numbers = new Set<string>();
  const visit = (value: unknown): void => {
    const inner = typeof value === 'string' ? readValue(value) : value;
    if (inner === null || typeof inner !== 'object') return;
    // Of a list, places from 1 to its length can be told, and how many are not told.
    if (Array.isArray(inner)) inner.forEach((_, index) => numbers.add(String(index + 1)));
    Object.values(inner).forEach(visit);
  };
  visit(record);
  const text = JSON.stringify(record);
  for (const mask of [MASKED, LEFT_OUT]) {
    // Five names are told, each once; the others are counted.
    numbers.add(String(text.split(mask).length - 1)).add(String(namesOf(record, mask).size - 5));
  }
  const changes = changesOf(record);
  // Forty values are told; those that did not change are only named where the raw record is at hand.
  for (const told of [changes, changes.filter(({ before, after }) => before !== after)]) numbers.add(String(told.length - 40));
  return numbers;
}

/** Under which names a mask stands, however deep; an entry of customized data says its own. */
function namesOf(value: unknown, mask: string, name = 'record'): ReadonlySet<string> {
  const inner = typeof value === 'string' ? readValue(value) : value;
  if (typeof inner === 'string') return new Set(inner.includes(mask) ? [name] : []);
  if (inner === null || typeof inner !== 'object') return new Set();
  const own = 'key' in inner && 'value' in inner ? String(inner.key) : undefined;
  return new Set(Object.entries(inner).flatMap(([key, one]) => [...namesOf(one, mask, own ?? (Array.isArray(inner) ? name : key))]));
}

/** What may be said besides where an earlier record of the same thing is known. */
function earlierClaims(earlier: AuditRecord): string {
  const date = dateOf(earlier.operationDate);
  return `last seen here on; changes between are possible. - last seen here, + in this record (our copy of) with the same values
    a quantity of at least 25 20 % more fewer than last known high ${exactTime(ZONE, date)} ${readableTime(ZONE, date)} ${deepText(earlier)}
    ${/licen[cs]e|CFQ7TTC/i.test(JSON.stringify(earlier)) ? 'seat seats' : ''} ${/\[(?:masked|left out)\]/.test(JSON.stringify(earlier)) ? 'or so whether it they changed is not told' : ''}`;
}

/** The words of a screen that neither are its own nor follow from the record or the earlier one, in small letters. */
export function unfounded(screen: readonly string[], record: AuditRecord, earlier?: AuditRecord): readonly string[] {
  const kind = [operationOf(record.operationType).label, statusLabel(record.operationStatus), resourceOf(record.resourceType).label, applicationLabel(record.applicationId ?? '')];
  const founded = new Set([
    ...wordsIn(deepText(record)), ...wordsIn(kind.join(' ')), ...wordsIn(exactTime(ZONE, dateOf(record.operationDate))),
    ...wordsIn(claims(record)), ...wordsIn(earlier ? earlierClaims(earlier) : ''), ...OWN_WORDS, ...counts(record),
  ]);
  return [...new Set(screen.flatMap((text) => [...wordsIn(text)]).filter((word) => !founded.has(word)))];
}

/** Words as they stand, and the parts of names such as `PartnerIdOnRecord`. */
function wordsIn(text: string): ReadonlySet<string> {
  const parts = text.replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  return new Set(`${text} ${parts}`.toLowerCase().match(/[\p{L}\p{N}]+/gu));
}

/** All names and values of a record, JSON in its texts included. */
function deepText(value: unknown): string {
  if (typeof value === 'string') {
    const inner = readValue(value);
    return inner === value ? value : deepText(inner);
  }
  if (value === null || typeof value !== 'object') return String(value);
  return Object.entries(value).map(([name, inner]) => `${name} ${deepText(inner)}`).join(' ');
}

/** Every text of some blocks that a person reads; buttons, whose words are fixed, are left out. */
export function textsIn(blocks: unknown): readonly string[] {
  if (Array.isArray(blocks)) return blocks.flatMap(textsIn);
  if (blocks === null || typeof blocks !== 'object' || ('type' in blocks && blocks.type === 'actions')) return [];
  return Object.entries(blocks).flatMap(([name, value]) => {
    if (typeof value === 'string') return name === 'text' ? [value] : [];
    return textsIn(value);
  });
}
