import { describe, expect, it } from 'vitest';
import { shortLine } from '../../src/audit/short-line.ts';

describe('audit/short-line', () => {
  it('puts text on one line', () => {
    expect(shortLine('  two\n lines\t', 20)).toBe('two lines');
  });

  it('cuts by characters and says that it did', () => {
    expect(shortLine('😀😀😀', 3)).toBe('😀😀😀');
    expect(shortLine('😀😀😀😀', 3)).toBe('😀😀…');
  });
});
