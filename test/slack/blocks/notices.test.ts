import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/command/parse.ts';
import { createRenderer } from '../../../src/slack/blocks/render.ts';
import { spoken } from '../../../src/slack/blocks/text.ts';

const CONTEXT = { now: new Date('2026-11-21T10:00:00Z'), zone: 'Europe/Berlin' };

/** The command over its carets, as a phone shows them. */
function pointed(text: string): readonly [command: string, carets: string] {
  const command = parseCommand(text, CONTEXT);
  if (command.kind !== 'mistake') throw new Error(`${text} is understood`);
  const [block] = createRenderer('/audit')(command).rich.blocks.flatMap((one) => (one.type === 'rich_text' ? [one] : []));
  const leaf = block?.elements[0]?.elements[0];
  const [line = '', carets = ''] = leaf && 'text' in leaf && typeof leaf.text === 'string' ? leaf.text.split('\n') : [];
  return [line, carets];
}

describe('slack/blocks/notices', () => {
  it('shows where a long command is cut off, and keeps the carets under the place', () => {
    const before = 'customer Relecloud not user svc-provisioning@partner.example ';
    const [line, carets] = pointed(`${before}statsu failed not op create_order, update_subscription last 30d`);

    expect(line).toMatch(/^….+…$/);
    expect(line).toHaveLength(60);
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('statsu');
    expect(pointed('statsu failed')).toEqual(['statsu failed', '^^^^^^']);
    expect(pointed(`statsu failed not op create_order, update_subscription, update_order last 30d`)[0]).toMatch(/^statsu .+…$/);
  });

  it('reads sentences out one after the other', () => {
    expect(spoken(['13 orders can still be cancelled, as computed', 'The 10 largest of 13.', 'Go on?', 'Rule “x”'])).toBe('13 orders can still be cancelled, as computed. The 10 largest of 13. Go on? Rule “x”');
  });
});
