import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/audit/filter.ts';
import type { Command, Mistake } from '../../src/command/command.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { printSearch } from '../../src/command/print.ts';
import { FILTERS, TIMES, VERBS } from '../../src/command/usage.ts';
import { CONTEXT, SEARCHES } from './cases.ts';
import { commandLikeText, mutatedCommand } from './command-like-text.ts';
import { EXAMPLE_CONTEXT } from './examples.ts';
import { MISTAKES } from './mistaken.ts';

/** The long run takes minutes. */
const RANDOM_TEXTS = process.env['LONG'] ? 200_000 : 3_000;

type SearchCommand = Extract<Command, { kind: 'search' }>;

function parseSearch(text: string): SearchCommand {
  const command = parseCommand(text, CONTEXT);
  if (command.kind !== 'search') throw new Error(`"${text}" is no search: ${JSON.stringify(command)}`);
  return command;
}

function parseMistake(text: string): Mistake {
  const command = parseCommand(text, CONTEXT);
  if (command.kind !== 'mistake') throw new Error(`"${text}" is no mistake: ${JSON.stringify(command)}`);
  return command.mistake;
}

describe('command/parse', () => {
  it.each(SEARCHES)('understands $typed', ({ typed, canonical, from, to }) => {
    const { search, range } = parseSearch(typed);

    expect(printSearch(search)).toBe(canonical);
    expect(range).toEqual({ from: new Date(from), to: new Date(to) });
  });

  it('tells which reading it took of a date that has two, and says nothing of one that has one', () => {
    expect(parseSearch('failed on 3/11/2026').taken).toEqual([{ typed: '3/11/2026', day: '2026-11-03' }]);
    expect(parseSearch('from 3/11 to 11/11').taken).toEqual([{ typed: '3/11', day: '2026-11-03' }]);
    expect(parseSearch('on 13/11/2026').taken).toBeUndefined();
    expect(parseSearch('customer "3/11" yesterday').taken).toBeUndefined();
  });

  it('keeps the parts of a filter as the log writes them', () => {
    const { search } = parseSearch('customer ReleCloud, bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f user Eve@Partner.example op Create Order seats error');

    expect(search.filter).toEqual({
      customers: [{ kind: 'name', name: 'ReleCloud' }, { kind: 'id', id: 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f' }],
      users: ['Eve@Partner.example'],
      operations: ['create_order'],
      resources: ['subscription', 'license'],
      statuses: ['failed'],
    });
  });

  it('keeps what must not hold apart', () => {
    const { search } = parseSearch('not customer Relecloud, Fabrikam not failed risk high+ "x" not app web');

    expect(search.filter).toEqual({
      ...EVERYTHING,
      risks: ['high'],
      texts: ['x'],
      not: { customers: [{ kind: 'name', name: 'Relecloud' }, { kind: 'name', name: 'Fabrikam' }], statuses: ['failed'], applications: ['web'] },
    });
  });

  it.each([
    ['Last Mile Logistics yesterday', 'Last Mile Logistics'], ['customer Last Mile Logistics', 'Last Mile Logistics'], ['fabrikam failed', 'fabrikam'],
    ['customer contoso gmbh & co. kg orders', 'contoso gmbh & co. kg'], ['failed Relecloud', 'Relecloud'],
  ])('knows the customer in %j', (typed, name) => {
    const command = parseCommand(typed, EXAMPLE_CONTEXT);

    expect(command).toMatchObject({ kind: 'search', search: { filter: { customers: [{ kind: 'name', name }] } } });
  });

  it('refuses a customer that nobody is called, only where every customer is known', () => {
    const { customers } = EXAMPLE_CONTEXT.known ?? { customers: [] };

    expect(parseCommand('customer Releclod', EXAMPLE_CONTEXT)).toMatchObject({ mistake: { code: 'E_CUSTOMER_UNKNOWN', repairs: ['customer "Relecloud"'] } });
    expect(parseCommand('customer Releclod', { ...CONTEXT, known: { customers, complete: false } }).kind).toBe('search');
    expect(parseCommand('releclod', { ...CONTEXT, known: { customers, complete: false } })).toMatchObject({ mistake: { code: 'E_UNKNOWN_WORD', repairs: ['customer Relecloud'] } });
  });

  it('says why a mention cannot be asked for yet', () => {
    expect(parseMistake('user <@U0123|alice>').cure).toContain('users:read.email');
    expect(parseMistake('me').code).toBe('E_UNKNOWN_WORD');
  });

  it('takes the last 7 days when no time is said, and marks it', () => {
    const silent = parseSearch('search');
    const said = parseSearch('last 7d');

    expect(silent.search).toEqual({ filter: EVERYTHING, time: { kind: 'last', count: 7, unit: 'd' }, defaultTime: true });
    expect(said).toEqual({ ...silent, search: { ...silent.search, defaultTime: false } });
  });

  it('says when the beginning of a span was cut off', () => {
    expect(parseSearch('last 89d').clamped).toBe(false);
    expect(parseSearch('last 90d').clamped).toBe(true);
  });

  it.each([
    ['', undefined], ['   ', undefined], [' , and,', undefined], ['?', undefined], ['HELP', undefined], ['--help', undefined],
    ['tz Europe/Berlin', undefined], ['help dates', 'dates'], ['? Status', 'status'], ['help "saved searches"', 'saved searches'], ['examples', 'examples'],
  ])('answers %j with help', (typed, topic) => {
    expect(parseCommand(typed, CONTEXT)).toEqual(topic ? { kind: 'help', topic } : { kind: 'help' });
  });

  it.each(VERBS.filter(({ built }) => !built).map(({ example, word }) => [example, word]))('reads `%s`, which comes later', (example, verb) => {
    expect(parseCommand(example, CONTEXT)).toMatchObject({ kind: 'request', verb });
    expect(parseCommand(example.replace(verb, verb.toUpperCase()), CONTEXT)).toEqual(parseCommand(example, CONTEXT));
  });

  it.each([...FILTERS, ...TIMES])('understands its own example `$example`', ({ example }) => {
    expect(parseSearch(example).kind).toBe('search');
  });

  it.each(FILTERS.flatMap(({ word, aliases }) => aliases.map((alias) => [alias, word])))('takes `%s` for `%s`', (alias, word) => {
    const values: Readonly<Record<string, string>> = { user: 'eve@partner.example', resource: 'order', risk: 'high', category: 'access' };
    const value = values[word] ?? 'create_order';

    expect(parseSearch(`${alias} ${value}`)).toEqual(parseSearch(`${word} ${value}`));
  });

  it.each(MISTAKES)('explains what is wrong with %j', (typed, code, pointsAt, repairs) => {
    const mistake = parseMistake(typed);

    const place = mistake.at && mistake.text.slice(mistake.at.from, mistake.at.to);
    expect({ code: mistake.code, place, repairs: mistake.repairs }).toEqual({ code, place: pointsAt, repairs });
    expect(mistake.says).toMatch(/^[A-Z`0-9].*[.]$/);
    expect(mistake.cure).toMatch(/^[A-Z].*[.?]$/);
  });

  it('names the fault of an interval that no digest has, and what works today', () => {
    const [often, odd] = ['digest every 5 minutes', 'digest every 90m'].map(parseMistake);

    expect(often).toMatchObject({ says: 'A digest runs once an hour at most.', cure: 'Quicker than `digest hourly` are alerts, such as `alert on risk high`; `watch` is not built yet.' });
    expect(odd?.says).toBe('A digest does not run `every 90m`.');
    expect(odd?.cure).toContain('whole hours');
  });

  it('says a mistake in the words of the person', () => {
    const word = parseMistake('  custmer   Relecloud');
    const old = parseMistake('on 2026-05-01');

    expect(word).toEqual({
      code: 'E_UNKNOWN_WORD', says: "I don't know `custmer`.", text: 'custmer   Relecloud', at: { from: 0, to: 7 },
      cure: 'Did you mean `customer`?', repairs: ['customer   Relecloud'],
    });
    expect(old.says).toBe('1 May 2026 is 204 days ago.');
    expect(old.cure).toContain('the oldest day I can ask for is 24 Aug 2026');
  });

  it('points behind the word whose value is missing', () => {
    expect(parseMistake('failed customer').at).toEqual({ from: 15, to: 15 });
    expect(parseMistake('customer last 7d').at).toEqual({ from: 8, to: 8 });
  });

  it('takes 500 characters and no more', () => {
    const longest = `customer ${'a'.repeat(491)}`;

    const tooLong = parseMistake(`${longest}a`);

    expect(parseSearch(longest).search.filter.customers).toHaveLength(1);
    expect(tooLong).toMatchObject({ code: 'E_TOO_LONG', says: 'This has 501 characters; a command has 500 at most.', repairs: [] });
    expect(parseMistake('x'.repeat(10_000)).text).toHaveLength(500);
  });

  it('counts characters after decoding', () => {
    expect(parseSearch(`customer ${'&amp;'.repeat(400)}`).search.filter.customers).toEqual([{ kind: 'name', name: '&'.repeat(400) }]);
  });

  it('answers any text in time that does not explode', () => {
    const began = performance.now();

    for (const part of ['"', '\\', '<@', '&lt;', 'nov ', 'not ', 'failed ', ', a', 'a\u0301\u0323', '..']) {
      parseCommand(part.repeat(100_000), CONTEXT);
      parseCommand(`customer x ${part.repeat(480 / part.length)} zzz`, CONTEXT);
    }

    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('never throws, and points only into the text', { timeout: 900_000 }, () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), commandLikeText, mutatedCommand), fc.boolean(), (text, isKnown) => {
      const command = parseCommand(text, isKnown ? EXAMPLE_CONTEXT : CONTEXT);

      const { at = { from: 0, to: 0 }, text: shownText, repairs } = command.kind === 'mistake' ? command.mistake : { text: '', repairs: [] };
      expect(shownText.length).toBeLessThanOrEqual(500);
      expect(shownText.isWellFormed()).toBe(true);
      expect(repairs.length).toBeLessThanOrEqual(3);
      expect(0 <= at.from && at.from <= at.to && at.to <= shownText.length).toBe(true);
    }), { numRuns: RANDOM_TEXTS });
  });

  it('offers only repairs that are no mistakes', { timeout: 900_000 }, () => {
    fc.assert(fc.property(fc.oneof(commandLikeText, mutatedCommand), fc.constantFrom(CONTEXT, EXAMPLE_CONTEXT), (text, context) => {
      const command = parseCommand(text, context);

      const repairs = command.kind === 'mistake' ? command.mistake.repairs : [];
      expect(repairs.map((repair) => [repair, parseCommand(repair, context).kind]).filter(([, kind]) => kind === 'mistake')).toEqual([]);
    }), { numRuns: Math.min(RANDOM_TEXTS, 20_000) });
  });

  it.each(['-failed', 'status -failed', 'status:-failed', 'op -create_order', '!failed', 'status != succeeded', 'customer Contoso -failed', '~failed'])(
    'reads %j neither as its opposite nor offers a button that would', (text) => {
      const command = parseCommand(text, CONTEXT);

      expect(command).toMatchObject({ kind: 'mistake', mistake: { code: 'E_UNKNOWN_WORD', repairs: [] } });
      expect(command.kind === 'mistake' && command.mistake.cure).toContain('write `not` before it');
    });

  it('reads a time whose space was forgotten', () => {
    expect(parseCommand('customer Relecloud last7d', CONTEXT)).toMatchObject({
      kind: 'search', search: { filter: { customers: [{ name: 'Relecloud' }] }, time: { kind: 'last', count: 7, unit: 'd' } },
    });
  });

  it.each([
    ['user me last 7d', ['dana@partner.example']],
    ['by me', ['dana@partner.example']],
    ['user <@U0BERLIN1|bea>, me', ['bea@partner.example', 'dana@partner.example']],
    ['<@U0BERLIN1> failed', ['bea@partner.example']],
  ])('reads whom %j means where Slack told their addresses', (text, users) => {
    const signIns = new Map([['me', 'dana@partner.example'], ['U0BERLIN1', 'bea@partner.example']]);

    expect(parseCommand(text, { ...CONTEXT, signIns })).toMatchObject({ kind: 'search', search: { filter: { users } } });
    expect(parseCommand(text, CONTEXT)).toMatchObject({ kind: 'mistake', mistake: { code: 'E_BAD_USER', repairs: [] } });
  });
});
