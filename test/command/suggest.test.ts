import { describe, expect, it } from 'vitest';
import { distance, suggest } from '../../src/command/suggest.ts';

const POOL = ['customer', 'status', 'last', 'failed', 'create_order', 'create_credit', 'order', 'orders'];

describe('command/suggest', () => {
  it.each([
    ['', 'abc', 3], ['kitten', 'sitting', 3], ['lsat', 'last', 1], ['status', 'status', 0], ['stauts', 'status', 1], ['ab', 'ba', 1],
  ])('counts the typing mistakes between %j and %j', (a, b, mistakes) => {
    expect(distance(a, b)).toBe(mistakes);
    expect(distance(b, a)).toBe(mistakes);
  });

  it.each([
    ['Custmer', ['customer']],
    ['lsat', ['last']],
    ['failedd', ['failed']],
    ['ordrs', ['orders']],
    ['create_', ['create_order', 'create_credit']],
    ['ord', ['order', 'orders']],
    ['craete_ordre', ['create_order']],
  ])('finds what %j may have meant', (typed, expected) => {
    expect(suggest(typed, POOL)).toEqual(expected);
  });

  it.each(['or', 'lat', 'lxxt', 'statxxx', 'relecloud', 'x'.repeat(10_000)])('finds nothing near to %.10j', (typed) => {
    expect(suggest(typed, POOL)).toEqual([]);
  });

  it('offers three at most', () => {
    expect(suggest('abc', ['abcd', 'abce', 'abcf', 'abcg'])).toEqual(['abcd', 'abce', 'abcf']);
  });
});
