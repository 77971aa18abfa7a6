import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../src/audit/slots.ts';
import type { Command, Condition, Request, Where } from '../../src/command/command.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { printRequest } from '../../src/command/print-request.ts';
import { CONTEXT } from './cases.ts';
import { commandLikeText } from './command-like-text.ts';
import { anyFilter, anySearch, anyShape, anyValue, anyZone } from './searches.ts';
import { DIMENSIONS } from '../../src/audit/dimensions.ts';

function requestOf(typed: string): Request {
  const command = parseCommand(typed, CONTEXT);
  if (command.kind !== 'request') throw new Error(`"${typed}" is no request: ${JSON.stringify(command)}`);
  return command.request;
}

const HOUR = 3_600_000;
const minutes = fc.integer({ min: 1, max: 90 * 24 * 60 }).map((count) => count * 60_000);
const clock = fc.integer({ min: 0, max: 1_439 }).map((count) => count * 60_000);
const where: fc.Arbitrary<Where> = fc.oneof(
  fc.constantFrom<Where>({ kind: 'me' }, { kind: 'channel', id: 'C0SECOPS' }, { kind: 'channel-name', name: 'csp-ops' }),
);
const condition: fc.Arbitrary<Condition> = fc.record({ filter: anyFilter, shape: anyShape, zone: anyZone }, { requiredKeys: ['filter'] });
const filterOnly: fc.Arbitrary<Condition> = fc.record({ filter: anyFilter });
const option = {
  where, name: anyValue, forMs: minutes, withinMs: minutes, everyMs: minutes, because: anyValue, includingHigh: fc.constant(true as const), skipEmpty: fc.constant(true as const),
  quiet: fc.record({ fromMs: clock, toMs: clock, all: fc.constant(true as const) }, { requiredKeys: ['fromMs', 'toMs'] }),
  outside: fc.record({ fromMs: clock, toMs: clock }), mention: fc.constantFrom('<@U0DANA>', '<!subteam^S0OPS>'),
  moreThan: fc.record({ count: fc.nat(1_000), by: fc.constantFrom(...DIMENSIONS), inMs: minutes }, { requiredKeys: ['count', 'inMs'] }),
  firstSeen: fc.subarray([...DIMENSIONS], { minLength: 1 }),
};
const schedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc.record({ frequency: fc.constantFrom('hourly' as const, 'daily' as const, 'weekdays' as const, 'weekly' as const, 'monthly' as const), atMs: clock }, { requiredKeys: ['frequency'] }),
  fc.record({ frequency: fc.constantFrom('hourly' as const, 'daily' as const, 'weekly' as const, 'monthly' as const), every: fc.integer({ min: 2, max: 99 }), atMs: clock }, { requiredKeys: ['frequency', 'every'] }),
  fc.record({ frequency: fc.constant('weekly' as const), weekday: fc.integer({ min: 1, max: 7 }), atMs: clock }, { requiredKeys: ['frequency', 'weekday'] }),
);

const rules: fc.Arbitrary<Request> = fc.oneof(
  fc.record({ verb: fc.constant('digest' as const), schedule, condition, options: fc.record({ where: option.where, name: option.name, skipEmpty: option.skipEmpty }, { requiredKeys: [] }) }),
  fc.record({ verb: fc.constant('alert' as const), condition: filterOnly, options: fc.record({ moreThan: option.moreThan, outside: option.outside, firstSeen: option.firstSeen, quiet: option.quiet, mention: option.mention, name: option.name, everyMs: option.everyMs, where }, { requiredKeys: ['moreThan'] }) }),
  fc.record({ verb: fc.constant('watch' as const), condition: filterOnly, options: fc.record({ forMs: minutes, where }, { requiredKeys: ['forMs'] }) }),
  fc.record({ verb: fc.constant('commitments' as const), condition: filterOnly, options: fc.record({ withinMs: minutes }, { requiredKeys: [] }) }),
  fc.record({ verb: fc.constant('mute' as const), condition: filterOnly, options: fc.record({ forMs: fc.constantFrom(HOUR, 30 * 24 * HOUR), because: option.because, includingHigh: option.includingHigh }, { requiredKeys: ['forMs', 'because'] }) })
    .filter((mute) => Object.values(mute.condition.filter).some((values) => !Array.isArray(values) || values.length > 0)),
);
const others: fc.Arbitrary<Request> = fc.oneof(
  fc.record({ verb: fc.constantFrom('status' as const, 'saved' as const, 'doctor' as const, 'version' as const) }),
  fc.record({ verb: fc.constant('record' as const), id: anyValue }),
  fc.record({ verb: fc.constantFrom('pause' as const, 'remove' as const, 'test' as const), name: anyValue }),
  fc.record({ verb: fc.constant('digest-now' as const), name: anyValue }, { requiredKeys: ['verb'] }),
  fc.record({ verb: fc.constant('feedback' as const), text: anyValue }),
  fc.record({ verb: fc.constantFrom('settings' as const, 'cancel' as const), word: anyValue }, { requiredKeys: ['verb'] }),
  fc.record({ verb: fc.constant('share' as const), where }, { requiredKeys: ['verb'] }),
);
const range = { from: CONTEXT.now, to: CONTEXT.now };
const searching: fc.Arbitrary<Request> = fc.oneof(
  anySearch.map((search) => ({ verb: 'explain' as const, search, range, clamped: false })),
  anySearch.map((search) => ({ verb: 'export' as const, format: 'csv' as const, search, range, clamped: false })),
  fc.tuple(anyValue, anySearch).map(([name, search]) => ({ verb: 'save' as const, name, search, range, clamped: false })),
);

