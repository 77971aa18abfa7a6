/** Learns from the feed, and from days before it began, who and what was seen and how things stood last. */
import { FIRST_SEEN_DAYS } from '../audit/alert-events.ts';
import { addDays, utcDayOf, type Day } from '../audit/dates.ts';
import { instantOf } from '../audit/instant.ts';
import type { AuditRecord } from '../audit/record.ts';
import { subjectOf } from '../audit/sentence-earlier.ts';
import { newValueOf, numberOf, offerLines, textIn } from '../audit/sentence-facts.ts';
import type { KnownValues, Lesson } from './alert-ports.ts';
import type { CopyStore, Feed } from './copy-ports.ts';
import type { Clock } from './ports.ts';

export interface LearnDeps {
  readonly feed: Pick<Feed, 'after' | 'rows'>;
  readonly copy: Pick<CopyStore, 'begunAt' | 'ledger' | 'read'>;
  readonly known: KnownValues;
  readonly clock: Clock;
}

const ENTRIES_AT_ONCE = 1_000;
/** Each day takes some milliseconds; what is not learned in this time is learned in the next round. */
const LEARN_MS = 20_000;

/** Learns all that is new. Throws a `storage` Problem when Redis fails. */
export async function learnNews(deps: LearnDeps, signal: AbortSignal): Promise<void> {
  const { feed, known } = deps;
  while (!signal.aborted) {
    const from = await known.cursor();
    const entries = await feed.after(from, ENTRIES_AT_ONCE);
    const last = entries.at(-1);
    if (!last) break;
    const tellsFirst = await daysHeld(deps) >= FIRST_SEEN_DAYS;
    const rows = await feed.rows(entries);
    await known.learn(from, last.number, rows.map(({ entry, row }) => lessonOf(row.record, entry.number)), { tellsFirst });
  }
}

/** How many days without a gap are known before today, so that "first" can be said of them. */
export async function daysHeld({ copy, known, clock }: Pick<LearnDeps, 'copy' | 'known' | 'clock'>): Promise<number> {
  const [ledger, learned, begun] = [await copy.ledger(), await known.daysLearned(), utcDayOf(await copy.begunAt(clock()))];
  const held = new Set(ledger.map(({ day }) => day));
  let [day, days] = [addDays(utcDayOf(clock()), -1), 0];
  while (held.has(day) && (day > begun || learned.has(day))) {
    days += 1;
    day = addDays(day, -1);
  }
  return days;
}

/** Learns from the days that the copy began with, newest first, as far as there is time: they never entered the feed. */
export async function learnHistory({ copy, known, clock }: LearnDeps, signal: AbortSignal): Promise<void> {
  const begunAt = await copy.begunAt(clock());
  const learned = await known.daysLearned();
  const missing = (await copy.ledger()).map(({ day }) => day).filter((day: Day) => day <= utcDayOf(begunAt) && !learned.has(day));
  const until = clock().getTime() + LEARN_MS;
  for (const day of missing.toReversed()) {
    if (signal.aborted || clock().getTime() > until) return;
    const { rows, facts } = await copy.read(day);
    const history = rows.filter(({ record, seenAt }) => record.operationDate < instantOf(begunAt) && seenAt === facts?.firstReadAt);
    await known.learnDay(day, history.map(({ record }) => lessonOf(record, 0)));
  }
}

/** What one record teaches. */
function lessonOf(record: AuditRecord, number: number): Lesson {
  return { number, seen: namesIn(record), things: thingsIn(record) };
}

/** Who and what a record names that may be seen for the first time. */
export function namesIn({ userPrincipalName: user = '', applicationId: app = '', customerId, customerName }: AuditRecord): Lesson['seen'] {
  const customer = customerId ?? customerName ?? '';
  return { ...(user.trim() !== '' && { user }), ...(app.trim() !== '' && { app }), ...(customer.trim() !== '' && { customer }) };
}

/** Which things a record tells of, by name, and how each stood then. What did not succeed tells nothing. */
export function thingsIn(record: AuditRecord): Lesson['things'] {
  if (record.operationStatus.toLowerCase() !== 'succeeded') return [];
  const at = record.operationDate;
  const subject = subjectOf(record);
  if (subject?.startsWith('budget:')) {
    const amount = numberOf(textIn(newValueOf(record), 'amount'));
    return amount === undefined ? [] : [{ name: subject, at, value: JSON.stringify({ amount }) }];
  }
  if (subject?.startsWith('subscription:')) return seatsOf(subject, at, textIn(newValueOf(record), 'quantity'));
  if (!subject?.startsWith('order:')) return [];
  return offerLines(record).flatMap(({ subscriptionId, quantity }) => (subscriptionId === undefined ? [] : seatsOf(`subscription:${subscriptionId.toLowerCase()}`, at, quantity)));
}

function seatsOf(name: string, at: string, quantity: string | undefined): Lesson['things'] {
  const seats = numberOf(quantity);
  return seats === undefined ? [] : [{ name, at, value: JSON.stringify({ quantity: seats }) }];
}
