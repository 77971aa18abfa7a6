import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_FORM, printForm } from '../../src/command/form.ts';
import { formOfText } from '../../src/command/form-of-text.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { commandLikeText } from './command-like-text.ts';
import { CONTEXT } from './forms.ts';

describe('command/form-of-text', () => {
  it.each([
    ['custmer Relecloud last 7d', 'last 7d', 'custmer Relecloud'],
    ['customer Relecloud status faild last 30d', 'customer Relecloud last 30d', 'status faild'],
    ['failed orders from 2026-11-10 to 2026-11-01', 'resource "order" status failed', 'from 2026-11-10 to 2026-11-01'],
    ['failed ip 10.0.0.1', 'status failed', 'ip 10.0.0.1'],
    ['user alice last 7d', 'last 7d', 'user alice'],
    ['failed text "unclosed', 'status failed text unclosed', '"'],
    ['delete customer Relecloud', 'search', 'delete customer Relecloud'],
    ['!status failed', 'status failed', '!status'],
  ])('fills the form in from %j as far as it goes', (text, line, rest) => {
    const { form, notUnderstood } = formOfText(text, CONTEXT);

    expect([printForm(form), notUnderstood]).toEqual([line, rest]);
  });

  it.each([['explain failed orders', 'resource "order" status failed', 'explain'], ['save as "x" failed', 'status failed', 'save'], ['status', 'search', 'status']])(
    'takes the search out of %j and names the verb', (text, line, verb) => {
      const found = formOfText(text, CONTEXT);

      expect([printForm(found.form), found.verb]).toEqual([line, verb]);
    });

  it('is empty for no text, for help, and for a text that is too long, which it gives back', () => {
    const long = 'customer Relecloud '.repeat(30);

    expect(formOfText('', CONTEXT)).toEqual({ form: EMPTY_FORM });
    expect(formOfText('help dates', CONTEXT)).toEqual({ form: EMPTY_FORM });
    expect(formOfText(long, CONTEXT)).toEqual({ form: EMPTY_FORM, notUnderstood: long.trim() });
  });

  it('takes whatever is understood over whole', () => {
    fc.assert(fc.property(commandLikeText, (text) => {
      const command = parseCommand(text, CONTEXT);
      fc.pre(command.kind === 'search');
      const { form, ...rest } = formOfText(text, CONTEXT);

      expect(rest).toEqual({});
      expect(parseCommand(printForm(form), CONTEXT)).toMatchObject({ kind: 'search', range: 'range' in command && command.range });
    }), { numRuns: 60 });
  });

  it('names something that was left out of every text that is mistaken', () => {
    fc.assert(fc.property(commandLikeText, (text) => {
      fc.pre(parseCommand(text, CONTEXT).kind === 'mistake');
      const { notUnderstood } = formOfText(text, CONTEXT);

      expect(notUnderstood).toMatch(/\S/);
    }), { numRuns: 100 });
  });
});