/** A request without the span that its search covers now. */
function said(request: Request): unknown {
  return 'search' in request ? { ...request, range, clamped: false } : request;
}

const isPast = (command: Command): boolean => command.kind === 'mistake' && command.mistake.code.startsWith('E_RANGE');

describe('command/print-request', () => {
  it.each<[string, unknown, string]>([
    ['record aaaabbbb-0000_createorder_63', { verb: 'record', id: 'aaaabbbb-0000_createorder_63' }, 'record aaaabbbb-0000_createorder_63'],
    ['again last 30d', { verb: 'again', time: { kind: 'last', count: 30, unit: 'd' } }, 'again last 30d'],
    ['digest weekdays at 08:30 in <#C0SECOPS|secops>', { verb: 'digest', schedule: { frequency: 'weekdays', atMs: 8.5 * HOUR } }, 'digest weekdays at 08:30 in <#C0SECOPS>'],
    ['digest every monday at 9am to me skip empty name week', { schedule: { frequency: 'weekly', weekday: 1, atMs: 9 * HOUR }, options: { where: { kind: 'me' }, skipEmpty: true, name: 'week' } }, 'digest weekly on monday at 09:00 to me skip empty name "week"'],
    ['digest every 2 hours', { schedule: { frequency: 'hourly', every: 2 } }, 'digest every 2h'],
    ['digest every day at 6pm', { schedule: { frequency: 'daily', atMs: 18 * HOUR } }, 'digest daily at 18:00'],
    ['digest now "week"', { verb: 'digest-now', name: 'week' }, 'digest now "week"'],
    ['alert when failed more than 5 by user in 10m in #secops', { verb: 'alert', options: { moreThan: { count: 5, by: 'user', inMs: 600_000 }, where: { kind: 'channel-name', name: 'secops' } } }, 'alert on status failed more than 5 by user in 10m in #secops'],
    ['alert on first-seen user, app mention <@U1|dana> every 1h', { options: { firstSeen: ['user', 'app'], mention: '<@U1>', everyMs: HOUR } }, 'alert on first-seen user, app mention <@U1> every 1h'],
    ['alert orders outside 08:00-18:00 quiet 22:00 to 07:00 all', { options: { outside: { fromMs: 8 * HOUR, toMs: 18 * HOUR }, quiet: { fromMs: 22 * HOUR, toMs: 7 * HOUR, all: true } } }, 'alert on resource "order" outside 08:00-18:00 quiet 22:00-07:00 all'],
    ['alert on text "outside" failed more than 3 in 1h', { options: { moreThan: { count: 3, inMs: HOUR } } }, 'alert on status failed text "outside" more than 3 in 1h'],
    ['alert pack in #secops', { options: { pack: true } }, 'alert pack in #secops'],
    ['mute user svc@x for 7d because "sync" including high', { verb: 'mute', options: { forMs: 168 * HOUR, because: 'sync', includingHigh: true } }, 'mute user svc@x for 7d because "sync" including high'],
    ['save daily orders resource order', { verb: 'save', name: 'daily' }, 'save as "daily" resource "order"'],
    ['save risky risk high last 7d', { verb: 'save', name: 'risky' }, 'save as "risky" risk high last 7d'],
    ['digest risk high every day at 9', { schedule: { frequency: 'daily', atMs: 9 * HOUR } }, 'digest daily at 09:00 risk high'],
    ['digest risk high weekdays at 08:30 in #secops name daily', { schedule: { frequency: 'weekdays', atMs: 8.5 * HOUR }, options: { name: 'daily' } }, 'digest weekdays at 08:30 risk high in #secops name "daily"'],
    ['watch failed for 90m', { options: { forMs: 1.5 * HOUR } }, 'watch status failed for 90m'],
    ['commitments within 36h', { options: { withinMs: 36 * HOUR } }, 'commitments within 36h'],
    ['explain again', { verb: 'explain-again' }, 'explain again'],
    ['explain again last 30d', { verb: 'explain-again', time: { kind: 'last' } }, 'explain again last 30d'],
    ['run "a b" last 30d', { verb: 'run', name: 'a b' }, 'run "a b" last 30d'],
    ['rules muted', { verb: 'rules', word: 'muted' }, 'rules muted'],
  ])('reads %s', (typed, parts, canonical) => {
    const request = requestOf(typed);

    expect(request).toMatchObject(parts as object);
    expect(printRequest(request)).toBe(canonical);
    expect(requestOf(canonical)).toEqual(request);
  });

  it('parses back to the same request', () => {
    fc.assert(fc.property(fc.oneof(rules, others, searching), (request) => {
      const line = printRequest(request);
      fc.pre(line.length <= 500);
      const command = parseCommand(line, CONTEXT);

      const parsed = command.kind === 'request' ? said(command.request) : command;
      expect(isPast(command) ? said(request) : parsed).toEqual(said(request));
    }), { numRuns: 2_000 });
  });

  it('prints what was typed so that it is understood the same way', () => {
    const typed = fc.tuple(fc.constantFrom('digest daily', 'alert on', 'mute', 'watch', 'explain', 'save x', 'run', 'export', 'log', 'pause', 'commitments'), commandLikeText, fc.constantFrom('', ' for 1h', ' for 1d because "x"'));
    fc.assert(fc.property(typed, ([verb, text, end]) => {
      const command = parseCommand(`${verb} ${text}${end}`, CONTEXT);
      fc.pre(command.kind === 'request');
      if (command.kind !== 'request') return;

      expect(parseCommand(printRequest(command.request), CONTEXT)).toEqual(command);
    }), { numRuns: 300 });
  });
});
