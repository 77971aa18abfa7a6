/** One record by its id, under the guards of searches: gate, retries, sign-in, caps, masking. */
import type { AuditRecord } from '../audit/record.ts';
import type { RecordLookup } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import { askUntilRead, isSuccess, type AskDeps, type ReadAnswer } from './ask-page.ts';
import { cancelled } from './cancellation.ts';
import { faultOfReading } from './faults.ts';
import { oneRecord } from './page-request.ts';
import { RETRY_LIMITS, type RetryLimits } from './retry-timing.ts';
import { readOne } from './wire.ts';

export interface RecordLookupDeps extends Omit<AskDeps, 'retryLimits'> {
  readonly retryLimits?: RetryLimits;
}

/** Published ids take up to 170 characters; with percent signs in front of each, a longer one may not fit into a request. */
const LONGEST_ID = 512;

/**
 * Finds the record as Partner Center has it now, masked; undefined where it answers 404, nothing or `null`. Throws a
 * Problem: of kind `bad-request` before anything is asked when the text cannot be an id.
 * https://learn.microsoft.com/rest/api/partner-center-rest/audit-operations/gets-audit-record-by-id
 */
export function createRecordLookup(deps: RecordLookupDeps): RecordLookup {
  const asking = { ...deps, retryLimits: deps.retryLimits ?? RETRY_LIMITS };
  return {
    async find(id, options) {
      if (options.signal.aborted) throw cancelled();
      if (!mayBeId(id)) throw noId();
      return askUntilRead(asking, { ...options, spent: { retries: 0 } }, oneRecord(deps.apiUrl, id), reader(id, options.correlationId));
    },
  };
}

function reader(id: string, correlationId: string): ReadAnswer<AuditRecord | undefined> {
  return (answer) => {
    // A gateway's page says only that nobody knows the address, nothing about the record.
    if (answer.status === 404) return /^\s*</.test(answer.text) ? faultOfReading('no-json', answer, correlationId) : { value: undefined };
    if (answer.status === 204) return { value: undefined };
    if (!isSuccess(answer)) return undefined;
    const reading = readOne(answer.text, id);
    if (reading.kind === 'none') return { value: undefined };
    return reading.kind === 'record' ? { value: reading.record } : faultOfReading(reading.kind, answer, correlationId);
  };
}

/** Dots alone would lead to another path, however they are escaped; half a letter cannot be escaped at all. */
function mayBeId(id: string): boolean {
  return id.length <= LONGEST_ID && id.trim() !== '' && !/\p{C}/u.test(id) && !/^\.{1,2}$/.test(id);
}

function noId(): Problem {
  return new Problem({
    kind: 'bad-request',
    retryable: false,
    whatHappened: 'What was asked for is no id of an audit record.',
    whatToDo: 'Copy the whole id from a record and try again.',
  });
}
