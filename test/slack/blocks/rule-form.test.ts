import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleFormSamples } from '../../../sandbox/gallery/rule-form-samples.ts';
import { validateView } from '../../../sandbox/slack/block-kit/validate.ts';
import { stateValues } from '../../../sandbox/slack/form-values.ts';
import { lineTyped, type RuleForm } from '../../../src/command/rule-form.ts';
import type { AnswerPlace } from '../../../src/features/answer-ports.ts';
import type { RuleFormScreen } from '../../../src/features/rule-form.ts';
import { ruleFormView } from '../../../src/slack/blocks/rule-form.ts';
import { readRuleFormState } from '../../../src/slack/blocks/rule-form-state.ts';
import { placeFromMetadata } from '../../../src/slack/response-place.ts';
import { anyRuleForm } from '../../command/rule-forms.ts';
import { anyValue } from '../../command/searches.ts';

const PLACE: AnswerPlace = { responseUrl: 'https://hooks.slack.com/actions/T1/1/x', openUntil: 1_800_000_000_000, userId: 'U0ADMIN01', channelId: 'C0CSPOPS1' };
const ID = '00000000-0000-4000-8000-000000000001';

const text = anyValue.map(lineTyped).filter((value) => value !== '');
const anyOtherForm: fc.Arbitrary<RuleForm> = fc.oneof(
  fc.record({ kind: fc.constant('mute' as const), name: text, filters: text, because: text, lasts: fc.constantFrom('12h', '7d'), includingHigh: fc.boolean() }),
  fc.record({ kind: fc.constant('reminder' as const), name: text, channel: fc.constant('C0CSPOPS1') }),
);

function screenOf(form: RuleForm, isThere = true): RuleFormScreen {
  return { kind: 'rule-form', form, zone: 'Europe/Berlin', ...(isThere && { rule: { id: ID, name: form.name } }) };
}

/** What Slack would send if the form were sent off as it opens. */
function sentBack(screen: RuleFormScreen): RuleFormScreen | undefined {
  const view = ruleFormView(screen, PLACE, { kind: 'looking' });
  return readRuleFormState(stateValues(view.blocks.map((block) => ({ ...block })), new Map()), view.private_metadata ?? '');
}

describe('slack/blocks/rule-form', () => {
  it('is a modal that Slack takes, whatever stands in it, and comes back as it was filled in', () => {
    fc.assert(fc.property(fc.oneof(anyRuleForm, anyOtherForm), fc.boolean(), (form, isThere) => {
      fc.pre(form.kind === 'reminder' || form.filters.length <= 2_500);
      const screen = screenOf(form, isThere);
      const view = ruleFormView(screen, PLACE, { kind: 'not-yet', says: form.name });

      expect(validateView(view)).toEqual([]);
      expect(view.private_metadata?.length).toBeLessThan(3_000);
      const group = form.kind === 'alert' && form.mention?.startsWith('<!') ? { group: form.mention } : {};
      expect(sentBack(screen)).toEqual({ ...screen, ...group });
      expect(placeFromMetadata(view.private_metadata, PLACE.userId)).toEqual(PLACE);
    }), { numRuns: 300 });
  });

  it.each(ruleFormSamples())('is taken by Slack: $title', ({ screen }) => {
    expect(validateView(screen)).toEqual([]);
    expect(JSON.stringify(screen.blocks)).not.toContain('"type":"mrkdwn"');
  });

  it('has no two fields of one id, or what is entered would be lost', () => {
    for (const { screen } of ruleFormSamples()) {
      const ids = screen.blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []));

      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it.each([['', '{}'], ['{"what":"poll"}', '{}'], ['not json', '{}']])('reads nothing of a form of another version: %j', (metadata) => {
    expect(readRuleFormState({}, metadata)).toBeUndefined();
  });

  it('lets a user group be dropped or replaced by a person', () => {
    const form: RuleForm = { kind: 'alert', about: 'high', filters: '', moreThan: '', firstSeen: [], outside: '', quiet: '', quietAll: false, mention: '<!subteam^S0TEAM>', name: '' };
    const view = ruleFormView(screenOf(form), PLACE, { kind: 'looking' });
    const entered = (some: object): unknown => readRuleFormState({ ...stateValues(view.blocks.map((block) => ({ ...block })), new Map()), ...some }, view.private_metadata ?? '')?.form;

    expect(entered({})).toMatchObject({ mention: '<!subteam^S0TEAM>' });
    expect(entered({ group: { group: { selected_options: [] } } })).not.toHaveProperty('mention');
    expect(entered({ mention: { mention: { selected_user: 'U0ADMIN01' } } })).toMatchObject({ mention: '<@U0ADMIN01>' });
  });

  it('keeps over a preview what no field shows: the user group, and that an answer is forgotten', () => {
    const form: RuleForm = { kind: 'alert', about: 'high', filters: '', moreThan: '', firstSeen: [], outside: '', quiet: '', quietAll: false, mention: '<!subteam^S0TEAM>', name: '' };
    const redrawn = (screen: RuleFormScreen, some: object): RuleFormScreen => {
      const view = ruleFormView(screen, PLACE, { kind: 'looking' });
      const read = readRuleFormState({ ...stateValues(view.blocks.map((block) => ({ ...block })), new Map()), ...some }, view.private_metadata ?? '');
      if (!read) throw new Error('nothing was read');
      return read;
    };
    const byPerson = redrawn({ ...screenOf(form, false), forgotten: true }, { mention: { mention: { selected_user: 'U0ADMIN01' } } });
    const again = redrawn(byPerson, { mention: { mention: { selected_user: null } }, group: { group: { selected_options: [{ value: 'yes' }] } } });

    expect(byPerson.form).toMatchObject({ mention: '<@U0ADMIN01>' });
    expect(again).toMatchObject({ forgotten: true, form: { mention: '<!subteam^S0TEAM>' } });
    expect(JSON.stringify(ruleFormView(byPerson, PLACE, { kind: 'looking' }).blocks)).toContain('is no longer remembered');
  });
});
