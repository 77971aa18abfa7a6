import { describe, expect, it } from 'vitest';
import type { Mistake, Request } from '../../src/command/command.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { printRequest } from '../../src/command/print-request.ts';
import { CONTEXT } from './cases.ts';

function mistakeOf(text: string): Mistake {
  const command = parseCommand(text, CONTEXT);
  if (command.kind !== 'mistake') throw new Error(`${text} is understood as ${JSON.stringify(command)}`);
  return command.mistake;
}

function requestOf(text: string): Request {
  const command = parseCommand(text, CONTEXT);
  if (command.kind !== 'request') throw new Error(`${text} is ${JSON.stringify(command)}`);
  return command.request;
}

/** What the carets stand under. */
function pointedAt({ text, at }: Mistake): string {
  return at ? text.slice(at.from, at.to) : '';
}

describe('command/rule-words', () => {
  it.each([
    ['alert on op create_.* in #csp-ops', 'alert on op create_* in #csp-ops'],
    ['alert on create_.*', 'alert on op create_*'],
    ['op ^create_[a-z]+$ last 7d', 'op create_* last 7d'],
    ['alert on op "granular_.+_created"', 'alert on op granular_*_created'],
    ['digest daily op create_(order|cart)', 'digest daily op create_*'],
  ])('takes an operation that looks like a regular expression for its `*` form, and never forces it: %s', (text, repair) => {
    expect(mistakeOf(text)).toMatchObject({ code: 'E_UNKNOWN_VALUE', repairs: [repair] });
    expect(mistakeOf(text).cure).not.toContain('raw');
  });

  it.each(['alert on op xyz_.*', 'alert on resource sub.*', 'status fail.+'])('forces nothing that no record can say: %s', (text) => {
    expect(mistakeOf(text).repairs.filter((repair) => repair.includes('raw'))).toEqual([]);
    expect(mistakeOf(text).cure).not.toContain('raw');
  });

  it.each([
    ['alert on status failed more than 5 in 10m by user', 'alert on status failed more than 5 by user in 10m'],
    ['alert on more than 5 in 10m per customer quiet 22:00-07:00', 'alert on more than 5 by customer in 10m quiet 22:00-07:00'],
    ['alert on more than 5 per app in 10m', 'alert on more than 5 by app in 10m'],
    ['alert on more than 5 in 10m by alice@partner.example', 'alert on user alice@partner.example more than 5 in 10m'],
  ])('counts apart in either order: %s', (text, canonical) => {
    expect(printRequest(requestOf(text))).toBe(canonical);
    expect(requestOf(canonical)).toEqual(requestOf(text));
  });

  it('counts by one column, and drops none in silence', () => {
    expect(mistakeOf('alert on more than 5 by user, customer in 10m')).toMatchObject({ repairs: ['alert on more than 5 by user in 10m', 'alert on more than 5 by customer in 10m'] });
  });

  it.each([['@channel', '@channel'], ['<!here>', '@here'], ['<!channel|channel>', '@channel'], ['@dana', '@dana'], ['<#C0CSPOPS1|csp-ops>', '#csp-ops']])('mentions a person or a user group, and not %s', (whom, name) => {
    const mistake = mistakeOf(`alert on risk high mention ${whom} quiet 22:00-07:00`);

    expect(mistake).toMatchObject({ code: 'E_BAD_USER', says: `\`${name}\` cannot be mentioned.`, repairs: ['alert on risk high quiet 22:00-07:00'] });
    expect(mistake.cure).toContain('a person or a user group');
    expect(pointedAt(mistake)).toBe(whom);
  });

  it('asks whom to mention where nobody stands, and leaves names alone', () => {
    expect(mistakeOf('alert on risk high mention')).toMatchObject({ code: 'E_MISSING_VALUE', says: '`mention` needs a value after it.' });
    expect(requestOf('alert on customer "Mention @All"')).toMatchObject({ condition: { filter: { customers: [{ name: 'Mention @All' }] } } });
  });

  it('offers for the first time what can be seen for the first time', () => {
    expect(mistakeOf('alert on first-seen planet').repairs).toEqual(['alert on first-seen user', 'alert on first-seen app', 'alert on first-seen customer']);
    expect(mistakeOf('alert on first-seen').repairs).toEqual(['alert on first-seen user', 'alert on first-seen app', 'alert on first-seen customer']);
    expect(mistakeOf('alert on first-seen custmer')).toMatchObject({ repairs: ['alert on first-seen customer'], cure: 'It can be user, app, customer.' });
  });

  it('offers each of two times of day, and leaves no word dangling', () => {
    expect(mistakeOf('digest daily at 9am and 5pm')).toMatchObject({ code: 'E_SCHEDULE', says: 'A digest comes at one time of day.', repairs: ['digest daily at 9am', 'digest daily at 5pm'] });
    expect(mistakeOf('digest daily at 9am, 17:00 risk high')).toMatchObject({ repairs: ['digest daily at 9am risk high', 'digest daily at 17:00 risk high'] });
    for (const text of ['alert on risk high and yesterday', 'alert on risk high, yesterday', 'digest daily risk high and last week, status failed']) {
      for (const repair of mistakeOf(text).repairs) expect(repair).not.toMatch(/(?:,|\band)\s*(?:,|$)/);
    }
  });

  it.each(['to me', 'in #secops', 'in <#C0CSPOPS1|csp-ops>'])('says what a mute covers where somebody writes `%s`', (where) => {
    const mistake = mistakeOf(`mute user svc@partner.example for 1h because "x" ${where}`);

    expect(mistake).toMatchObject({ code: 'E_UNKNOWN_WORD', says: 'A mute covers the alerts of the place where it is typed.', repairs: [] });
    expect(pointedAt(mistake)).toBe(where);
    expect(requestOf('mute customer Trade in Services for 1h because "x"')).toMatchObject({ verb: 'mute' });
  });

  it('says where a list of commitments goes', () => {
    expect(mistakeOf('commitments closing within 24h to me')).toMatchObject({ says: 'A list of commitments comes to you alone, where you ask for it.', repairs: ['commitments closing within 24h'] });
    expect(mistakeOf('commitments customer Relecloud in #secops')).toMatchObject({ repairs: ['commitments customer Relecloud'] });
  });
});
