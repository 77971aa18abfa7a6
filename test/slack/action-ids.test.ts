import { describe, expect, it } from 'vitest';
import { buttonIds, readPress, type Press } from '../../src/slack/action-ids.ts';

function readBack(press: Press): Press | undefined {
  const { action_id: id, value } = buttonIds(press, 'x');
  return readPress(id, value);
}

describe('slack/action-ids', () => {
  it.each<Press>([
    { kind: 'remind', command: 'commitments customer "Northwind Traders" within 24h' },
    { kind: 'rules-page', list: 'muted', page: 0 },
    { kind: 'rules-page', list: 'all', page: 9 },
  ])('reads back what $kind asks for', (press) => {
    expect(readBack(press)).toEqual(press);
  });

  it.each([
    ['audit1.remind.remind', '-'], ['audit1.remind.remind', 'x'.repeat(2_001)],
    ['audit1.rules-page.next', 'named:1'], ['audit1.rules-page.next', 'all:100'], ['audit1.rules-page.next', 'all'], ['audit1.rules-page.next', 'nosuch:1'],
  ])('takes nothing that an older version or somebody else made up: %s %s', (id, value) => {
    expect(readPress(id, value)).toBeUndefined();
  });
});
