import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/command/parse.ts';
import { readRuleForm } from '../../src/command/read-rule-form.ts';
import { formOfRequest, hasForm, SCHEDULES, type AlertForm, type DigestForm, type NewRuleForm } from '../../src/command/rule-form.ts';
import { CONTEXT } from './forms.ts';
import { anyRuleForm } from './rule-forms.ts';

const DIGEST: DigestForm = { kind: 'digest', often: 'weekdays', at: '08:30', filters: '', skipEmpty: false, channel: 'C0CSPOPS1', name: '' };
const ALERT: AlertForm = { kind: 'alert', about: 'filters', filters: 'op create_order', moreThan: '', firstSeen: [], outside: '', quiet: '', quietAll: false, channel: 'C0CSPOPS1', name: '' };

function commandOf(form: NewRuleForm): string {
  const read = readRuleForm(form, CONTEXT);
  if (read.kind === 'faults') throw new Error(JSON.stringify([form, read.faults]));
  return read.command;
}

function formOf(command: string): NewRuleForm {
  const read = parseCommand(command, { ...CONTEXT, kept: true });
  if (read.kind !== 'request' || !hasForm(read.request)) throw new Error(`${command} is ${JSON.stringify(read)}`);
  return formOfRequest(read.request);
}

function faultsOf(form: NewRuleForm): Readonly<Record<string, string>> {
  const read = readRuleForm(form, CONTEXT);
  return read.kind === 'faults' ? Object.fromEntries(read.faults.map(({ field, says }) => [field, says])) : {};
}

/** What a form means: the same filters may be written in many ways, the order of words is the printer's. */
function meaning(form: NewRuleForm): unknown {
  const read = readRuleForm(form, CONTEXT);
  return read.kind === 'command' ? read.request : read.faults;
}

describe('command/rule-form', () => {
  it('prints 300 random forms as commands that are the same form again', () => {
    fc.assert(fc.property(anyRuleForm, (form) => {
      const read = readRuleForm(form, CONTEXT);
      fc.pre(read.kind === 'command' || !read.faults.some(({ says }) => says.includes('are the most')));
      const again = formOf(commandOf(form));

      const { filters: _before, ...fields } = form;
      const { filters: _after, ...fieldsAgain } = again;
      expect(fieldsAgain).toEqual(fields);
      expect(meaning(again)).toEqual(meaning(form));
      expect(commandOf(again)).toBe(commandOf(form));
    }), { numRuns: 300 });
  });

  it.each([
    ['digest weekly at 9am', { often: 'weekly on monday', at: '09:00' }],
    ['digest every 3 days risk high tz UTC skip empty name "x y"', { often: 'every 3d', at: '', filters: 'risk high tz UTC', skipEmpty: true, name: 'x y' }],
    ['alert on risk high customer Relecloud in <#C0SECOPS1|secops>', { about: 'high', filters: 'customer Relecloud', channel: 'C0SECOPS1' }],
    ['alert on risk high, medium', { about: 'filters', filters: 'risk medium, high' }],
    ['alert pack customer Relecloud quiet 22:00-07:00 all mention <!subteam^S1|ops>', { about: 'pack', filters: 'customer Relecloud', quiet: '22:00-07:00', quietAll: true, mention: '<!subteam^S1>' }],
    ['alert on failed more than 5 by user in 10m outside 07:00-20:00', { filters: 'status failed', moreThan: '5 by user in 10m', outside: '07:00-20:00' }],
    ['alert on first-seen customer, user', { filters: '', firstSeen: ['user', 'customer'] }],
  ])('fills in %s', (command, fields) => {
    expect(formOf(command)).toMatchObject(fields);
  });

  it('offers schedules that are read as they are offered', () => {
    for (const [, often] of SCHEDULES) expect(formOf(commandOf({ ...DIGEST, often }))).toMatchObject({ often });
  });

  it('says where it speaks, wherever the form was opened', () => {
    const { channel: _none, ...mine } = DIGEST;

    expect(commandOf(DIGEST)).toBe('digest weekdays at 08:30 in <#C0CSPOPS1>');
    expect(commandOf(mine)).toBe('digest weekdays at 08:30 to me');
  });

  it.each([
    ['at', { at: '25:00' }, 'No clock shows “25:00”'], ['at', { at: '08:30 risk high' }, 'No clock shows'], ['at', { at: 'noon' }, 'Write a time of day as 08:30 or 9am'],
    ['filters', { filters: 'in #secops' }, 'Only filters stand here'], ['filters', { filters: 'risk high name "x"' }, 'Only filters stand here'], ['filters', { filters: 'risk high last 7d' }, 'not of a time that has passed'],
    ['filters', { filters: 'risk high by user' }, 'neither grouped, sorted nor cut off'], ['filters', { filters: 'custmer Relecloud' }, 'Did you mean'], ['filters', { filters: '"open' }, 'quote'],
    ['filters', { filters: `text "${'x'.repeat(2_100)}"` }, '2000 are the most'], ['often', { often: 'every 5 minutes' }, 'no schedule that I know'], ['often', { often: 'daily risk high' }, 'no schedule that I know'],
  ])('says at %s what is wrong with %j of a digest', (field, fields, says) => {
    expect(faultsOf({ ...DIGEST, ...fields })).toEqual({ [field]: expect.stringContaining(says) as string });
  });

  it.each([
    ['filters', { filters: '' }, 'An alert needs a condition'], ['filters', { filters: 'tz UTC' }, 'An alert needs a condition'], ['filters', { filters: 'pack' }, 'Only filters stand here'], ['filters', { filters: 'risk high when' }, 'Only filters stand here'],
    ['filters', { about: 'high', filters: 'risk low' }, 'chosen above already'], ['moreThan', { moreThan: 'five' }, 'Write it as 5 in 10m'], ['moreThan', { moreThan: '5 in 10m risk high' }, 'more than belongs here'],
    ['moreThan', { moreThan: '5 in 100d' }, 'the most 90d'], ['outside', { outside: '25:00-26:00' }, 'Write hours as 22:00-07:00'], ['quiet', { quiet: 'nights' }, 'Write hours as'],
    ['quiet', { quiet: '22:00-07:00 risk low' }, 'Write hours as'], ['quiet', { quietAll: true }, 'Say during which hours'], ['mention', { mention: 'dana' }, 'Choose a person'],
    ['moreThan', { about: 'pack', moreThan: '5 in 10m' }, 'The pack brings its own conditions'],
  ] as const)('says at %s what is wrong with %j of an alert', (field, fields, says) => {
    expect(faultsOf({ ...ALERT, ...fields })).toEqual({ [field]: expect.stringContaining(says) as string });
  });

  it('tells all faults at once', () => {
    expect(Object.keys(faultsOf({ ...DIGEST, at: '25:00', filters: 'custmer x' }))).toEqual(['at', 'filters']);
    expect(Object.keys(faultsOf({ ...ALERT, filters: '', outside: 'x', quiet: 'y' }))).toEqual(['outside', 'quiet']);
  });
});
