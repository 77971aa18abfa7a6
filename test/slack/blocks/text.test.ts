import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isolated } from '../../../src/audit/isolate.ts';
import { labelled, plainBlock, preformatted } from '../../../src/slack/blocks/elements.ts';
import { escaped, escapedWithin, plain } from '../../../src/slack/blocks/text.ts';
import { shortName } from '../../../src/slack/blocks/wording.ts';

const HEBREW = 'חברת דוגמה';

describe('slack/blocks/text', () => {
  it('cuts what is escaped so that it fits, and halves neither an entity nor a character', () => {
    const text = fc.string({ unit: fc.constantFrom('&', '<', '>', 'a', '🦖', 'é'), maxLength: 60 });
    fc.assert(fc.property(text, fc.integer({ min: 1, max: 80 }), (some, limit) => {
      const cut = escapedWithin(some, limit);

      expect(cut.length).toBeLessThanOrEqual(limit);
      expect(cut.replace(/&(?:amp|lt|gt);/g, '')).not.toMatch(/[&<>]|\p{Cs}/u);
      const whole = escaped(some, Infinity);
      expect(whole.length <= limit ? cut === whole : whole.startsWith(cut.slice(0, -1)) && cut.endsWith('…')).toBe(true);
    }));
  });

  it('sets a name read from right to left apart from its number, once, and adds nothing to other names', () => {
    expect(plain(`${shortName(HEBREW)} 2,361`).text).toBe(`\u2068${HEBREW}\u2069 2,361`);
    expect(isolated(isolated(HEBREW))).toBe(isolated(HEBREW));
    expect(shortName('alice@partner.example')).toBe('alice@partner.example');
    expect(shortName(shortName(HEBREW.repeat(20)))).toMatch(/^\u2068[^\u2068\u2069]{59}…\u2069$/);
  });

  it('lets no text from outside begin or end such a part of a line, nor hide in one', () => {
    expect(plain('a\u2068b\u2067c').text).toBe('abc');
    expect(plain(`\u2069${HEBREW}\u2069 1`).text).toBe(`${HEBREW} 1`);
    expect(plain('\u2068 \u2069').text).toBe('–');
  });

  it('keeps equal widths and tells labels in the plain form', () => {
    const [fenced] = plainBlock(preformatted('a < b\n  ^'));
    const [colon] = plainBlock(labelled([['Operations', 'Order placed 1'], ['Quantity', '\n- 25']]));

    expect(fenced).toEqual({ type: 'section', text: { type: 'mrkdwn', text: '```\na &lt; b\n  ^\n```', verbatim: true } });
    expect(colon).toMatchObject({ text: { type: 'plain_text', text: 'Operations: Order placed 1\nQuantity:\n- 25' } });
    for (const text of ['a ``` *b*', '&'.repeat(2_000)]) expect(plainBlock(preformatted(text))).toMatchObject([{ text: { type: 'plain_text', text } }]);
  });
});
