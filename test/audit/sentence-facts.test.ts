import { describe, expect, it } from 'vitest';
import { openCommitments } from '../../src/audit/commitments.ts';
import { offerLines } from '../../src/audit/sentence-facts.ts';
import { riskOf } from '../../src/audit/sentence-risk.ts';
import { sentenceOf } from '../../src/audit/sentence.ts';
import { aRecord } from '../support/records.ts';

const OFFER = 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01';

/** An order of so many lines of a seat each on a year, the last of which is the largest by far. */
function orderOf(lines: number) {
  const LineItems = Array.from({ length: lines }, (_, at) => ({ OfferId: OFFER, FriendlyName: `Offer ${at}`, ...(at === lines - 1 ? { Quantity: 5_000, TermDuration: 'P3Y' } : { Quantity: 1, TermDuration: 'P1Y' }) }));
  return aRecord({ resourceNewValue: JSON.stringify({ LineItems }) });
}

describe('audit/sentence-facts', () => {
  it.each([200, 201, 250, 1_000, 3_000])('reads every one of %i lines: their number, the risk and the seats follow from all', (lines) => {
    const record = orderOf(lines);

    expect(offerLines(record)).toHaveLength(lines);
    expect(sentenceOf(record)).toContain(`Offer 2 on a 1-year term, ${lines - 3} more ordered`);
    expect(riskOf(record)).toEqual({ risk: 'high', reason: 'an order on a 3-year term' });
    expect(openCommitments([{ day: '2026-11-20', row: 0, record }], Date.parse('2026-11-21T00:00:00Z')).open).toMatchObject([{ seats: lines - 1 + 5_000 }]);
  });

  it('gives an order its window where only its last line is one of seats', () => {
    const LineItems = Array.from({ length: 201 }, (_, at) => ({ FriendlyName: `Offer ${at}`, Quantity: 1, ...(at === 200 && { OfferId: OFFER, TermDuration: 'P1M' }) }));
    const record = aRecord({ resourceNewValue: JSON.stringify({ LineItems }) });

    expect(openCommitments([{ day: '2026-11-20', row: 0, record }], Date.parse('2026-11-21T00:00:00Z'))).toMatchObject({ open: [{ seats: 1 }], leftOut: { unclear: 0 } });
  });

  it('reads every numbered line of customized data, however high its number', () => {
    const customizedData = Array.from({ length: 1_001 }, (_, at) => [
      { key: `SubscriptionName-${at}`, value: `Offer ${at}` }, { key: `Quantity-${at}`, value: '1' }, { key: `TermDuration-${at}`, value: at === 1_000 ? 'P3Y' : 'P1M' },
    ]).flat();
    const record = aRecord({ customizedData });

    expect(offerLines(record)).toHaveLength(1_001);
    expect(offerLines(record).at(-1)).toEqual({ name: 'Offer 1000', quantity: '1', term: 'P3Y' });
    expect(riskOf(record).risk).toBe('high');
  });
});
