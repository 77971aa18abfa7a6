import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/command/parse.ts';
import { rendered } from '../../../src/slack/blocks/elements.ts';
import { createRenderer } from '../../../src/slack/blocks/render.ts';
import { commandInWords, commandLine, commandLineForAll, placedWithNames, withSlackNames } from '../../../src/slack/blocks/rule-command.ts';
import { read } from '../../support/reading.ts';

const CONTEXT = { now: new Date('2026-11-21T10:00:00Z'), zone: 'Europe/Berlin' };

describe('slack/blocks/rule-command', () => {
  it('lets Slack draw the channel, and nothing that only looks like one', () => {
    const { elements: [section] } = commandLine('Exactly this: /audit ', 'digest daily in <#C0CSPOPS1> name "<#C0OTHER01> <@U0ADMIN01> &lt;http://x&gt;"');

    expect(section?.elements).toEqual([
      { type: 'text', text: 'Exactly this: /audit ' }, { type: 'text', text: 'digest daily in ' }, { type: 'channel', channel_id: 'C0CSPOPS1' },
      { type: 'text', text: ' name "<#C0OTHER01> <@U0ADMIN01> <http://x>"' },
    ]);
  });

  it.each([
    ['<@U0ADMIN01>', { type: 'user', user_id: 'U0ADMIN01' }, '@person', '@dana'],
    ['<!subteam^S0GROUP01>', { type: 'usergroup', usergroup_id: 'S0GROUP01' }, '@group', 'a user group'],
  ])('lets Slack draw whom a rule mentions, %s, and mentions nobody for it in a channel', (mention, element, words, toAll) => {
    const command = `alert on risk high in <#C0CSPOPS1> mention ${mention} name "in <#C0OTHER01> mention ${mention}"`;
    const name = { type: 'text', text: ` name "in <#C0OTHER01> mention ${mention}"` };
    const [own, forAll] = [commandLine('Equals: ', command), commandLineForAll('Equals: ', command, 'dana')].map(({ elements: [section] }) => section?.elements.slice(3));
    const { plain } = rendered('x', [commandLine('Equals: ', command)]);

    expect(own).toEqual([{ type: 'text', text: ' mention ' }, element, name]);
    expect(forAll).toEqual([{ type: 'text', text: ' mention ' }, { type: 'text', text: toAll }, name]);
    expect(JSON.stringify(commandLineForAll('Equals: ', command))).not.toContain(words);
    expect(JSON.stringify(plain.blocks)).toContain(`in its channel mention ${words} name`);
    expect(commandInWords(command)).toBe(`alert on risk high in its channel mention ${words} name "in <#C0OTHER01> mention ${mention}"`);
  });

  it('says so in words where Slack draws nothing', () => {
    expect(withSlackNames('alert on risk high mention <@U0ADMIN01|dana> or <!subteam^S0GROUP01|@secops> or <@W0X01>')).toBe('alert on risk high mention @dana or @secops or @person');
    expect(commandInWords('digest daily in <#C0CSPOPS1> skip empty')).toBe('digest daily in its channel skip empty');
    expect(withSlackNames('digest daily in <#C0CSPOPS1|csp-ops>, <#G0PRIVATE1|> or <#C0X1>')).toBe('digest daily in #csp-ops, its channel or its channel');
  });

  it('keeps the carets under their place', () => {
    const text = 'digest daily in <#C0CSPOPS1|csp-ops> rsik high';

    expect(placedWithNames(text, { from: text.indexOf('rsik'), to: text.indexOf('rsik') + 4 })).toEqual({ text: 'digest daily in #csp-ops rsik high', at: { from: 25, to: 29 } });
    expect(placedWithNames(text, { from: 20, to: 22 }).at).toEqual({ from: 16, to: 24 });
    expect(placedWithNames(text, { from: 0, to: 6 }).at).toEqual({ from: 0, to: 6 });
  });

  it('shows no markup in a mistake, whether under the carets or on a button', () => {
    const command = parseCommand('digest daly at 08:30 in <#C0CSPOPS1|csp-ops> statsu failed', CONTEXT);
    if (command.kind !== 'mistake') throw new Error('no mistake');
    const { rich } = createRenderer('/audit')(command);
    const shown = read({ text: rich.text, blocks: rich.blocks.map((block) => ({ ...block })) });

    expect(shown).toContain('#csp-ops');
    expect(shown).not.toContain('<#');
  });
});
