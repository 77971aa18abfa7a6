import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charactersIn } from '../../../sandbox/slack/block-kit/totals.ts';
import { DIMENSIONS } from '../../../src/audit/dimensions.ts';
import type { AuditRecord } from '../../../src/audit/record.ts';
import type { Shape } from '../../../src/command/command.ts';
import { aRecord } from '../../support/records.ts';
import { answerOf, asText, drawn } from './summaries.ts';

const FORMS = ['summary', 'list', 'table', 'chart', 'timeline'] as const;
const HOSTILE = ['<!channel>', '<@U0ADMIN01>', '*_~ Test', "O'Brien & Söhne <GmbH>", '\u202Eesrever', '🦖'.repeat(500), 'x'.repeat(5_000), '&lt;!here&gt;', '', ' ', '\u0000', '`code` ```', 'a\nb'];
const hostileText = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 120 }));
const second = fc.integer({ min: 0, max: 6 * 86_400 - 1 }).map((at) => new Date(Date.parse('2026-11-15T00:00:00Z') + at * 1_000).toISOString().replace('.000Z', '.0000000Z'));
const hostileRecord = fc.record({
  operationDate: second, operationType: fc.oneof(hostileText, fc.constantFrom('create_order', 'update_subscription', 'granular_admin_relationship_approved')),
  operationStatus: fc.oneof(hostileText, fc.constantFrom('succeeded', 'failed', 'decline')), resourceType: hostileText, customerName: hostileText, customerId: hostileText,
  userPrincipalName: hostileText, applicationId: hostileText, id: hostileText, resourceNewValue: fc.oneof(hostileText, fc.json()),
}, { requiredKeys: ['operationDate', 'operationType', 'operationStatus', 'resourceType'] }).map((facts) => aRecord(facts as Partial<AuditRecord>));
const shapes: fc.Arbitrary<Shape> = fc.record({
  by: fc.uniqueArray(fc.constantFrom(...DIMENSIONS), { minLength: 1, maxLength: DIMENSIONS.length }), as: fc.constantFrom(...FORMS), limit: fc.integer({ min: 1, max: 1_000 }),
  sort: fc.record({ column: fc.constantFrom('date', 'customer', 'risk', 'count'), direction: fc.constantFrom('asc', 'desc') }),
}, { requiredKeys: [] });

/** As many groups as there are records, each with the longest name. */
const crowd = Array.from({ length: 300 }, (_, index) => aRecord({
  id: `${index}`, operationType: 'add_customer', operationDate: `2026-11-${15 + index % 6}T12:00:00.0000000Z`, operationStatus: index % 7 === 0 ? 'failed' : 'succeeded',
  customerId: `customer-${index}`, customerName: `${'W'.repeat(300)} ${index}`, userPrincipalName: `${'u'.repeat(190)}${index}@partner.example`,
}));

