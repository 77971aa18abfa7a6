/** One sentence that says what a record says, for people who do not read JSON. */
import { changesOf } from './changes.ts';
import { isolated } from './isolate.ts';
import { isTakenFrom } from './masking.ts';
import { applicationLabel, operationOf, statusLabel } from './operations.ts';
import type { AuditRecord } from './record.ts';
import { ACCESS_CLAUSES, BY_CUSTOMER } from './sentence-access.ts';
import { OFFER_CLAUSES } from './sentence-offers.ts';
import type { Clause, Teller } from './sentence-words.ts';
import { shortLine } from './short-line.ts';

/** Where a sentence will stand. */
export interface SentenceContext {
  /** Characters after which a name or value is cut; 80 where nothing is said. */
  readonly longest?: number;
}

const LONGEST = 80;
/** Fields and characters of a value that the general form shows; longer values are left to the list of changes. */
const FIELDS_SHOWN = 3;
const VALUE_SHOWN = 60;
const CLAUSES: ReadonlyMap<string, Clause> = new Map([...Object.entries(OFFER_CLAUSES), ...Object.entries(ACCESS_CLAUSES)]);

/**
 * The record in one sentence, made only of what stands in it: `25 × Office 365 Business ordered for Relecloud, recorded
 * as admin@…`. What failed or runs still is said to. People are "recorded as", since it may be a service account; an
 * approval is the customer's act. Undefined where the record holds nothing to say beside its operation.
 */
export function sentenceOf(record: AuditRecord, context: SentenceContext = {}): string | undefined {
  const teller = tellerOf(record, context.longest ?? LONGEST);
  const type = record.operationType.toLowerCase();
  const clause = CLAUSES.get(type)?.(teller) ?? generalClause(teller);
  if (clause === undefined) return undefined;
  const who = BY_CUSTOMER.has(type) ? `; recorded user: ${userIn(teller) ?? 'none'}` : `, ${recordedAs(teller)}`;
  return `${statusInWords(teller)}${clause}${who}.`;
}

function tellerOf(record: AuditRecord, longest: number): Teller {
  const short = (text: string): string => isolated(shortLine(text, longest));
  const { customerName = '', customerId = '' } = record;
  const customer = customerName.trim() !== '' ? short(customerName) : customerId.trim() !== '' ? `customer ${short(customerId)}` : undefined;
  return { record, short, customer, ofCustomer: (preposition) => (customer === undefined ? '' : ` ${preposition} ${customer}`) };
}

function userIn({ record, short }: Teller): string | undefined {
  return record.userPrincipalName === undefined || record.userPrincipalName.trim() === '' ? undefined : short(record.userPrincipalName);
}

function recordedAs(teller: Teller): string {
  const user = userIn(teller);
  if (user !== undefined) return `recorded as ${user}`;
  const { applicationId = '' } = teller.record;
  return applicationId.trim() === '' ? 'no user recorded' : `no user recorded, via ${teller.short(applicationLabel(applicationId))}`;
}

/** Success needs no word: every other status is told before what it is the status of. */
function statusInWords({ record, short }: Teller): string {
  switch (record.operationStatus.toLowerCase()) {
    case 'succeeded': return '';
    case 'failed':
    case 'decline': return `Did not happen: recorded as ${statusLabel(record.operationStatus).toLowerCase()}. What was asked: `;
    case 'progress': return 'Not known to have happened: recorded as in progress. What was asked: ';
    default: return `Recorded with status ${short(record.operationStatus)}, whose meaning is not known here. What was asked: `;
  }
}

/** Label, customer and the first short fields: for every operation that no clause is written for. */
function generalClause(teller: Teller): string | undefined {
  const { record, short, ofCustomer } = teller;
  const { label, known } = operationOf(record.operationType);
  const fields = shortFields(record).map(([name, value]) => `${short(name)}: ${short(value)}`);
  const isBare = fields.length === 0 && teller.customer === undefined && userIn(teller) === undefined;
  if (isBare || label.trim() === '') return undefined;
  const what = known ? label : `Operation ${short(label)} (not known here)`;
  return `${what}${ofCustomer('for')}${fields.length === 0 ? '' : ` (${fields.join(', ')})`}`;
}

/** A sentence may be read by a whole channel: it leaves how to reach people to the details. */
const PERSONAL = /e-?mail|phone|address|(?:first|last|middle) ?name/i;

/** Names and amounts before ids; what is masked says nothing. */
function shortFields(record: AuditRecord): readonly (readonly [string, string])[] {
  const own = changesOf(record).flatMap(({ label, after }): readonly (readonly [string, string])[] => (after === undefined ? [] : [[label, after]]));
  const data = (record.customizedData ?? []).flatMap(({ key, value }): readonly (readonly [string, string])[] => (value === null ? [] : [[key, value]]));
  const said = [...own, ...data].filter(([label, value]) => (
    label.length <= VALUE_SHOWN && !PERSONAL.test(label) && value.length <= VALUE_SHOWN && value.trim() !== '' && !isTakenFrom(value)
  ));
  const isId = ([label]: readonly [string, string]): boolean => /\bid$|[a-z]Id(?:-\d+)?$/.test(label);
  return [...said.filter((field) => !isId(field)), ...said.filter(isId)].slice(0, FIELDS_SHOWN);
}
