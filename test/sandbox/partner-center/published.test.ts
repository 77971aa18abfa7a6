import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { publishedRecords, readPublished } from '../../../sandbox/partner-center/published.ts';
import { askPage, NOW, partnerCenters } from './asking.ts';

const CLOCKS = ['2026-11-21T10:00:00Z', '2026-11-21T00:00:00Z', '2026-03-01T23:59:59.999Z', '2024-02-29T12:00:00Z', '2027-01-01T00:30:00Z'].map((text) => new Date(text));
const DAY_MS = 86_400_000;

describe('sandbox/partner-center/published', () => {
  const partnerCenter = partnerCenters();

  it.each(CLOCKS)('changes nothing but the day at %s, which lies in the last six', (now) => {
    const originals = [...readPublished('response-2017.json').items, ...readPublished('response-2016.json').items];

    const records = publishedRecords(now);

    expect(records.map((record, index) => ({ ...record, operationDate: originals[index]?.operationDate }))).toEqual(originals);
    for (const [index, { operationDate }] of records.entries()) {
      expect(operationDate.slice(10)).toBe(originals[index]?.operationDate.slice(10));
      expect(Date.parse(operationDate)).toBeLessThan(now.getTime());
      expect(Date.parse(operationDate)).toBeGreaterThan(now.getTime() - 6 * DAY_MS);
    }
  });

  it('serves them over HTTP as they were published, doubled encoding and nulls included', async () => {
    const records = publishedRecords(NOW);
    const standIn = await partnerCenter({ records });

    const page = await askPage(standIn, 'startDate=2026-11-14');

    expect(page.items).toEqual(records);
    expect(page.items.map(({ operationDate }) => operationDate)).toEqual([
      '2026-11-20T22:56:05.0589308Z', '2026-11-18T20:09:07.0450483Z', '2026-11-16T18:34:37.5980461Z',
    ]);
    const inner: unknown = JSON.parse(String(page.items[2]?.resourceNewValue));
    expect(JSON.parse(String(inner))).toHaveProperty('LineItems');
  });

  it('never serves the edition of 2021, which only serves as a case', () => {
    const ids = publishedRecords(NOW).map(({ partnerId }) => partnerId);

    const edition = readPublished('response-2021-page.json');

    expect(edition.items).toHaveLength(2);
    for (const { partnerId } of edition.items) expect(ids).not.toContain(partnerId);
  });

  it('keeps the answer of 2016 as it was printed: no JSON', () => {
    const printed = readFileSync(new URL('../../../sandbox/partner-center/published/response-2016-as-published.txt', import.meta.url), 'utf8');

    expect(printed).toContain('"2016-05-10T18:34:37.5980461Z"');
    expect(() => readPublished('response-2016-as-published.txt')).toThrow(SyntaxError);
  });
});
