/** `commitments`: which orders and added seats can still be cancelled, from the last 8 days of the local copy. */
import { COMMITMENT_DAYS, isCertain, mayBePurchase, openCommitments, type OpenBatch, type PlacedRecord } from '../audit/commitments.ts';
import { matchesLasting, matchesState, type AuditFilter } from '../audit/filter.ts';
import { instantOf } from '../audit/instant.ts';
import { planQuery } from '../audit/query.ts';
import type { AuditRecord } from '../audit/record.ts';
import { riskOf } from '../audit/sentence-risk.ts';
import { summarise } from '../audit/summary.ts';
import type { Request } from '../command/command.ts';
import { printSearch } from '../command/print.ts';
import { printRequest } from '../command/print-request.ts';
import type { ResultStore } from './answer-ports.ts';
import { readClosing, type ReadClosing } from './closing-windows.ts';
import type { CopyStore } from './copy-ports.ts';
import { earlierHere } from './earlier-here.ts';
import type { Clock } from './ports.ts';
import type { Asking } from './queue-job.ts';
import { readNewestDays } from './read-days.ts';
import { ruleMistake } from './rule-faults.ts';
import type { Screen } from './screens.ts';

export interface CommitmentDeps {
  readonly copy: Pick<CopyStore, 'read' | 'ledger'>;
  readonly results: Pick<ResultStore, 'begin'>;
  readonly clock: Clock;
  /** A fresh id for a list that is kept. */
  readonly newResultId: () => string;
}

export type CommitmentRequest = Extract<Request, { readonly verb: 'alert' | 'watch' | 'commitments' | 'mute' }> & { readonly verb: 'commitments' };

/** More than these are kept as a list of their own. */
export const COMMITMENTS_SHOWN = 10;
/** After a few seconds the person is told that the answer follows, so that it may take as long as anybody waits for one. */
const LOOK_MS = 8_000;

/** Refuses what no reminder under the list could mean. Throws a `storage` Problem when Redis fails. */
export async function listCommitments(deps: CommitmentDeps, { zone: own }: Asking, request: CommitmentRequest): Promise<Screen> {
  const mistake = ruleMistake(request);
  if (mistake) return { kind: 'mistake', mistake };
  const { condition: { filter, zone = own }, options: { withinMs } } = request;
  const { placed: all, asked, looked, held } = await (withinMs === undefined ? readLast(deps) : readClosing(deps, withinMs, { lookMs: LOOK_MS }));
  const placed = all.filter(({ record }) => matchesLasting(record, filter) && matchesState(record, filter));
  const view = { ...(withinMs !== undefined && { withinMs }) };
  const [now, atFirst] = [deps.clock().getTime(), openCommitments(placed, deps.clock().getTime(), view)];
  const commitments = atFirst.open.every(isCertain) ? atFirst : openCommitments(placed, now, { ...view, earlier: await earlierHere(deps) });
  const { open } = commitments;
  const resultId = open.length > COMMITMENTS_SHOWN ? await keepAll(deps, recordsOf(open, placed), { filter, zone }) : undefined;
  return { kind: 'commitments', command: printRequest(request), commitments, zone, daysHeld: held, daysLooked: looked, daysAsked: asked, ...view, ...(resultId !== undefined && { resultId }) };
}

/** The days on which a window that is open can have begun, the newest first: there the most time is left. */
async function readLast(deps: CommitmentDeps): Promise<ReadClosing> {
  const { rows, looked, days: held } = await readNewestDays(deps, COMMITMENT_DAYS, { lookMs: LOOK_MS, wanted: mayBePurchase });
  return { placed: rows.map(({ day, row: { number, record } }) => ({ day, row: number, record })), asked: COMMITMENT_DAYS, looked, held };
}

/** Newest first, as every kept list is. */
function recordsOf(open: readonly OpenBatch[], placed: readonly PlacedRecord[]): readonly AuditRecord[] {
  const wanted = new Set(open.map(({ at }) => at));
  const records = placed.flatMap(({ day, row, record }) => (wanted.has(`${day}.${row}`) ? [record] : []));
  return records.sort((a, b) => (a.operationDate > b.operationDate ? -1 : a.operationDate < b.operationDate ? 1 : 0));
}

/** Kept like the answer to a search over the days of these operations; undefined where none could be kept. */
async function keepAll({ copy, results, clock, newResultId }: CommitmentDeps, records: readonly AuditRecord[], { filter, zone }: { readonly filter: AuditFilter; readonly zone: string }): Promise<string | undefined> {
  const [id, now] = [newResultId(), clock()];
  const writer = results.begin(id);
  const order = (await writer.append(records)).filter((number) => number !== undefined);
  if (order.length === 0) {
    await writer.discard();
    return undefined;
  }
  const first = records.at(-1)?.operationDate ?? instantOf(now);
  const operations = filter.operations.length > 0 ? filter.operations : [...new Set(records.map(({ operationType }) => operationType))];
  const asked = { ...filter, operations, statuses: ['succeeded'] };
  const range = { from: new Date(`${first.slice(0, 10)}T00:00:00Z`), to: now };
  const command = printSearch({
    filter: asked, defaultTime: false, zone: 'UTC',
    time: { kind: 'between', from: { kind: 'day', day: first.slice(0, 10) }, to: { kind: 'day', day: now.toISOString().slice(0, 10) } },
  });
  await writer.finish({
    id, planKey: `commitments:${id}`, command, zone, clamped: false,
    plan: { ...planQuery({ filter: asked, range }, now), from: first, to: instantOf(now) },
    summary: summarise(records.map(countedOf)), standouts: [], listed: order.length, recordsRead: records.length, unreadable: 0,
    readAt: (await copy.ledger()).map(({ readAt }) => readAt).sort().at(-1) ?? now.toISOString(),
  }, order);
  return id;
}

function countedOf(record: AuditRecord) {
  return {
    operationType: record.operationType, status: record.operationStatus, user: record.userPrincipalName, application: record.applicationId,
    customerId: record.customerId, customerName: record.customerName, risk: riskOf(record).risk,
  };
}
