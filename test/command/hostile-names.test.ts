import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesLasting } from '../../src/audit/filter.ts';
import { isServed, planQuery } from '../../src/audit/query.ts';
import type { Command, ParseContext } from '../../src/command/command.ts';
import { asTyped } from '../../src/command/form.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { printSearch } from '../../src/command/print.ts';
import { encode } from '../../src/command/tokens.ts';
import { aRecord } from '../support/records.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const NAMES = [
  'O’Neill Ltd', 'L’Oréal SA', '“Quoted” Co', '«Angle» SARL', '👨‍👩‍👧 Care', 'Soft\u00adHyphen Inc', 'L\u200bZero', 'NB\u00a0Space GmbH', 'Thin\u2009Space', 'Cafe\u0301 NFD',
  'Rechts\u200fRLM', 'Em—dash Co', 'Gap —Dash', 'A&amp;B Co', 'a<https://x.example>b', '2024—2025 Ltd', '2024–2025', 'Two  Spaces', '\u202eOverride', 'Back\\slash', "It's", '<!channel>', 'Contoso failed', 'Last 7d', 'A"“x”"z',
];
const sign = fc.constantFrom('’', '“', '”', '"', "'", '\u00a0', '\u200d', '\u00ad', '\u200b', '—', '–', '-', '2', 'é', 'e\u0301', '\\', '&amp;', '<', 'Ab', 'cd', ' ', '👩‍🚀');
const anyName = fc.array(sign, { minLength: 1, maxLength: 8 }).map((signs) => `A${signs.join('')}z`);

const knowing = (name: string, complete: boolean): ParseContext => ({ now: NOW, zone: 'UTC', known: { customers: [name, 'Relecloud'], complete, people: [] } });
const typed = (name: string): string => encode(`customer "${asTyped(name).replace(/["\\]/g, '\\$&')}" last 7d`);

/** Whether the record of a customer comes back from a server that looks for the letters it is given, and is listed here. */
function finds(command: Command, name: string, spellings: readonly string[]): boolean {
  if (command.kind !== 'search') return false;
  const plan = planQuery({ filter: command.search.filter, range: command.range, spellings }, NOW);
  const isAtServer = plan.serverFilter?.field !== 'CompanyName' || name.toLowerCase().includes(plan.serverFilter.value.toLowerCase());
  const record = aRecord({ customerName: name });
  return isAtServer && isServed(record, plan.serverFilter) && matchesLasting(record, plan.filter);
}

describe('command/hostile-names', () => {
  it.each(NAMES)('finds the records of a known customer called %j, whether all customers are known or not', (name) => {
    for (const complete of [true, false]) expect(finds(parseCommand(typed(name), knowing(name, complete)), name, [name])).toBe(true);
  });

  it('finds the records of any known customer, and again by the line that is kept', () => {
    fc.assert(fc.property(fc.oneof(anyName, fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((name) => asTyped(name).trim() !== '')), (name) => {
      const command = parseCommand(typed(name), knowing(name, true));
      const kept = command.kind === 'search' ? parseCommand(printSearch(command.search), { ...knowing(name, true), kept: true }) : command;

      expect([finds(command, name, [name]), finds(kept, name, [name])], typed(name)).toEqual([true, true]);
    }), { numRuns: 1_000 });
  });

  it.each(['high', 'medium+'])('prints a customer called %s so that a risk behind it stays one', (name) => {
    const command = parseCommand(`customer "${name}" risk high last 7d`, { now: NOW, zone: 'UTC' });

    expect(command).toMatchObject({ search: { filter: { customers: [{ kind: 'name', name }], risks: ['high'] } } });
    expect(command.kind === 'search' && parseCommand(printSearch(command.search), { now: NOW, zone: 'UTC' })).toEqual(command);
  });

  it.each(['O’Neill Ltd', 'L’Oréal SA', '“Quoted” Co', '2024—2025 Ltd', 'Cafe\u0301 NFD', '👨‍👩‍👧 Care'])('asks nothing of the server that would miss %j where nobody is known', (name) => {
    expect(finds(parseCommand(typed(name), { now: NOW, zone: 'UTC' }), name, [])).toBe(true);
  });

  it.each(['O’Neill Ltd', '“Quoted” Co', 'Em—dash Co', '2024—2025 Ltd', 'NB\u00a0Space GmbH'])('reads %j as it is pasted, without quotes around it', (name) => {
    expect(finds(parseCommand(`customer ${name} last 7d`, knowing(name, true)), name, [name])).toBe(true);
  });

  it('reads a name with curly quotes between plain ones', () => {
    expect(finds(parseCommand('customer "“Quoted” Co" last 7d', knowing('“Quoted” Co', true)), '“Quoted” Co', ['“Quoted” Co'])).toBe(true);
    expect(parseCommand('text "a", “b”, "c" last 7d', { now: NOW, zone: 'UTC' })).toMatchObject({ search: { filter: { texts: ['a', 'b', 'c'] } } });
  });

  it('offers repairs that are understood and are not what was typed', () => {
    fc.assert(fc.property(fc.oneof(anyName, fc.constantFrom(...NAMES)), fc.nat(40), fc.boolean(), (name, at, bare) => {
      const wrong = `${asTyped(name).slice(0, at)}x${asTyped(name).slice(at)}`;
      const line = bare ? encode(`${wrong} last 7d`) : typed(wrong);
      const command = parseCommand(line, knowing(name, true));
      for (const repair of command.kind === 'mistake' ? command.mistake.repairs : []) {
        expect(repair).not.toBe(line);
        expect(parseCommand(repair, knowing(name, true)).kind, repair).not.toBe('mistake');
      }
    }), { numRuns: 1_000 });
  });

  it.each([
    ['customer Contoso failed last 7d', 'Contoso failed', 'customer Contoso status failed last 7d'],
    ['customer Contoso last 30d', 'Contoso last 30d', 'customer Contoso last 30d'],
    ['customer Contoso last 30d', 'Contoso last', 'customer Contoso last 30d'],
    ['customer Contoso not failed', 'Contoso not failed', 'customer Contoso not status failed'],
    ['customer "Contoso failed" last 7d', 'Contoso failed', 'customer "Contoso failed" last 7d'],
    ['customer Contoso user group last 7d', 'Contoso user group', 'customer "Contoso user group" last 7d'],
  ])('reads %j past a tenant called %j', (line, name, meant) => {
    const command = parseCommand(line, { now: NOW, zone: 'UTC', known: { customers: ['Contoso', name], complete: true } });

    expect(command.kind === 'search' && printSearch(command.search)).toBe(meant);
  });

  it('guesses no name for a mention', () => {
    const command = parseCommand('customer <!channel> last 30d', { now: NOW, zone: 'UTC' });

    expect(command).toMatchObject({ kind: 'mistake', mistake: { code: 'E_UNKNOWN_WORD', repairs: [] } });
  });
});
