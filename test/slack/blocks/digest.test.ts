import { describe, expect, it } from 'vitest';
import { validateMessage } from '../../../sandbox/slack/block-kit/validate.ts';
import { createDigestTally, type NewOperation } from '../../../src/audit/digest.ts';
import type { OpenBatch } from '../../../src/audit/commitments.ts';
import { EVERYTHING } from '../../../src/audit/filter.ts';
import type { ClosingWindows } from '../../../src/features/closing-windows.ts';
import type { DigestScreen } from '../../../src/features/rule-screens.ts';
import { readPress } from '../../../src/slack/action-ids.ts';
import { createRenderer } from '../../../src/slack/blocks/render.ts';
import { buttonsIn, read } from '../../support/reading.ts';
import { aRecord } from '../../support/records.ts';

const render = createRenderer('/audit');
const BATCH: OpenBatch = { at: '2026-11-15.4', opened: 'order', seats: 40, until: '2026-11-22T08:12:00.000Z', operationDate: '2026-11-15T08:12:00.0000000Z', what: '40 × Business Premium', customer: 'Northwind' };
const CLOSING: ClosingWindows = { withinMs: 48 * 3_600_000, first: [BATCH], certain: 2, unknown: 0, command: 'commitments within 48h' };

function digest(facts: Partial<DigestScreen> = {}, kinds: readonly NewOperation['kind'][] = ['news']): DigestScreen {
  const tally = createDigestTally();
  for (const [number, kind] of kinds.entries()) tally.add({ record: aRecord({ operationType: 'update_customer_user', customerName: '<!channel>' }), kind, number });
  return {
    kind: 'digest', name: 'morning', zone: 'Europe/Berlin', filter: EVERYTHING, command: 'digest daily', from: '2026-11-20T07:30:00.000Z', to: '2026-11-21T07:30:00.000Z',
    digest: tally.finish(), resultId: 'x'.repeat(22), inThread: 0, coverage: { readAt: '2026-11-21T07:29:00.000Z', gaps: [] }, ...facts,
  };
}

function shown(screen: DigestScreen) {
  const { rich, plain } = render(screen);
  expect([...validateMessage(rich), ...validateMessage(plain)]).toEqual([]);
  const blocks = rich.blocks.map((block) => ({ ...block }));
  return { text: read({ text: rich.text, blocks }), blocks: rich.blocks, message: { blocks }, sentence: rich.text };
}

