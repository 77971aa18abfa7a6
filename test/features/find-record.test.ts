import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runRecordLookup, type LookupDeps } from '../../src/features/find-record.ts';
import type { Screen } from '../../src/features/screens.ts';
import { aRecord } from '../support/records.ts';
import { NOW, startStoryTenant, workingFor, ZONE, type StoryTenant } from '../support/story-tenant.ts';

let tenant: StoryTenant;
let deps: LookupDeps;
const sent: Screen[] = [];

function find(id: string, jobId: string): Promise<void> {
  const job = { kind: 'record', id, command: `record ${id}`, zone: ZONE, version: 3, correlationId: 'c', answerTo: { responseUrl: '', openUntil: 0, userId: 'U0ONE' } } as const;
  return runRecordLookup(deps, jobId, job, AbortSignal.timeout(10_000));
}

describe('features/find-record', () => {
  beforeAll(async () => {
    tenant = await startStoryTenant([]);
    deps = { ...workingFor(tenant, sent), lookup: tenant.lookup };
  });
  afterAll(() => tenant.close());

  it('shows the record that Partner Center has under an id, with the time it is read at', async () => {
    const { id = '' } = tenant.records[0] ?? {};
    await find(String(id), 'job-1');

    expect(sent.at(-1)).toMatchObject({ kind: 'one-record', record: { id }, zone: ZONE, now: NOW });
  });

  it('adds the last earlier record of the same thing that the copy holds', async () => {
    const seats = (quantity: number, operationDate: string) => aRecord({ id: operationDate, operationType: 'update_subscription', resourceType: 'subscription', resourceNewValue: `{"Id":"aaaa0a0a","Quantity":${quantity}}`, operationDate });
    const [earlier, record] = [seats(40, '2026-11-13T09:00:00.0000000Z'), seats(50, '2026-11-19T09:00:00.0000000Z')];
    const read = async (day: string) => ({ rows: day === '2026-11-13' ? [{ number: 0, record: earlier, seenAt: earlier.operationDate }] : [], version: 1 });
    const held = { ...deps, lookup: { find: async () => record }, recordCopy: { read, ledger: async () => [], columns: async () => undefined } };
    const job = { kind: 'record', id: 'a', command: 'record a', zone: ZONE, version: 3, correlationId: 'c', answerTo: { responseUrl: '', openUntil: 0, userId: 'U0ONE' } } as const;

    await runRecordLookup(held, 'job-with-copy', job, AbortSignal.timeout(10_000));

    expect(sent.at(-1)).toEqual({ kind: 'one-record', record, earlier, zone: ZONE, now: NOW });
  });

  it('says that there is none', async () => {
    await find('nobody-knows-it', 'job-2');

    expect(sent.at(-1)).toEqual({ kind: 'no-record', id: 'nobody-knows-it', now: NOW });
  });

  it('fails for good where the text is no id, before anything is asked', async () => {
    await expect(find('..', 'job-3')).rejects.toMatchObject({ kind: 'bad-request', retryable: false });
  });
});
