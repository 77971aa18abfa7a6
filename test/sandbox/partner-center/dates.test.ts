import { describe, expect, it } from 'vitest';
import { addDays } from '../../../sandbox/partner-center/ticks.ts';
import { ask, askPage, bareRecord, partnerCenters } from './asking.ts';

const TODAY = '2026-11-21';
const daysAgo = (days: number) => addDays(TODAY, -days);

describe('sandbox/partner-center/dates', () => {
  const partnerCenter = partnerCenters();
  const daily = Array.from({ length: 100 }, (_, days) => bareRecord(`${daysAgo(days)}T05:00:00.1234567Z`, { id: String(days) }));
  const idsOf = (items: readonly { readonly id?: string | null }[]) => items.map(({ id }) => Number(id));
  const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

  it.each([
    ['nothing given: the last 30 days', '', upTo(0, 29)],
    ['a start alone: 30 days from there', `startDate=${daysAgo(80)}`, upTo(51, 80)],
    ['a recent start alone: up to today', `startDate=${daysAgo(2)}`, upTo(0, 2)],
    ['the whole end day counts', `startDate=${daysAgo(5)}&endDate=${daysAgo(3)}`, upTo(3, 5)],
    ['an end in the future is accepted', `startDate=${daysAgo(1)}&endDate=${addDays(TODAY, 5)}`, upTo(0, 1)],
    ['the form of the published request', `startDate=${encodeURIComponent('11/19/2026 12:00:00 AM')}&endDate=11%2F20%2F2026`, [1, 2]],
    ['a time of day is dropped', `startDate=2026-11-20T23:00:00Z&endDate=2026-11-20`, [1]],
    ['89 days back is still there', `startDate=${daysAgo(89)}&endDate=${daysAgo(88)}`, [88, 89]],
  ])('reads them leniently: %s', async (_case, query, expected) => {
    const standIn = await partnerCenter({ records: daily });

    const page = await askPage(standIn, query);

    expect(idsOf(page.items)).toEqual(expected);
  });

  it.each(['2026-02-30', '44-02-2023', '15.06.2017', 'yesterday', ''])('answers the date %j with the published sentence', async (date) => {
    const standIn = await partnerCenter();

    const response = await ask(standIn, `/v1/auditrecords?startDate=${date}`);

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ message: 'The request is invalid.' });
  });

  it.each([
    ['more than 90 days back', `startDate=${daysAgo(91)}&endDate=${daysAgo(90)}`, { message: expect.stringContaining('90 days') }],
    ['a window of 31 days', `startDate=${daysAgo(30)}&endDate=${TODAY}`, { code: '800002', description: expect.stringContaining('30 days') }],
    ['an end before the start', `startDate=${TODAY}&endDate=${daysAgo(3)}`, { code: '800002' }],
  ])('refuses %s', async (_case, query, body) => {
    const standIn = await partnerCenter({ records: daily });

    const response = await ask(standIn, `/v1/auditrecords?${query}`);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject(body);
  });

  it('cuts a long window to its first 30 days when that reading is chosen', async () => {
    const standIn = await partnerCenter({ records: daily, longWindow: 'cut' });

    const page = await askPage(standIn, `startDate=${daysAgo(60)}&endDate=${TODAY}`);

    expect(idsOf(page.items)).toEqual(upTo(31, 60));
  });

  it('leaves the end day out when that reading is chosen', async () => {
    const standIn = await partnerCenter({ records: daily, endDate: 'exclusive' });

    const pages = [await askPage(standIn, `startDate=${daysAgo(3)}&endDate=${daysAgo(3)}`), await askPage(standIn, `startDate=${daysAgo(3)}&endDate=${daysAgo(2)}`)];

    expect(pages.map(({ items }) => idsOf(items))).toEqual([[], [3]]);
  });
});
