/** Audit records as files: CSV for spreadsheets, JSON and NDJSON for programs. Text only; times are UTC. */
import { applicationLabel, operationOf } from './operations.ts';
import type { AuditRecord } from './record.ts';
import { riskOf } from './sentence-risk.ts';

export type ExportFormat = 'csv' | 'json' | 'ndjson';

/** A file in parts, so that no part of it needs the whole: what it begins with, records, what it ends with. */
export interface RecordFormat {
  readonly begin: string;
  /** The records of one part; only the first part of a file stands behind nothing. */
  part(records: readonly AuditRecord[], position: 'first' | 'later'): string;
  readonly end: string;
}

/** The fields that Microsoft documents, in its own names: https://learn.microsoft.com/partner-center/developer/auditing-resources */
const FIELDS = [
  'operationDate', 'operationType', 'operationStatus', 'resourceType', 'customerName', 'customerId', 'userPrincipalName', 'applicationId',
  'partnerId', 'id', 'sessionId', 'originalCorrelationId', 'resourceOldValue', 'resourceNewValue', 'customizedData',
] as const;

/** What this bot adds, after Partner Center's own. */
const OURS: readonly (readonly [column: string, value: (record: AuditRecord) => string])[] = [
  ['operation', ({ operationType }) => operationOf(operationType).label],
  ['category', ({ operationType }) => operationOf(operationType).category],
  ['risk', (record) => riskOf(record).risk],
  ['riskReason', (record) => riskOf(record).reason],
  ['application', ({ applicationId }) => applicationId === undefined ? '' : applicationLabel(applicationId)],
  ['otherFields', otherFields],
];

const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';

/** The columns of the CSV file, Partner Center's own first. */
export const CSV_COLUMNS: readonly string[] = [...FIELDS, ...OURS.map(([column]) => column)];

/** How records stand in a file. CSV is RFC 4180 in UTF-8 with a byte order mark, which Excel needs to read it as such. */
export function recordFormat(format: ExportFormat): RecordFormat {
  switch (format) {
    case 'csv': return { begin: BYTE_ORDER_MARK + csvLine(CSV_COLUMNS), part: (records) => records.map(csvRecord).join(''), end: '' };
    case 'ndjson': return { begin: '', part: (records) => records.map((record) => `${JSON.stringify(record)}\n`).join(''), end: '' };
    case 'json': return { begin: '[', part: jsonPart, end: '\n]\n' };
  }
}

function jsonPart(records: readonly AuditRecord[], position: 'first' | 'later'): string {
  return records.map((record, index) => `${position === 'first' && index === 0 ? '' : ','}\n${JSON.stringify(record)}`).join('');
}

function csvRecord(record: AuditRecord): string {
  return csvLine([...FIELDS.map((field) => asText(record[field])), ...OURS.map(([, value]) => value(record))]);
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function otherFields(record: AuditRecord): string {
  const others = Object.entries(record).filter(([field]) => !FIELDS.some((known) => known === field));
  return others.length === 0 ? '' : JSON.stringify(Object.fromEntries(others));
}

function csvLine(values: readonly string[]): string {
  return values.map(csvCell).join(',') + LINE_END;
}

/** Some spreadsheets drop blanks and invisible signs before they look, and read full-width and small forms as the plain ones. */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}\p{DI}]*[=+\-@＝＋－＠﹦﹢﹣﹫])/u;

/** A cell that a spreadsheet would run as a formula gets an apostrophe: https://owasp.org/www-community/attacks/CSV_Injection */
function csvCell(value: string): string {
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
