import { describe, expect, it } from 'vitest';
import { earlierRecordHere, lookForEarlier } from '../../src/features/earlier-here.ts';
import { Problem } from '../../src/features/problem.ts';
import { notebook } from '../slack/running-app.ts';
import { aRecord } from '../support/records.ts';

const NOW = new Date('2026-11-21T10:00:00.000Z');

function seats(quantity: number, operationDate: string) {
  return aRecord({ operationType: 'update_subscription', resourceType: 'subscription', customerId: 'c', resourceNewValue: `{"Id":"aaaa0a0a","Quantity":${quantity}}`, operationDate });
}

const [FIRST, SECOND, LAST] = [seats(25, '2026-03-01T09:00:00.0000000Z'), seats(40, '2026-03-13T09:00:00.0000000Z'), seats(50, '2026-03-19T09:00:00.0000000Z')];
const HELD = [FIRST, SECOND, LAST];
const copy = {
  read: async (day: string) => ({ rows: HELD.filter(({ operationDate }) => operationDate.startsWith(day)).map((record, number) => ({ number, record, seenAt: record.operationDate })), version: 1 }),
};

describe('features/earlier-here', () => {
  it('finds the newest earlier record, however long ago the record itself is', async () => {
    expect(await earlierRecordHere({ copy, clock: () => NOW }, LAST)).toEqual({ kind: 'found', record: SECOND });
    expect(await earlierRecordHere({ copy, clock: () => NOW }, SECOND)).toEqual({ kind: 'found', record: FIRST });
    expect(await earlierRecordHere({ copy, clock: () => NOW }, FIRST)).toEqual({ kind: 'none' });
  });

  it('looks back to the day that is named, or 90 days', async () => {
    const late = seats(60, '2026-06-12T09:00:00.0000000Z');

    expect(await earlierRecordHere({ copy, clock: () => NOW }, LAST, { since: '2026-03-14' })).toEqual({ kind: 'none' });
    expect(await earlierRecordHere({ copy, clock: () => NOW }, late)).toEqual({ kind: 'found', record: LAST });
    expect(await earlierRecordHere({ copy, clock: () => NOW }, seats(60, '2026-06-18T09:00:00.0000000Z'))).toEqual({ kind: 'none' });
  });

  it('tells when there was no time to look through all of it', async () => {
    let now = NOW.getTime();

    expect(await earlierRecordHere({ copy, clock: () => new Date(now += 1_000) }, LAST)).toEqual({ kind: 'unfinished' });
  });

  it('looks for no earlier value where the record names it, and lives without one', async () => {
    const log = notebook();
    const gone = async () => Promise.reject(new Problem({ kind: 'unavailable', retryable: true, whatHappened: 'Redis is gone.', whatToDo: 'Wait.' }));

    expect(await lookForEarlier(log, { ...LAST, resourceOldValue: '{"Quantity":40}' }, async () => 'looked')).toBeUndefined();
    expect(await lookForEarlier(log, LAST, async () => 'looked')).toBe('looked');
    expect(await lookForEarlier(log, LAST, gone)).toBeUndefined();
    expect(log.lines.map(({ text }) => text)).toEqual(['no earlier value could be looked for']);
  });
});