describe('slack/blocks/digest', () => {
  it('says in the zone of the rule which windows close, and what Open lists', () => {
    const { text, blocks, sentence } = shown(digest({ closing: CLOSING }));
    const accessory = blocks.flatMap((block) => (block.type === 'section' && block.accessory?.type === 'button' && block.accessory.text.text === 'Open' ? [block.accessory] : []))[0];

    expect(text).toContain('Closing windows: 2 orders and increases can be cancelled for less than 48 h more, as computed');
    expect(text).toContain('Northwind · 40 seats · until about 22 Nov 09:12 CET');
    expect(sentence).toContain('Closing windows: 2 orders');
    expect(readPress(accessory?.action_id ?? '', accessory?.value)).toEqual({ kind: 'run', command: 'commitments within 48h' });
  });

  it('says of seat changes of unknown size that nobody knows', () => {
    const { seats: _seats, ...change } = { ...BATCH, opened: 'change' as const, now: 9 };

    expect(shown(digest({ closing: { ...CLOSING, first: [change], certain: 0, unknown: 1 } })).text).toContain('Closing windows: 1 seat change whose size is unknown could be cancelled for less than 48 h more, if seats were added, as computed\nNorthwind · change unknown, now 9 seats · until about');
    expect(shown(digest({ closing: { ...CLOSING, first: [{ ...BATCH, opened: 'change' }], certain: 1, unknown: 1 } })).text).toContain('+40 seats');
  });

  it('says them on a quiet day too', () => {
    const { text, blocks } = shown(digest({ closing: CLOSING }, []));

    expect(text).toMatch(/^No new operations, .*\.\nClosing windows/);
    expect(blocks.length).toBeLessThanOrEqual(4);
  });

  it('has All beside the counts, and beside what was found late where that is all', () => {
    const beside = (kinds: readonly NewOperation['kind'][]) => shown(digest({}, kinds)).blocks.flatMap((block) => (block.type === 'section' && block.accessory ? [block.text?.text] : []));

    expect(beside(['news', 'late'])).toEqual(['Counts: Customer user changed 1']);
    expect(beside(['late'])).toEqual(['Found late: 1 operation of 20 Nov 2026']);
    expect(buttonsIn(shown(digest({}, ['news', 'late'])).message, 'All')).toBe(1);
  });

  const readAt = '2026-11-20T20:10:00.000Z';
  const HALF_A_DAY = { coverage: { readAt, unreadMs: 40_800_000, gaps: [] }, to: readAt };

  it.each<readonly [string, Partial<DigestScreen>, readonly NewOperation['kind'][], RegExp]>([
    ['nothing new', HALF_A_DAY, [], /^Not read since 20 Nov 21:10 CET \(11 h 20 min\)\. In what was read: no new operations, first seen 20 Nov 08:30 – 20 Nov 21:10 CET\. What happened since comes with the digest after the log is read again\.\n {2}Last read at 20 Nov 21:10 CET\.\n/],
    ['something new', HALF_A_DAY, ['news', 'late'], /^Not read since 20 Nov 21:10 CET \(11 h 20 min\)\. In what was read: 1 new operation, 1 found late\n═+\n {2}First seen 20 Nov 08:30 – 20 Nov 21:10 CET\. What happened since comes with the digest after the log is read again\.\n/],
    ['nothing read at all', { ...HALF_A_DAY, to: '2026-11-20T07:30:00.000Z' }, [], /^Not read since 20 Nov 21:10 CET \(11 h 20 min\)\. What happened since comes with the digest after the log is read again\.\n/],
    ['days that were not read', { coverage: { readAt, gaps: [{ first: '2026-11-16', last: '2026-11-18' }, { first: '2026-11-20', last: '2026-11-20' }] } }, [], /^Not read completely \(UTC\): 16 Nov 2026 to 18 Nov 2026 and more\. In what was read: no new operations, first seen .*\.\n {2}Last read at 20 Nov 21:10 CET\. Not read completely \(UTC\): 16 Nov 2026 to 18 Nov 2026, 20 Nov 2026\.\n/],
    ['nothing ever read', { coverage: { gaps: [] }, to: '2026-11-20T07:30:00.000Z' }, [], /^The log was not read yet\.\n {2}The log was not read yet\.\n/],
    ['items that cannot be read', { coverage: { readAt, gaps: [], unreadable: 2 } }, [], /^No new operations, first seen .*\.\n {2}Last read at 20 Nov 21:10 CET\. 2 items of the log could not be read as records\.\n/],
    ['no reading since the one before', { coverage: { readAt, gaps: [] }, to: '2026-11-20T07:30:50.000Z' }, [], /^No new operations: the log was last read at 20 Nov 21:10 CET\.\n {2}Complete as read at 20 Nov 21:10 CET/],
  ])('says before all else what was not read: %s', (what, facts, kinds, words) => {
    const { text, sentence } = shown(digest(facts, kinds));

    expect(text).toMatch(words);
    expect(text.includes('Complete')).toBe(what === 'no reading since the one before');
    expect(sentence.slice(0, 14)).toBe(text.slice(0, 14));
  });

  it('keeps what was found late in a section of its own, and out of the counts', () => {
    const { text } = shown(digest({}, ['late', 'late']));

    expect(text).toContain('No new operations, 2 found late');
    expect(text).toContain('All of it found late');
    expect(text).toContain('Over 48 hours old when the log first showed them here. Customer user changed 2');
    expect(text).not.toContain('0 customers');
  });
});
