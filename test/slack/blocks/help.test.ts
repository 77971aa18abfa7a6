import type { Button, KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/command/parse.ts';
import { hasForm } from '../../../src/command/rule-form.ts';
import { HELP_TOPICS } from '../../../src/command/help-topics.ts';
import type { HelpScreen } from '../../../src/features/screens.ts';
import { showHelp } from '../../../src/features/show-help.ts';
import { readPress } from '../../../src/slack/action-ids.ts';
import { helpMessage } from '../../../src/slack/blocks/help.ts';

const CONTEXT = { now: new Date('2026-11-21T10:00:00Z'), zone: 'Europe/Berlin' };

/** What the buttons of a help press, by their labels. */
function pressed(screen: HelpScreen): readonly (readonly [label: string, command: string])[] {
  const blocks: readonly KnownBlock[] = helpMessage(screen, '/audit').rich.blocks;
  const buttons = blocks.flatMap((block) => (block.type === 'section' && block.accessory?.type === 'button' ? [block.accessory satisfies Button] : []));
  return buttons.map(({ text, action_id, value }) => {
    const press = readPress(action_id ?? '', value);
    return [text.text, press && 'command' in press ? press.command : ''] as const;
  });
}

const setUp = (screen: HelpScreen): readonly string[] => pressed(screen).flatMap(([label, command]) => (label === 'Set up' ? [command] : []));

describe('slack/blocks/help', () => {
  it('offers a form beside every example of a rule, and runs none of them', () => {
    expect(setUp(showHelp(undefined, []))).toEqual(['digest weekdays at 08:30', 'digest daily at 17:00 to me risk high skip empty', 'alert on risk high in #secops']);
    expect(pressed(showHelp(undefined, []))).toContainEqual(['Run', 'commitments closing within 48h']);
  });

  it('offers a digest and the ready-made alerts to somebody new', () => {
    expect(setUp({ ...showHelp(undefined, []), firstRun: { zone: 'UTC', command: 'search' } })).toEqual(expect.arrayContaining(['alert pack']));
  });

  it('tells somebody new how far the copy is filled', () => {
    const firstRun = { zone: 'UTC', command: 'last 7d', fill: { held: 12, of: 90 }, freshness: { readAt: '2026-11-21T10:57:00.000Z' } };

    expect(JSON.stringify(helpMessage({ ...showHelp(undefined, []), firstRun }, '/audit').rich.blocks)).toContain('Last read 21 Nov 10:57 UTC · 12 of 90 days read so far');
  });

  it('offers only what has a form, and runs nothing that makes a rule', () => {
    const screens = [showHelp(undefined, []), ...HELP_TOPICS.map(({ word }) => showHelp(word, []))];
    const makesRule = (command: string): boolean => {
      const read = parseCommand(command, CONTEXT);
      return read.kind === 'request' && hasForm(read.request);
    };

    expect(screens.flatMap(setUp).length).toBeGreaterThan(4);
    expect(screens.flatMap(setUp).filter((command) => !makesRule(command))).toEqual([]);
    expect(screens.flatMap(pressed).filter(([label, command]) => label === 'Run' && makesRule(command))).toEqual([]);
  });
});
