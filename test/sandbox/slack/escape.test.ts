import { describe, expect, it } from 'vitest';
import { escapeCommandText } from '../../../sandbox/slack/escape.ts';
import { CHANNELS, PEOPLE } from '../../../sandbox/slack/workspace.ts';

const known = { people: Object.values(PEOPLE), channels: Object.values(CHANNELS) };

describe('sandbox/slack/escape', () => {
  it.each([
    ['user @dana', `user <@${PEOPLE.admin.id}|dana>`],
    ['digest in #csp-ops', `digest in <#${CHANNELS.ops.id}|csp-ops>`],
    ['digest in #csp-leads', `digest in <#${CHANNELS.private.id}|>`],
    ['user alice@partner.example', 'user <mailto:alice@partner.example|alice@partner.example>'],
    ['text https://x.example/a', 'text <https://x.example/a|https://x.example/a>'],
    ['customer A & B <x>', 'customer A &amp; B &lt;x&gt;'],
    ['user @nobody in #nowhere', 'user @nobody in #nowhere'],
  ])('turns %j into what Slack sends', (typed, expected) => {
    expect(escapeCommandText(typed, known)).toBe(expected);
  });
});