describe('slack/blocks/summary (its forms)', () => {
  it('draws any answer in any form, whatever its records hold, within the rules of Slack', async () => {
    await fc.assert(fc.asyncProperty(fc.array(hostileRecord, { maxLength: 30 }), shapes, fc.nat(3), async (records, shape, page) => {
      const both = drawn(await answerOf(records, { shape, page }));
      for (const { blocks } of [both.rich, both.plain]) expect(JSON.stringify(blocks)).not.toMatch(/"mrkdwn","text":"[^"]*<(!|@|#|https)(?!date)/);
    }), { numRuns: 200 });
  });

  it('groups by one column: the largest first, the others summed up', async () => {
    const text = asText(drawn(await answerOf(crowd, { shape: { by: ['customer'] } })).rich);

    expect(text).toContain('300 operations for all customers, 43 failed');
    expect(text).toContain('By customer: 31 of 300 groups; the others are summed up');
    expect(text).toMatch(/Customer +\| Operations \| Failed/);
    expect(text).toMatch(/Others: 269 groups +\| +269 \| /);
    expect(text).toContain('Stands out: 43 failed; 5 shown');
    expect(text).toContain('[Run: last 7d as list]  [Export CSV]');
  });

  it('reads large numbers out in groups of three', async () => {
    const records = Array.from({ length: 1_500 }, (_, index) => aRecord({ id: `${index}`, userPrincipalName: 'svc@partner.example' }));

    expect(drawn(await answerOf(records, { shape: { by: ['user'] } })).rich.text).toContain('By person: svc@partner.example: 1,500.');
  });

  it('groups by two columns, and adds up to all of them', async () => {
    const records = [aRecord({ id: '1', customerName: 'Relecloud' }), aRecord({ id: '2', customerName: 'Relecloud', operationStatus: 'failed' }), aRecord({ id: '3' })];
    const { rich, plain } = drawn(await answerOf(records, { shape: { by: ['customer', 'status'] } }));

    expect(asText(rich)).toContain('By customer and status: 3 groups');
    expect(asText(rich)).toMatch(/Relecloud +\| Failed +\| +1 \| +1/);
    expect(asText(plain)).toContain('not recorded  Succeeded · operations 1 · failed 0');
    expect(rich.text).toContain('By customer and status: ');
  });

  it.each([1, 2, 4, 12])('keeps a table of %i columns of the longest names under 10,000 characters', async (columns) => {
    const { rich } = drawn(await answerOf(crowd, { shape: { by: DIMENSIONS.slice(0, columns), limit: 1_000 } }));
    const table = rich.blocks.find(({ type }) => type === 'table');

    expect(charactersIn(table)).toBeLessThan(10_000);
    expect(JSON.stringify(table)).toMatch(/Others: 2\d\d/);
  });

  it('names days and weekdays as people do', async () => {
    expect(asText(drawn(await answerOf(crowd, { shape: { by: ['day'] } })).rich)).toMatch(/Day +\| Operations \| Failed\n15 Nov 2026 +\| +50 \|/);
    expect(asText(drawn(await answerOf(crowd, { shape: { by: ['weekday'] } })).rich)).toContain('Sunday ');
  });

  it('says which days and weeks are only parts of one', async () => {
    const by = async (dimension: 'day' | 'week' | 'weekday') => asText(drawn(await answerOf(crowd, { shape: { by: [dimension] } })).rich);

    expect(await by('day')).toContain('Parts of days: 14 Nov 2026 from 11:00 on, 21 Nov 2026 so far.');
    expect(await by('week')).toContain('Parts of weeks: the week of 14 Nov 2026 from 11:00 on, the week of 21 Nov 2026 so far.');
    expect(await by('weekday')).not.toContain('Parts of');
  });

  it('draws a chart of the time that was grouped by, and of a value over time', async () => {
    const [weekdays, people] = await Promise.all((['weekday', 'user'] as const).map((by) => answerOf(crowd, { shape: { by: [by], as: 'chart' } })));

    expect(weekdays && asText(drawn(weekdays).rich)).toContain('[bar chart] Operations by weekday\n  operations: Monday 50 · Tuesday 50');
    expect(people && asText(drawn(people).rich)).toMatch(/\[line chart\] Operations per day, by person; last so far\n(.+\n){5} {2}others: /);
  });

  it('lists twenty records as a table, each with a way into its details', async () => {
    const { rich, plain } = drawn(await answerOf(crowd, { shape: { as: 'table', sort: { column: 'date', direction: 'asc' } } }));
    const text = asText(rich);

    expect(text).toContain('Oldest first: 1–20 of 300 · page 1 of 15');
    expect(text.split('\n').filter((line) => line.includes(' | Customer added | '))).toHaveLength(20);
    expect(JSON.stringify(rich.blocks)).toContain('"value":"details|result-0000000000000001:19"');
    expect(asText(plain)).toContain('15 Nov 13:00  Customer added · ');
  });

  it('lists without counts, and says each day of a timeline once', async () => {
    const list = asText(drawn(await answerOf(crowd, { shape: { as: 'list' } })).rich);
    const timeline = asText(drawn(await answerOf(crowd, { shape: { as: 'timeline' } })).rich);

    expect(list).not.toContain('Status  ');
    expect(list).not.toContain('Stands out');
    expect(timeline.match(/20 Nov 2026/g)).toHaveLength(1);
  });
});
