import { describe, expect, it } from 'vitest';
import { ruleSamples } from '../../../sandbox/gallery/rule-samples.ts';
import { validateMessage } from '../../../sandbox/slack/block-kit/validate.ts';
import { createDigestTally } from '../../../src/audit/digest.ts';
import { EVERYTHING } from '../../../src/audit/filter.ts';
import type { DigestScreen } from '../../../src/features/rule-screens.ts';
import type { Screen } from '../../../src/features/screens.ts';
import { createRenderer } from '../../../src/slack/blocks/render.ts';
import { read, buttonsIn } from '../../support/reading.ts';
import { aRecord } from '../../support/records.ts';

const render = createRenderer('/audit');
const samples = Object.values(ruleSamples([aRecord(), aRecord({ operationStatus: 'failed', customerName: 'Wingtip Toys' })])).flat();

function sampleOf(kind: Screen['kind'], title: string): Screen {
  const sample = samples.find((one) => one.screen.kind === kind && one.title === title);
  if (!sample) throw new Error(`no sample ${title}`);
  return sample.screen;
}

function shown(screen: Screen): string {
  const { rich } = render(screen);
  expect(validateMessage(rich)).toEqual([]);
  return read({ text: rich.text, blocks: rich.blocks.map((block) => ({ ...block })) });
}

function digest(facts: Partial<DigestScreen> = {}, records = [aRecord({ operationStatus: 'failed', customerName: 'Wingtip Toys', applicationId: 'FulfillmentService' })]): DigestScreen {
  const tally = createDigestTally();
  for (const [number, record] of records.entries()) tally.add({ record, kind: 'news', number });
  return {
    kind: 'digest', name: 'morning', zone: 'Europe/Berlin', filter: EVERYTHING, command: 'digest daily', makerName: 'dana', from: '2026-11-19T07:30:00.000Z', to: '2026-11-20T07:30:00.000Z',
    digest: tally.finish(), resultId: 'x'.repeat(22), inThread: 0, coverage: { readAt: '2026-11-20T07:29:00.000Z', gaps: [] }, ...facts,
  };
}

describe('slack/blocks/rules', () => {
  it.each(samples)('mentions nobody and is taken by Slack, rich and plain: $title ($screen.kind)', ({ screen }) => {
    const { rich, plain } = render(screen);

    for (const payload of [rich, plain]) {
      expect(validateMessage(payload)).toEqual([]);
      expect(payload.text).not.toMatch(/<[!@#]/);
      expect(JSON.stringify(payload.blocks)).not.toMatch(/"mrkdwn","text":"[^"]*<(!|@|#|https)(?!date)/);
      expect(payload.blocks.length).toBeLessThanOrEqual(screen.kind === 'rules' ? 48 : 30);
    }
    expect(plain.blocks.every(({ type }) => type === 'section' || type === 'actions')).toBe(true);
  });

  it('says the span, what deserves a look, what was read, and who wants it', () => {
    const text = shown(digest({ seal: { day: '2026-11-17', link: '3f9a'.repeat(16) } }));

    expect(text).toContain('1 new operation, first seen 19 Nov 08:30 – 20 Nov 08:30 CET');
    expect(text).toContain('HIGH Order placed, FAILED · Wingtip Toys · via FulfillmentService (Microsoft) · 20 Nov 16:05');
    expect(text).toContain('Complete as read at 20 Nov 08:29 CET; what appears later comes next time.');
    expect(text).toContain('Set up by dana: digest daily · seal of 17 Nov 2026: 3f9a3f9a3f9a3f9a…');
  });

  it('groups what is alike, and names both zones where the clocks changed', () => {
    const failed = aRecord({ operationStatus: 'failed', customerName: 'Wingtip Toys' });

    expect(shown(digest({}, [failed, failed, failed]))).toContain('HIGH 3 × Order placed, FAILED · Wingtip Toys');
    expect(shown(digest({ from: '2026-10-24T06:30:00.000Z', to: '2026-10-26T07:30:00.000Z' }))).toContain('24 Oct 08:30 CEST – 26 Oct 08:30 CET');
  });

  it('is one line and what was read where nothing is new', () => {
    const text = shown(digest({}, []));

    expect(text).toMatch(/^No new operations, first seen .*\.\n/);
    expect(text).not.toContain('Look at these');
  });

  it('names what was not read', () => {
    const gaps = [{ first: '2026-11-19', last: '2026-11-19' }, { first: '2026-11-10', last: '2026-11-12' }];

    expect(shown(digest({ coverage: { readAt: '2026-11-20T07:29:00.000Z', gaps } }))).toContain('Not read completely (UTC): 19 Nov 2026, 10 Nov 2026 to 12 Nov 2026.');
    expect(shown(digest({ coverage: { gaps: [] } }))).toContain('The log was not read yet.');
  });

  it('has one set of controls for each rule, ten rules on a page', () => {
    const [some, many] = ruleSamples([aRecord()]).rules;
    const blocksOf = (screen: Screen) => ({ blocks: render(screen).rich.blocks.map((block) => ({ ...block })) });

    expect(['Send now', 'Pause', 'Resume', 'Remove'].map((label) => buttonsIn(blocksOf(some?.screen ?? { kind: 'notice', text: '' }), label))).toEqual([3, 1, 2, 3]);
    expect(['Send now', 'Edit', 'Previous', 'Next'].map((label) => buttonsIn(blocksOf(many?.screen ?? { kind: 'notice', text: '' }), label))).toEqual([10, 10, 1, 1]);
    expect(shown(many?.screen ?? { kind: 'notice', text: '' })).toMatch(/^Rules: 50 of this channel, 1 of your own · page 5 of 6\n[^]*“digest-41”[^]*“digest-50”/);
  });

  it('says what a change leaves as it was, and what a mute does', () => {
    expect(shown(sampleOf('rule-made', 'changed, while it is paused'))).toMatch(/“digest-1” is changed, and speaks in the channel\. It is still paused\.[^]*\[Resume\]/);
    expect(shown(sampleOf('rule-made', 'changed, while it is stopped'))).toContain('speaks in the channel. It is still stopped: press Resume once that is cured.');
    expect(shown(sampleOf('rule-made', 'an alert that was moved'))).toContain('speaks in the channel. What it still gathered where it spoke before it does not tell (31 operations): a search lists them.');
    expect(shown(sampleOf('rule-made', 'a mute'))).toMatch(/“licence sync job” keeps these operations out of the alerts here until .* Digests count them\.[^]*\[Edit\] {2}\[Pause\] {2}\[Remove\]/);
  });

  it('has the whole set of buttons for each rule, by its kind and state', () => {
    const listed = shown(sampleOf('rules', 'some'));

    expect(listed).toContain('[Send now]  [Edit]  [Pause]  [Remove]');
    expect(listed).toContain('[Send now]  [Edit]  [Resume]  [Remove]');
    expect(listed).not.toContain('<#C0CSPOPS1>');
  });
});
