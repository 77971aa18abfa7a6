import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/command/parse.ts';
import { unshownShape } from '../../src/features/unshown-shape.ts';

function shapeOf(typed: string) {
  const command = parseCommand(typed, { now: new Date('2026-11-21T10:00:00Z'), zone: 'Europe/Berlin' });
  if (command.kind !== 'search') throw new Error(`"${typed}" is no search`);
  return unshownShape(command.search);
}

describe('features/unshown-shape', () => {
  it.each([
    ['failed last 7d by user, day tz UTC', 'by user, day', 'status failed last 7d tz UTC'],
    ['oldest first', 'sort date asc', 'search'],
    ['failed limit 50', 'limit 50', 'status failed'],
    ['failed as chart', 'as chart', 'status failed'],
  ])('refuses %s by its word and offers the search without it', (typed, word, repair) => {
    expect(shapeOf(typed)).toMatchObject({ says: `\`${word}\` is not there yet.`, repairs: [repair] });
  });

  it.each(['failed', 'newest first', 'as list', 'as summary tz UTC'])('lets %s through', (typed) => {
    expect(shapeOf(typed)).toBeUndefined();
  });
});
