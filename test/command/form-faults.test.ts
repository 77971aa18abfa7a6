import { describe, expect, it } from 'vitest';
import type { Mistake } from '../../src/command/command.ts';
import { EMPTY_FORM, printForm, type SearchForm } from '../../src/command/form.ts';
import { faultOfMistake, faultsOfForm } from '../../src/command/form-faults.ts';
import { readSpan } from '../../src/command/form-time.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { CONTEXT } from './forms.ts';

const week = readSpan('last 7d', CONTEXT);
const form = (fields: Partial<SearchForm>): SearchForm => ({ ...EMPTY_FORM, ...fields });
const mistake = (code: Mistake['code']): Mistake => ({ code, says: 'It is `wrong`.', text: '', cure: 'Put it right.', repairs: [] });

describe('command/form-faults', () => {
  it.each<readonly [string, Partial<SearchForm>, string, RegExp]>([
    ['a last day before the first', { time: { from: '2026-11-10', to: '2026-11-01' } }, 'to', /before the first day/],
    ['a first day that has not come', { time: { from: '2026-11-22' } }, 'from', /in the future/],
    ['a last day that is too long ago', { time: { to: '2026-08-01' } }, 'to', /keeps 90 days.*24 Aug 2026/],
    ['a day that is too long ago', { time: { from: '2026-08-01', to: '2026-08-01' } }, 'to', /keeps 90 days/],
    ['a span and a day', { time: { ...(week && { span: week }), to: '2026-11-10' } }, 'span', /one time/],
    ['a person of stars alone', { people: ['alice@partner.example', '**'] }, 'people', /“\*\*” names nobody/],
    ['a text that is too long', { texts: ['x'.repeat(2_001)] }, 'texts', /2006 characters, and 2000 are the most/],
    ['too many customers', { customers: Array.from({ length: 70 }, (_, index) => ({ kind: 'name', name: `A customer of some length ${index}` })), texts: ['short'] }, 'customers', /2000 are the most/],
  ])('finds %s, at its field', (_case, fields, field, says) => {
    expect(faultsOfForm(form(fields), CONTEXT)).toEqual([{ field, says: expect.stringMatching(says) as string }]);
  });

  it.each<readonly [string, Partial<SearchForm>]>([
    ['nothing at all', {}],
    ['a first day partly beyond the log', { time: { from: '2026-08-01' } }],
    ['a last day that has not come', { time: { from: '2026-11-01', to: '2026-12-24' } }],
    ['today in the person\'s zone', { time: { from: '2026-11-21', to: '2026-11-21' } }],
  ])('finds nothing wrong with %s', (_case, fields) => {
    expect(faultsOfForm(form(fields), CONTEXT)).toEqual([]);
  });

  it('names every fault at once', () => {
    const faults = faultsOfForm(form({ people: ['*'], time: { from: '2026-12-01' } }), CONTEXT);

    expect(faults.map(({ field }) => field)).toEqual(['people', 'from']);
  });

  it.each<readonly [string, Partial<SearchForm>, string]>([
    ['an empty operation', { operations: [''] }, 'operations'],
    ['an empty customer', { customers: [{ kind: 'name', name: '' }], risks: ['high'] }, 'customers'],
    ['an empty resource', { customers: [{ kind: 'name', name: 'Relecloud' }], resources: [''] }, 'resources'],
  ])('finds %s at its field', (_, fields, field) => {
    const command = parseCommand(printForm(form(fields)), CONTEXT);

    expect(command.kind === 'mistake' && faultOfMistake(command.mistake, form(fields)).field).toBe(field);
  });

  it.each<readonly [Mistake['code'], Partial<SearchForm>, string]>([
    ['E_CUSTOMER_UNKNOWN', {}, 'customers'],
    ['E_BAD_USER', {}, 'people'],
    ['E_RANGE_TOO_OLD', {}, 'span'],
    ['E_RANGE_TOO_OLD', { time: { from: '2026-11-10' } }, 'from'],
    ['E_RANGE_FUTURE', { time: { from: '2026-11-10', to: '2026-11-11' } }, 'to'],
    ['E_TOO_LONG', { people: ['x'.repeat(300)], texts: ['y'] }, 'people'],
    ['E_UNKNOWN_VALUE', {}, 'by'],
  ])('puts %s of a form with %j at %s', (code, fields, field) => {
    expect(faultOfMistake(mistake(code), form(fields))).toEqual({ field, says: 'It is wrong. Put it right.' });
  });
});
