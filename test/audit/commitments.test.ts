import { describe, expect, it } from 'vitest';
import { earlierStates } from '../../src/audit/commitment-seats.ts';
import { openCommitments, type PlacedRecord } from '../../src/audit/commitments.ts';
import { wallInstant } from '../../src/audit/dates.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { aRecord } from '../support/records.ts';

const SEATS = { OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', TermDuration: 'P1Y', FriendlyName: 'Microsoft 365 Business Premium', Quantity: 40 };
const HOUR = 3_600_000;

function placed(line: object, facts: Partial<AuditRecord> = {}, row = 0): PlacedRecord {
  const record = aRecord({ resourceNewValue: JSON.stringify({ LineItems: [line] }), userPrincipalName: 'alice@partner.example', customerName: 'Relecloud', ...facts });
  return { day: record.operationDate.slice(0, 10), row, record };
}

const NOW = Date.parse('2026-11-21T10:00:00Z');

describe('audit/commitments', () => {
  it('says what can be cancelled until when, and who is recorded', () => {
    expect(openCommitments([placed(SEATS)], NOW).open).toEqual([{
      at: '2026-11-20.0', opened: 'order', until: '2026-11-27T15:05:12.058Z', operationDate: '2026-11-20T15:05:12.0589308Z', seats: 40,
      what: '40 × Microsoft 365 Business Premium on a 1-year term', customer: 'Relecloud', actor: 'alice@partner.example',
    }]);
  });

  it('closes to the second, and a batch has its own window', () => {
    const until = Date.parse('2026-11-27T15:05:12.058Z');
    const count = (nowMs: number): number => openCommitments([placed(SEATS)], nowMs).open.length;

    expect([count(until - 1_000), count(until - 1), count(until)]).toEqual([1, 1, 0]);
    const later = placed(SEATS, { operationDate: '2026-11-20T15:05:13.0589308Z' }, 1);
    expect(openCommitments([later, placed(SEATS)], until).open.map(({ at }) => at)).toEqual(['2026-11-20.1']);
  });

  it.each([
    ['autumn', '2026-10-22', '2026-10-29', 9.5 * HOUR],
    ['spring', '2026-03-26', '2026-04-02', 11.5 * HOUR],
  ])('lasts 168 real hours over the change of clocks in %s', (_season, ordered, closes, clockMs) => {
    const at = wallInstant('Europe/Berlin', ordered, 10.5 * HOUR, 'first');
    const record = placed(SEATS, { operationDate: at.toISOString().replace('Z', '0000Z') });

    expect(openCommitments([record], at.getTime() + HOUR).open[0]?.until).toBe(wallInstant('Europe/Berlin', closes, clockMs, 'first').toISOString());
  });

  it('keeps those that close within a span, the first to close first', () => {
    const old = placed(SEATS, { operationDate: '2026-11-15T10:00:00.0000000Z' }, 7);

    expect(openCommitments([placed(SEATS), old], NOW).open.map(({ at }) => at)).toEqual(['2026-11-15.7', '2026-11-20.0']);
    expect(openCommitments([placed(SEATS), old], NOW, { withinMs: 24 * HOUR }).open.map(({ at }) => at)).toEqual(['2026-11-15.7']);
    expect(openCommitments([placed(SEATS), old], NOW, { withinMs: 24 * HOUR - 1 }).open).toEqual([]);
  });

  it('marks a seat change as one that counts only if seats were added', () => {
    const change = aRecord({ operationType: 'update_subscription', resourceType: 'subscription', resourceNewValue: JSON.stringify(SEATS) });

    expect(openCommitments([{ day: '2026-11-20', row: 0, record: change }], NOW).open[0]?.opened).toBe('change');
  });

  it('leaves out what took no seats on, by the copy, and says what was added', () => {
    const seats = (id: string, quantity: number, facts: Partial<AuditRecord> = {}): AuditRecord =>
      aRecord({ operationType: 'update_subscription', resourceType: 'subscription', customerId: 'c', resourceNewValue: JSON.stringify({ ...SEATS, Id: `sub-${id}`, Quantity: quantity }), ...facts });
    const old = { operationDate: '2026-09-01T10:00:00.0000000Z' };
    const now = [seats('less', 47), seats('same', 47), seats('more', 31), seats('unknown', 50), seats('big', 400), placed({ ...SEATS, Quantity: 5 }).record];
    const before = [seats('less', 90, { operationDate: '2026-08-01T10:00:00.0000000Z' }), seats('less', 50, old), seats('same', 47, old), seats('more', 30, old), seats('big', 1, { ...old, customerId: 'another' })];

    const { open, notAdded } = openCommitments(now.map((record, row) => ({ day: '2026-11-20', row, record })), NOW, { earlier: earlierStates([...now, ...before]) });

    expect(notAdded).toEqual({ fewer: 1, same: 1 });
    expect(open.map(({ opened, seats: added, now: after }) => [opened, added, after])).toEqual([['order', 5, undefined], ['change', 1, 31], ['change', undefined, 400], ['change', undefined, 50]]);
    expect(open[1]?.what).toBe('Microsoft 365 Business Premium on a 1-year term');
  });

  it('names an application as what it is, and not as a person', () => {
    const [batch] = openCommitments([placed(SEATS, { userPrincipalName: '', applicationId: 'FulfillmentService' })], NOW).open;

    expect(batch).toMatchObject({ via: 'FulfillmentService (Microsoft)' });
    expect(batch?.actor).toBeUndefined();
  });

  it('counts what it knows no window of, by why', () => {
    const records = [
      placed({ ...SEATS, OfferId: 'C0BD2E08-11AC-4836-BDC7-3712E744922F' }), placed({ ...SEATS, FriendlyName: 'Teams Trial' }),
      placed({ ...SEATS, OfferId: 'DZH318Z0BPS6:0001:DZH318Z0SB02', FriendlyName: 'Azure plan' }), placed({ Quantity: 3 }),
      placed(SEATS, { operationStatus: 'failed' }), placed({ Quantity: 3 }, { operationDate: '2026-11-01T10:00:00.0000000Z' }), placed(SEATS, { operationType: 'add_customer' }),
    ];

    expect(openCommitments(records, NOW)).toEqual({ open: [], notAdded: { fewer: 0, same: 0 }, leftOut: { legacy: 1, trials: 1, azure: 1, unclear: 1 } });
  });
});
