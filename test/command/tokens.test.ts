import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode, tokenise } from '../../src/command/tokens.ts';

describe('command/tokens', () => {
  it.each([
    ['  failed \t orders\n', 'failed   orders'],
    ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
    ['<https://x.example/y|x.example>', 'x.example'],
    ['<https://x.example>', 'https://x.example'],
    ['<https://x.example?a&amp;b|A &amp; B>', 'A & B'],
    ['<@U1|al> <#C1|c> <!subteam^S1>', '<@U1|al> <#C1|c> <!subteam^S1>'],
    ['A &amp; B &lt;C&gt; &amp;amp;', 'A & B <C> &amp;'],
    ['“a” „b” «c»', '"a" "b" "c"'],
    ['O’Brien ‘x’', "O'Brien 'x'"],
    ['—customer –status Smith–Jones 1–2 a – b', '--customer --status Smith–Jones 1-2 a – b'],
    ['a\u00a0b\u2009c\u3000d', 'a b c d'],
    ['a\u200bb\ufeff\u200e\u00adc', 'abc'],
    ['a\u0000b\u0007c\u007f', 'abc'],
    ['e\u0301', '\u00e9'],
    ['\ud800', '\ufffd'],
  ])('decodes %j to %j', (raw, text) => {
    expect(decode(raw)).toBe(text);
  });

  it('encodes so that decoding gives the same text again', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^(?:&|amp;|lt;|<|>|\||https:|mailto:|"|—|a| ){0,20}$/)), (raw) => {
      const text = decode(raw);

      expect(decode(encode(text))).toBe(text);
    }), { numRuns: 2_000 });
  });

  it('remembers where each token stood', () => {
    const { tokens } = tokenise('customer "A \\"B\\"", --Status:failed');

    expect(tokens).toEqual([
      { kind: 'word', text: 'customer', word: 'customer', from: 0, to: 8 },
      { kind: 'quoted', text: 'A "B"', word: '', from: 9, to: 18 },
      { kind: 'comma', text: ',', word: '', from: 18, to: 19 },
      { kind: 'word', text: '--Status', word: 'status', from: 20, to: 28 },
      { kind: 'word', text: 'failed', word: 'failed', from: 29, to: 35 },
    ]);
  });

  it.each([
    ['last:7d customer=Relecloud', ['last', '7d', 'customer', 'Relecloud']],
    ['customer = Relecloud', ['customer', 'Relecloud']],
    ['customer:"A B"', ['customer', 'A B']],
    ['14:05 a:b a=b', ['14:05', 'a:b', 'a=b']],
    ['2026-11-01..2026-11-03 3 nov..10 nov 2026-11-01..', ['2026-11-01', '..', '2026-11-03', '3', 'nov', '..', '10', 'nov', '2026-11-01', '..']],
    ['etc... foo..bar', ['etc...', 'foo..bar']],
    ['a,b', ['a', ',', 'b']],
    ['<#C1|two words>x', ['<#C1|two words>', 'x']],
    ["O'Brien's", ["O'Brien's"]],
  ])('cuts %j', (text, expected) => {
    expect(tokenise(text).tokens.map((token) => token.text)).toEqual(expected);
  });

  it('says where a quote begins that is never closed', () => {
    expect(tokenise('a "b" "c d').openQuote).toBe(6);
    expect(tokenise('a "b\\"').openQuote).toBe(2);
    expect(tokenise('a "b"').openQuote).toBeUndefined();
  });
});
