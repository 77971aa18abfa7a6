import { describe, expect, it } from 'vitest';
import { EVE, NEW_ACCOUNT } from '../../../sandbox/partner-center/story/cast.ts';
import { suspiciousNow } from '../../../sandbox/partner-center/story/scene-now.ts';
import { createStory } from '../../../sandbox/partner-center/story/story.ts';
import { ticksOf, ticksOfRaw } from '../../../sandbox/partner-center/ticks.ts';
import type { WireRecord } from '../../../sandbox/partner-center/wire.ts';
import { TOUR } from '../../../sandbox/page/tour.ts';

const DAY_MS = 86_400_000;
/** As often as somebody jumps to the digest of the next morning. */
const JUMPS = 4;
const CLOCKS = ['2026-11-21T10:00:00Z', '2026-03-01T00:00:30Z', '2026-12-24T23:59:00Z', '2027-07-05T06:30:00Z'].map((text) => new Date(text));

const daysBefore = (now: Date, days: number) => ticksOf(new Date(now.getTime() - days * DAY_MS));
const stepWith = (word: string) => TOUR.find(({ command }) => command.includes(word))?.command ?? '';
const daysOf = (command: string): number => Number(/last (\d+)d/.exec(command)?.[1]);

const findNights = (records: readonly WireRecord[]) => records.filter(({ operationType, userPrincipalName }) =>
  operationType === 'granular_admin_relationship_approved' || userPrincipalName === NEW_ACCOUNT);

describe('sandbox/page/tour', () => {
  it.each(CLOCKS)('tells true of the order with a zero too many, by the clock %s', (now) => {
    const orders = createStory({ now }).records.filter(({ customerName, operationType, resourceNewValue }) =>
      customerName === 'Northwind Traders' && operationType === 'create_order' && String(resourceNewValue).includes('Microsoft 365 Business Premium'));

    const [newest, before] = orders;

    expect([newest, before].map((order) => /"Quantity":(\d+)/.exec(String(order?.resourceNewValue))?.[1])).toEqual(['250', '25']);
    expect(ticksOfRaw(before?.operationDate ?? '') > daysBefore(now, daysOf(stepWith('Northwind')) - JUMPS)).toBe(true);
  });

  it.each(CLOCKS)('looks back far enough for the night and the leaver after some jumps, by the clock %s', (now) => {
    const { records } = createStory({ now });
    const night = findNights(records);
    const deletions = records.filter(({ operationType, userPrincipalName }) => userPrincipalName === EVE && operationType === 'delete_customer_user');

    for (const word of ['granular_admin_relationship_*', NEW_ACCOUNT]) {
      for (const { operationDate } of night) expect(ticksOfRaw(operationDate) > daysBefore(now, daysOf(stepWith(word)) - JUMPS)).toBe(true);
    }
    for (const { operationDate } of deletions) expect(ticksOfRaw(operationDate) > daysBefore(now, daysOf(stepWith(EVE)) - JUMPS)).toBe(true);

    expect(night).toHaveLength(33);
    expect(deletions).toHaveLength(14);
    expect(new Set(deletions.map(({ attributes }) => JSON.stringify(attributes))).size).toBe(1);
  });

  it('never takes the account of the night for what happens now', () => {
    const minutes = Array.from({ length: 100 }, (_, minute) => new Date(Date.UTC(2026, 10, 21, 10, minute)));

    const users = minutes.flatMap(suspiciousNow).map(({ userPrincipalName }) => userPrincipalName);

    expect(users).not.toContain(NEW_ACCOUNT);
  });
});
