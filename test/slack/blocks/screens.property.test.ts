import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOW, storyRecords, ZONE } from '../../../sandbox/gallery/answers.ts';
import { HOSTILE_TEXTS } from '../../../sandbox/gallery/hostile.ts';
import { recordSamples } from '../../../sandbox/gallery/record-samples.ts';
import { screenSamples } from '../../../sandbox/gallery/samples.ts';
import { formView, homeSamples } from '../../../sandbox/gallery/view-samples.ts';
import { validateMessage, validateView } from '../../../sandbox/slack/block-kit/validate.ts';
import { formOfText } from '../../../src/command/form-of-text.ts';
import { homeView } from '../../../src/slack/blocks/home.ts';
import { askedView, plainRecordView, rawRecordView, recordView, unreadRecordView } from '../../../src/slack/blocks/record.ts';
import { createRenderer } from '../../../src/slack/blocks/render.ts';
import { fuzzed } from './fuzzed.ts';

const render = createRenderer('/audit');
const SCREENS = Object.entries(await screenSamples(storyRecords()));
const RECORDS = Object.entries(recordSamples(storyRecords()));

const text = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS, '', '\u0000', '\uD83E', 'x'.repeat(5_000), '🦖'.repeat(500), '&'.repeat(3_000), '<'.repeat(3_000), '<!date^0^{date}|x>', '&amp;lt;!channel&gt;', 'a&am'),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.json(),
);
const chances = fc.record({
  texts: fc.array(text, { minLength: 1, maxLength: 9 }),
  numbers: fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 9 }),
  keeps: fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }),
});

interface Texts {
  readonly type: string;
  readonly text: string;
}

/** Every text object of a payload, and its own text, which Slack reads as mrkdwn. */
const textsIn = (value: unknown): readonly Texts[] => {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text: own } = value as Readonly<Record<string, unknown>>;
  const found = typeof own === 'string' ? [{ type: typeof type === 'string' ? type : 'mrkdwn', text: own }] : [];
  return [...found, ...Object.values(value).flatMap(textsIn)];
};

/** What our own text may hold between angle brackets: a moment, the person who is shown the screen, and the channel of a rule. */
const OWN_ENTITY = /<!date\^\d+\^[^<>|^]+\|[^<>|]*>|<@U0MEMBER01>|<#C0CSPOPS1>/g;

/** What every surface has taken for years. */
const OLDEST_BLOCKS: ReadonlySet<string> = new Set(['section', 'actions', 'rich_text']);

function expectSound(payload: unknown): void {
  const texts = textsIn(payload);
  const markup = texts.filter(({ type }) => type === 'mrkdwn').map((one) => one.text);

  expect(texts.filter((one) => one.text.trim() === '' && one.type !== 'text')).toEqual([]);
  expect(markup.filter((one) => /[<>]/.test(one.replace(OWN_ENTITY, '')))).toEqual([]);
  expect(markup.filter((one) => /&(?!(?:amp|lt|gt);)/.test(one))).toEqual([]);
}

describe('slack/blocks with whatever may stand in a screen', () => {
  it.each(SCREENS)('draws %s without an invalid payload, an unescaped mention, a cut entity or an empty text', (_kind, samples) => {
    fc.assert(fc.property(fc.constantFrom(...samples), chances, ({ screen }, chance) => {
      const { rich, plain } = render(fuzzed(screen, chance));

      expect(validateMessage(rich)).toEqual([]);
      expect(validateMessage(plain)).toEqual([]);
      expect(plain.blocks.map(({ type }) => type).filter((type) => !OLDEST_BLOCKS.has(type))).toEqual([]);
      expectSound(rich);
      expectSound(plain);
    }), { numRuns: 60 });
  });

  it.each(RECORDS)('draws the modal of %s likewise', (_kind, samples) => {
    fc.assert(fc.property(fc.constantFrom(...samples), chances, ({ screen }, chance) => {
      const drawn = fuzzed(screen, chance);

      for (const view of [recordView(drawn), plainRecordView(drawn), rawRecordView(drawn), ...(drawn.kind === 'record' ? [unreadRecordView(drawn.record)] : [])]) {
        expect(validateView(view)).toEqual([]);
        expectSound(view);
      }
    }), { numRuns: 60 });
  });

  it('draws App Home likewise', () => {
    fc.assert(fc.property(fc.constantFrom(...Object.values(homeSamples()).flat()), chances, ({ screen }, chance) => {
      const view = homeView(fuzzed(screen, chance), '/audit');

      expect(validateView(view)).toEqual([]);
      expectSound(view);
    }), { numRuns: 100 });
  });

  it('draws the search form for whatever was typed or is remembered likewise', () => {
    fc.assert(fc.property(text, text, (typed, name) => {
      const quoted = `customer "${name.replace(/["\\]/g, '')}" user "${typed.replace(/["\\]/g, '')}" text "${name.replace(/["\\]/g, '')}"`;

      for (const said of [typed, quoted]) {
        const view = formView({ kind: 'form', ...formOfText(said, { now: NOW, zone: ZONE }), names: new Map() });
        expect(validateView(view)).toEqual([]);
        expectSound(view);
      }
      expect(validateView(askedView(typed))).toEqual([]);
    }), { numRuns: 200 });
  });
});
