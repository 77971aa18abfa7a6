import { describe, expect, it } from 'vitest';
import { publishedRecords } from '../../../sandbox/partner-center/published.ts';
import { ALAN, EVE, NEW_ACCOUNT, RELECLOUD, SERVICE_ACCOUNT } from '../../../sandbox/partner-center/story/cast.ts';
import { suspiciousNow } from '../../../sandbox/partner-center/story/scene-now.ts';
import { createStory } from '../../../sandbox/partner-center/story/story.ts';
import { rawOfTicks, ticksOf, ticksOfRaw } from '../../../sandbox/partner-center/ticks.ts';
import type { WireRecord } from '../../../sandbox/partner-center/wire.ts';
import { askAll, itemsOf, NOW, partnerCenters } from './asking.ts';

const DAY_MS = 86_400_000;
const story = createStory({ now: NOW });

const withOperation = (operation: string, records: readonly WireRecord[] = story.records) => records.filter(({ operationType }) => operationType === operation);
const perDay = Map.groupBy(story.records, ({ operationDate }) => operationDate.slice(0, 10));

describe('sandbox/partner-center/story', () => {
  const partnerCenter = partnerCenters();

  it('is the same for the same clock and seed, and another for another seed', () => {
    const again = createStory({ now: NOW });
    const other = createStory({ now: NOW, seed: 'another' });

    expect(JSON.stringify(again)).toBe(JSON.stringify(story));
    expect(JSON.stringify(other.records)).not.toBe(JSON.stringify(story.records));
  });

  it.each(['2026-11-21T10:00:00Z', '2026-03-01T00:00:30Z', '2024-02-29T23:59:59.999Z', '2027-01-01T03:12:00Z', '2026-04-06T12:00:00Z'])('lies in the 90 days before %s, newest first', (clock) => {
    const now = new Date(clock);

    const { records } = createStory({ now });

    const ticks = records.map(({ operationDate }) => ticksOfRaw(operationDate));
    expect(records.length).toBeGreaterThan(5_000);
    expect(records.length).toBeLessThan(8_000);
    expect(ticks.every((tick, index) => index === 0 || tick <= (ticks[index - 1] ?? 0n))).toBe(true);
    expect((ticks[0] ?? 0n) < ticksOf(now)).toBe(true);
    expect((ticks.at(-1) ?? 0n) > ticksOf(new Date(now.getTime() - 90 * DAY_MS))).toBe(true);
    expect((ticks[0] ?? 0n) > ticksOf(new Date(now.getTime() - 15 * 60_000))).toBe(true);
  });

  it('tells tomorrow the same past of ordinary days', () => {
    const ordinaryDay = (records: readonly WireRecord[]) => records.filter(({ operationDate }) => operationDate.startsWith('2026-10-06'));

    const tomorrow = createStory({ now: new Date(NOW.getTime() + DAY_MS) });

    const kept = ordinaryDay(tomorrow.records).filter(({ id }) => ordinaryDay(story.records).some((record) => record.id === id));
    expect(kept.length).toBeGreaterThan(60);
  });

  it('is read whole through the API, window by window', async () => {
    const standIn = await partnerCenter({ records: story.records });

    const windows = [['2026-10-23', '2026-11-21'], ['2026-09-23', '2026-10-22'], ['2026-08-24', '2026-09-22']];
    const pages = await Promise.all(windows.map(([from, to]) => askAll(standIn, `startDate=${from}&endDate=${to}`)));

    expect(itemsOf(pages.flat())).toEqual(story.records);
  });

  it('keeps office hours, leaves most of the work to one account, and has one day of more than a page', () => {
    const weekend = perDay.get('2026-10-17')?.length ?? 0;
    const weekday = perDay.get('2026-10-15')?.length ?? 0;
    const byService = story.records.filter(({ userPrincipalName }) => userPrincipalName === SERVICE_ACCOUNT);

    expect(weekday).toBeGreaterThan(4 * weekend);
    expect(byService.length / story.records.length).toBeGreaterThan(0.6);
    expect([...perDay.values()].filter((records) => records.length > 500)).toHaveLength(1);
  });

  it('shows of Relecloud in the last week the two published records and nothing else', () => {
    const weekAgo = rawOfTicks(ticksOf(new Date(NOW.getTime() - 8 * DAY_MS)));
    const own = story.records.filter(({ customerId }) => customerId === RELECLOUD.id);

    const recent = own.filter(({ operationDate }) => operationDate > weekAgo);

    expect(recent).toEqual(publishedRecords(NOW).slice(0, 2));
    expect(own.length).toBeGreaterThan(recent.length + 50);
  });

  it('hides an approval at 03:12 without a user, after which a new account touches twelve customers', () => {
    const approvals = withOperation('granular_admin_relationship_approved');
    const created = withOperation('create_partner_user')[0];
    const walked = story.records.filter(({ userPrincipalName }) => userPrincipalName === NEW_ACCOUNT);

    const customers = new Set(walked.map(({ customerId }) => customerId).filter((id) => id !== undefined));

    expect(approvals).toMatchObject([{ customerName: 'Fabrikam Inc', operationStatus: 'succeeded' }]);
    expect(approvals[0]?.operationDate).toMatch(/^2026-11-20T03:12:/);
    expect(approvals[0]).not.toHaveProperty('userPrincipalName');
    expect(created).toMatchObject({ userPrincipalName: ALAN });
    expect(customers.size).toBe(12);
    for (const { operationDate } of walked) expect(operationDate > (created?.operationDate ?? '~')).toBe(true);
  });

  it('begins with the service account that does most of the work from then on', () => {
    const [created] = withOperation('create_partner_user').slice(-1);

    expect(created).toMatchObject({ userPrincipalName: 'alice@partner.example', resourceNewValue: expect.stringContaining(SERVICE_ACCOUNT) as string });
    expect(created?.operationDate).toMatch(/^2026-08-24T08:02:/);
  });

  it('lets something suspicious happen now, again and again', () => {
    const [now, later] = [suspiciousNow(NOW), suspiciousNow(new Date(NOW.getTime() + 61_000))];

    expect(now.map(({ operationType }) => operationType)).toEqual([
      'granular_admin_relationship_approved', 'create_partner_user', 'granular_admin_access_assignment_created', 'add_application_credential',
    ]);
    for (const { operationDate } of now) expect(ticksOfRaw(operationDate) < ticksOf(NOW)).toBe(true);
    expect(new Set([...now, ...later].map(({ id }) => id)).size).toBe(8);
  });

  it('hides 250 seats of new commerce on a year, five days ago', () => {
    const orders = withOperation('create_order').filter(({ resourceNewValue }) => String(resourceNewValue).includes('"Quantity":250,'));

    const value: unknown = JSON.parse(String(orders[0]?.resourceNewValue));

    expect(orders).toMatchObject([{ customerName: 'Northwind Traders' }]);
    expect(orders[0]?.operationDate).toMatch(/^2026-11-16T/);
    expect(value).toMatchObject({ LineItems: [{ OfferId: expect.stringMatching(/^[^:]+:[^:]+:[^:]+$/) as string, TermDuration: 'P1Y', Quantity: 250 }] });
    expect(orders[0]?.customizedData).toContainEqual({ key: 'Quantity-0', value: '250' });
  });

  it('hides three failed orders with one cause', () => {
    const failed = withOperation('create_order').filter(({ operationStatus }) => operationStatus === 'failed');

    const causes = failed.map(({ customizedData }) => customizedData?.find(({ key }) => key === 'ErrorMessage')?.value);

    expect(failed.map(({ customerName }) => customerName)).toEqual(['Wingtip Toys', 'Wingtip Toys', 'Wingtip Toys']);
    expect(new Set(causes)).toEqual(new Set(['The customer has not accepted the Microsoft Customer Agreement.']));
  });

  it('hides a leaver who deletes users, and is never seen again', () => {
    const deleted = withOperation('delete_customer_user');
    const ofEve = story.records.filter(({ userPrincipalName }) => userPrincipalName === EVE);

    expect(deleted).toHaveLength(14);
    expect(new Set(deleted.map(({ userPrincipalName }) => userPrincipalName))).toEqual(new Set([EVE]));
    expect(ofEve[0]).toBe(deleted[0]);
    expect(ofEve.length).toBeGreaterThan(100);
  });

  it('gives every record an id of the seen form, whose end are the ticks of its date', () => {
    const usual = story.records.filter(({ id, operationStatus }) => typeof id === 'string' && operationStatus !== 'progress');

    const wrong = usual.filter(({ id, operationDate }) => !id?.endsWith(`_${ticksOfRaw(operationDate)}`));

    expect(usual.length).toBeGreaterThan(6_000);
    expect(wrong).toEqual([]);
    expect(new Set(usual.map(({ id }) => id)).size).toBe(usual.length);
  });

  it('lets operations go from progress to succeeded under one id, and one never end', () => {
    const started = story.records.filter(({ operationStatus }) => operationStatus === 'progress');

    const statuses = started.map((begun) => story.records.filter(({ id }) => id === begun.id).map(({ operationStatus }) => operationStatus));

    expect(statuses).toEqual([['progress', 'succeeded'], ['progress', 'succeeded'], ['progress', 'succeeded'], ['progress']]);
  });

  it.each(['id', 'partnerId', 'participants', 'customerId', 'customerName', 'userPrincipalName', 'applicationId', 'resourceNewValue', 'customizedData', 'attributes'])('has records with %s absent and with %s null', (field) => {
    const states = new Set(story.records.map((record) => (record[field] === null ? 'null' : field in record ? 'present' : 'absent')));

    expect(states).toEqual(new Set(['null', 'present', 'absent']));
  });

  it('holds customers, words and values that break careless readers', () => {
    const names = story.customers.map(({ name }) => name);
    const statuses = new Set(story.records.map(({ operationStatus }) => operationStatus));
    const values = story.records.map(({ resourceNewValue }) => resourceNewValue);
    const texts = values.filter((value) => typeof value === 'string');

    expect(names).toEqual(expect.arrayContaining(['<!channel>', "O'Brien & Söhne GmbH", '*_~ Test', 'Last Mile Logistics', 'Contoso GmbH & Co. KG', 'Fabrikam Inc', 'Fabrikam Residences']));
    expect(new Set(story.customers.map(({ id }) => id)).size).toBe(names.length);
    expect(names.some((name) => name.length === 200)).toBe(true);
    expect(statuses).toEqual(new Set(['succeeded', 'failed', 'progress', 'decline', 'partially_succeeded']));
    expect(Math.max(...texts.map((text) => text.length))).toBeGreaterThan(64 * 1024);
    expect(texts).toEqual(expect.arrayContaining(['', 'The order was changed by hand.', '42']));
    expect(values.some((value) => Array.isArray(value))).toBe(true);
    expect(story.records.filter((record) => 'resourceOldValue' in record)).toHaveLength(2);
  });

  it('shows secrets that are plainly none', () => {
    const secrets = JSON.stringify(story.records).match(/(?:Password|ProductKey|ClientSecret)\\":\\"[^\\]*/g) ?? [];

    expect(new Set(secrets.map((text) => text.split('"').at(-1)))).toEqual(new Set(['NOT-A-REAL-PASSWORD', 'FAKE0-FAKE0-FAKE0-FAKE0-FAKE0', 'not-a-real-secret-0000']));
  });
});
