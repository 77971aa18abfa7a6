/** One record by its id in the local copy, where Partner Center does not give it. */
import type { Day } from '../audit/dates.ts';
import { IDENTITY_WORDS, identityWords } from '../audit/identity-table.ts';
import { recordIdentity, recordKey, type AuditRecord } from '../audit/record.ts';
import type { CopyStore, DayFacts } from './copy-ports.ts';

export type RecordCopy = Pick<CopyStore, 'ledger' | 'columns' | 'read'>;

/** Days that are looked into at once. */
const DAYS_AT_ONCE = 8;

/** What the copy knows of an id: the record and when its day was last read, ISO in UTC; else the days that it holds. */
type CopiedRecord =
  | { readonly kind: 'held'; readonly record: AuditRecord; readonly readAt: string }
  | { readonly kind: 'none'; readonly held?: { readonly first: Day; readonly last: Day } };

/** Looks for the record of exactly that id, newest days first. Throws a `storage` Problem, and what the signal was aborted with. */
export async function findCopied(copy: RecordCopy, id: string, signal: AbortSignal): Promise<CopiedRecord> {
  const days = (await copy.ledger()).toReversed();
  // The other fields count only for records without an id, of which none is meant.
  const words = identityWords(recordKey({ id, operationDate: '', operationType: '', operationStatus: '', resourceType: '' }));
  for (let at = 0; at < days.length; at += DAYS_AT_ONCE) {
    signal.throwIfAborted();
    const looked = await Promise.all(days.slice(at, at + DAYS_AT_ONCE).map((facts) => recordOf(copy, facts, id, words)));
    const found = looked.find((one) => one !== undefined);
    if (found) return { kind: 'held', ...found };
  }
  const [first, last] = [days.at(-1)?.day, days[0]?.day];
  return { kind: 'none', ...(first !== undefined && last !== undefined && { held: { first, last } }) };
}

/** The rows are read only where the columns name the id, or where the day has none. */
async function recordOf(copy: RecordCopy, { day, readAt }: DayFacts, id: string, words: Uint32Array): Promise<Omit<Extract<CopiedRecord, { kind: 'held' }>, 'kind'> | undefined> {
  const held = await copy.columns(day);
  if (held && !holdsIdentity(held.columns.identities, words)) return undefined;
  const { rows, facts } = await copy.read(day);
  const row = rows.find(({ record }) => recordIdentity(record) === id);
  return row && { record: row.record, readAt: facts?.readAt ?? readAt };
}

function holdsIdentity(identities: Uint32Array, words: Uint32Array): boolean {
  for (let at = identities.indexOf(words[0] ?? 0); at >= 0; at = identities.indexOf(words[0] ?? 0, at + 1)) {
    if (at % IDENTITY_WORDS === 0 && words.every((word, place) => identities[at + place] === word)) return true;
  }
  return false;
}
