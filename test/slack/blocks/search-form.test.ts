import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateView } from '../../../sandbox/slack/block-kit/validate.ts';
import { stateValues } from '../../../sandbox/slack/form-values.ts';
import { EMPTY_FORM, printForm, searchOfForm, type SearchForm } from '../../../src/command/form.ts';
import { formOfText } from '../../../src/command/form-of-text.ts';
import type { FormToFill } from '../../../src/features/open-form.ts';
import type { AnswerPlace } from '../../../src/features/answer-ports.ts';
import { outdatedFormView, refusedFormView, searchFormView } from '../../../src/slack/blocks/search-form.ts';
import { readFormState } from '../../../src/slack/blocks/search-form-state.ts';
import { placeFromMetadata } from '../../../src/slack/response-place.ts';
import { anyForm, CONTEXT } from '../../command/forms.ts';

const PLACE: AnswerPlace = { responseUrl: 'https://hooks.slack.com/actions/T1/1/x', openUntil: 1_800_000_000_000, userId: 'U0ADMIN01', channelId: 'C0CSPOPS1' };
const RELECLOUD = 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f';

function screenOf(form: SearchForm, facts: Partial<FormToFill> = {}): FormToFill {
  return { kind: 'form', form, names: new Map(), ...facts };
}

/** What Slack would send if the form were submitted as it opens. */
function sentBack(form: SearchForm): SearchForm | undefined {
  const view = searchFormView(screenOf(form), PLACE);
  const values = stateValues(view.blocks.map((block) => ({ ...block })), new Map());
  return readFormState(values, view.private_metadata ?? '', CONTEXT);
}

function shown(screen: FormToFill): string {
  const view = searchFormView(screen, PLACE);
  expect(validateView(view)).toEqual([]);
  return JSON.stringify(view.blocks);
}

describe('slack/blocks/search-form', () => {
  it('is a modal that Slack takes, whatever stands in it, and comes back as it was filled in', () => {
    fc.assert(fc.property(anyForm, (form) => {
      fc.pre(printForm(form).length <= 500);
      const view = searchFormView(screenOf(form), PLACE);
      const back = sentBack(form);

      expect(validateView(view)).toEqual([]);
      expect(view.private_metadata?.length).toBeLessThan(3_000);
      expect(back && printForm(back)).toBe(printForm({ ...form, risks: form.risks }));
    }), { numRuns: 300 });
  });

  it('names a known customer, and keeps its id as the value', () => {
    const { form } = formOfText(`customer ${RELECLOUD}, Fabrikam`, CONTEXT);
    const [customers] = searchFormView(screenOf(form, { names: new Map([[RELECLOUD, '<!channel> Relecloud']]) }), PLACE).blocks;

    expect(customers).toMatchObject({ element: { initial_options: [
      { text: { type: 'plain_text', text: '<!channel> Relecloud' }, value: `id:${RELECLOUD}`, description: { text: RELECLOUD } },
      { text: { text: 'Search "Fabrikam"' }, value: 'name:Fabrikam' },
    ] } });
  });

  it('shows what was not understood, what verb was left out, and what is carried along', () => {
    expect(shown(screenOf(EMPTY_FORM, { notUnderstood: 'custmer Relecloud' }))).toContain('Not understood, so left out here: custmer Relecloud');
    expect(shown(screenOf(EMPTY_FORM, { verb: 'export' }))).toContain('“export” is left out');
    expect(shown(screenOf(EMPTY_FORM, { forgotten: true }))).toContain('no longer remembered');
    expect(shown(screenOf(formOfText('failed not customer Relecloud limit 5', CONTEXT).form))).toContain('no field shows it: not customer Relecloud limit 5');
    expect(shown(screenOf(EMPTY_FORM))).not.toContain('no field shows it');
  });

  it('offers a time that it cannot show otherwise as it was asked', () => {
    const { form } = formOfText('around 2026-11-20 14:05', CONTEXT);

    expect(shown(screenOf(form))).toContain('As asked: around 2026-11-20T14:05');
    expect(sentBack(form)?.time).toEqual(form.time);
  });

  it('offers values that the log has and this version does not know', () => {
    const { form } = formOfText('resource "new_thing" raw status "odd" raw', CONTEXT);

    expect(validateView(searchFormView(screenOf(form), PLACE))).toEqual([]);
    expect(sentBack(form)).toMatchObject({ resources: ['new_thing'], statuses: ['odd'] });
  });

  it('keeps the place where it was opened', () => {
    const { private_metadata } = searchFormView(screenOf(EMPTY_FORM), PLACE);

    expect(placeFromMetadata(private_metadata, PLACE.userId)).toEqual(PLACE);
  });

  it.each([
    ['no state', undefined, '{"kept":"search"}'],
    ['no metadata', {}, ''],
    ['metadata of another kind', {}, '{"kept":"last 7d"}'],
    ['a span that is none', { span: { x: { selected_option: { value: 'failed' } } } }, '{"kept":"search"}'],
  ])('does not take %s for a form', (_case, values, metadata) => {
    expect(readFormState(values, metadata, CONTEXT)).toBeUndefined();
  });

  it('reads hostile values as values', () => {
    const values = {
      customers: { a: { selected_options: [{ value: 'id:not-a-guid' }, { value: 'O’Brien “x” last 7d' }] } },
      texts: { a: { value: ' one \n\n“two” failed, &amp; <@U1>\n' } },
      risks: { a: { selected_options: [{ value: 'huge' }, { value: 'low' }] } },
      by: { a: { selected_options: [{ value: 'everything' }] } },
      from: { a: { selected_date: '2026-02-30' } },
    };
    const form = readFormState(values, '{"kept":"search"}', CONTEXT);

    expect(form && searchOfForm(form)).toMatchObject({
      filter: {
        customers: [{ kind: 'name', name: 'id:not-a-guid' }, { kind: 'name', name: "O'Brien \"x\" last 7d" }],
        texts: ['one', '"two" failed, &amp; <@U1>'], risks: ['low'],
      },
      defaultTime: true,
    });
  });

  it('says in its place why there is no form', () => {
    const refused = refusedFormView({ kind: 'refused', refusal: 'not-listed', userId: 'U0MEMBER1', elsewhere: true });

    expect(validateView(refused)).toEqual([]);
    expect(JSON.stringify(refused)).toContain('AUDIT_ACCESS=…,U0MEMBER1');
    expect(JSON.stringify(refused)).toContain('Some channels are on the list');
    expect(validateView(outdatedFormView())).toEqual([]);
  });
});
