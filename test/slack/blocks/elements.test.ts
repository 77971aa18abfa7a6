import { describe, expect, it } from 'vitest';
import { button } from '../../../src/slack/blocks/elements.ts';

const labelOf = (label: string, says?: string) => button(label, { kind: 'form' }, 'slot', says).accessibility_label;

describe('slack/blocks/elements', () => {
  it.each([
    ['Details', 'Details of Order placed', 'Details of Order placed'],
    ['Run: customer Relecloud', 'Run customer Relecloud', 'Run customer Relecloud'],
    ['Take it', 'Say that you answer this alert', 'Take it: Say that you answer this alert'],
    ['Open', 'Run commitments within 2d', 'Open: Run commitments within 2d'],
  ])('reads a button %j out with the words that stand on it', (label, says, read) => {
    expect(labelOf(label, says)).toBe(read);
  });

  it('leaves a button without further words to its label, and cuts what is too long', () => {
    expect(labelOf('Keep')).toBeUndefined();
    expect(labelOf('By this user', 'x'.repeat(100))).toHaveLength(75);
  });
});
