import type { AuditRecord } from '../../src/audit/record.ts';

/** A plain record for tests, with whatever matters to the test laid over it. */
export function aRecord(facts: Partial<AuditRecord> = {}): AuditRecord {
  return {
    operationDate: '2026-11-20T15:05:12.0589308Z',
    operationType: 'create_order',
    operationStatus: 'succeeded',
    resourceType: 'order',
    ...facts,
  };
}
