import { describe, expect, it } from 'vitest';
import { valueInWords } from '../../../src/slack/blocks/value-words.ts';

describe('slack/blocks/value-words', () => {
  it.each([
    ['2026-11-21 22:00', '21 Nov 22:00'],
    ['2025-12-31 23:00', '31 Dec 2025 23:00'],
    ['22:00', '22:00'],
    ['', 'not recorded'],
  ])('names the hour %j as other times are named, with its year only where it is another', (value, words) => {
    expect(valueInWords('hour', value, '2026-11-21T22:30:00.000Z')).toBe(words);
  });
});
