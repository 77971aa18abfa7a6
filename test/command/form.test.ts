import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { resolveTime } from '../../src/audit/time-range.ts';
import type { Search } from '../../src/command/command.ts';
import { asPerson, EMPTY_FORM, formOfSearch, keepsSomething, LONGEST_CHOICE, printForm, printKept, readKept, searchOfForm } from '../../src/command/form.ts';
import { formOfText } from '../../src/command/form-of-text.ts';
import { readSpan, SPANS } from '../../src/command/form-time.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { printSearch } from '../../src/command/print.ts';
import { printTime } from '../../src/command/print-time.ts';
import { MAX_LENGTH } from '../../src/command/tokens.ts';
import { anyForm, CONTEXT } from './forms.ts';
import { anySearch } from './searches.ts';

/** What a line means: values in any order, the span it covers now. */
function meaningOf({ filter, time, shape, zone }: Search): unknown {
  const sorted = (values: object): unknown => Object.fromEntries(Object.entries(values)
    .filter(([, some]) => (Array.isArray(some) ? some.length > 0 : true))
    .map(([key, some]: [string, unknown]) => [key, Array.isArray(some) ? some.map((each) => JSON.stringify(each)).toSorted() : sorted(some as object)])
    .toSorted(([a], [b]) => String(a).localeCompare(String(b))));
  return { filter: sorted(filter), range: resolveTime(time, CONTEXT.now, zone ?? CONTEXT.zone), shape, zone };
}

function searchIn(line: string): Search {
  const command = parseCommand(line, CONTEXT);
  if (command.kind !== 'search') throw new Error(`${line} is ${JSON.stringify(command)}`);
  return command.search;
}

const isShort = (line: string): boolean => line.length <= MAX_LENGTH;

describe('command/form', () => {
  it('prints 300 random forms as commands that mean what the form says', () => {
    fc.assert(fc.property(anyForm.filter((form) => isShort(printForm(form))), (form) => {
      const read = searchIn(printForm(form));

      expect(meaningOf(read)).toEqual(meaningOf(searchOfForm(form)));
      expect(meaningOf(searchOfForm(formOfSearch(read)))).toEqual(meaningOf(read));
    }), { numRuns: 300 });
  });

  it('fills a form in from any search and gives the same search back', () => {
    fc.assert(fc.property(anySearch, (search) => {
      expect(meaningOf(searchOfForm(formOfSearch(search)))).toEqual(meaningOf(search));
    }), { numRuns: 300 });
  });

  it('keeps the meaning of every command that goes through the form', () => {
    fc.assert(fc.property(anySearch, (search) => {
      const command = parseCommand(printSearch(search), CONTEXT);
      fc.pre(command.kind === 'search');
      const { form, ...rest } = formOfText(printSearch(search), CONTEXT);
      fc.pre(isShort(printForm(form)));

      expect(rest).toEqual({});
      expect(meaningOf(searchIn(printForm(form)))).toEqual(meaningOf(searchIn(printSearch(search))));
    }), { numRuns: 300 });
  });

  it('reads back what it carries along', () => {
    fc.assert(fc.property(anySearch, (search) => {
      const { kept } = formOfSearch(search);
      fc.pre(isShort(printKept(kept)));
      const read = readKept(printKept(kept), CONTEXT);

      expect(read && printKept(read)).toBe(printKept(kept));
    }), { numRuns: 200 });
  });

  it('carries along what no field holds, and only that', () => {
    const { kept, ...fields } = formOfSearch(searchIn('customer Relecloud not status failed category access app portal last 7d by day sort count desc limit 5 tz UTC'));

    expect(printKept(kept)).toBe('category access app portal not status failed sort count desc limit 5 tz UTC');
    expect(fields).toMatchObject({ customers: [{ kind: 'name', name: 'Relecloud' }], by: ['day'], time: { span: { kind: 'last', count: 7, unit: 'd' } } });
    expect(keepsSomething(kept)).toBe(true);
    expect(keepsSomething(formOfSearch(searchIn('failed orders')).kept)).toBe(false);
  });

  it('carries a value along that is too long for a choice in a menu', () => {
    const name = 'x'.repeat(LONGEST_CHOICE + 1);
    const form = formOfSearch(searchIn(`customer "${name}", Relecloud`));

    expect(form.customers).toEqual([{ kind: 'name', name: 'Relecloud' }]);
    expect(printForm(form)).toBe(`customer Relecloud, ${name}`);
  });

  it.each([
    ['since 2026-11-01', { from: '2026-11-01' }],
    ['until 2026-11-10', { to: '2026-11-10' }],
    ['on 2026-11-10', { from: '2026-11-10', to: '2026-11-10' }],
    ['from 2026-11-01 to 2026-11-10', { from: '2026-11-01', to: '2026-11-10' }],
    ['around 2026-11-20T14:05', { span: readSpan('around 2026-11-20T14:05', CONTEXT) }],
    ['', {}],
  ])('shows %j as %j, and says the same again', (line, time) => {
    const form = formOfSearch(searchIn(line || 'search'));

    expect(form.time).toEqual(time);
    expect(printForm(form)).toBe(line || 'search');
  });

  it('offers spans that are read as they are printed', () => {
    for (const [, time] of SPANS) {
      const spec = readSpan(time, CONTEXT);

      expect(spec && printTime(spec)).toBe(time);
      expect(spec && printSearch({ filter: EVERYTHING, time: spec, defaultTime: false })).toBe(time);
    }
  });

  it.each([['alice', '*alice*'], ['alice@partner.example', 'alice@partner.example'], ['*@partner.example', '*@partner.example'], ['@partner', '*@partner*']])('looks for %s as %s', (typed, pattern) => {
    expect(asPerson(typed)).toBe(pattern);
    expect(searchIn(printForm({ ...EMPTY_FORM, people: [asPerson(typed)] })).filter.users).toEqual([pattern]);
  });

  it.each(['', 'failed', 'failed last 7d', 'last'])('does not take %j for a span', (text) => {
    expect(readSpan(text, CONTEXT)).toBeUndefined();
  });
});
