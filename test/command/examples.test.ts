import { describe, expect, it } from 'vitest';
import { FILTER_FIELDS, type AuditFilter } from '../../src/audit/filter.ts';
import type { Schedule } from '../../src/audit/slots.ts';
import type { Command, Condition, ResolvedSearch, RuleOptions } from '../../src/command/command.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { printRequest } from '../../src/command/print-request.ts';
import { printSearch } from '../../src/command/print.ts';
import { EXAMPLE_CONTEXT, EXAMPLES, FAULTS, type Meaning } from './examples.ts';

/** The filters that were said, by the word people use for each. */
function filtersOf(filter: AuditFilter) {
  const said = FILTER_FIELDS.flatMap(([key, field]) => {
    const values = (filter[field] ?? []).map((value) => (typeof value === 'string' ? value : value.kind === 'id' ? value.id : value.name));
    return values.length > 0 ? [[key === 'operation' ? 'op' : key, values] as const] : [];
  });
  return said.length > 0 ? { filters: Object.fromEntries(said) } : {};
}

function searchOf({ search, range, clamped }: ResolvedSearch) {
  const { by, sort, limit, as } = search.shape ?? {};
  return {
    ...filtersOf(search.filter),
    range: { from: range.from.toISOString(), to: range.to.toISOString() },
    ...(search.defaultTime && { defaultTime: true }), ...(clamped && { clamped }),
    ...(by && { group: by }), ...(sort && { sort: [sort.column, sort.direction] }), ...(limit !== undefined && { limit }), ...(as && { output: as }),
  };
}

const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 16);

function ruleOf(condition: Condition, { where, forMs, withinMs, because, quiet }: RuleOptions) {
  return {
    ...filtersOf(condition.filter),
    ...(where?.kind === 'channel' && { channel: where.id }), ...(forMs !== undefined && { forMs }), ...(withinMs !== undefined && { withinMs }),
    ...(because !== undefined && { reason: because }), ...(quiet && { quiet: [clock(quiet.fromMs), clock(quiet.toMs)] }),
  };
}

const scheduleOf = ({ frequency, atMs = 0 }: Schedule) => ({ freq: frequency, at: clock(atMs) });

function meaningOf(command: Command): Meaning {
  switch (command.kind) {
    case 'mistake': return { verb: 'mistake', ...command.mistake };
    case 'help': return { verb: 'help', ...(command.topic !== undefined && { topic: command.topic }) };
    case 'search': return { verb: 'search', ...searchOf(command) };
    case 'request': {
      const { request } = command;
      if (request.verb === 'digest') return { verb: 'digest', schedule: scheduleOf(request.schedule), ...ruleOf(request.condition, request.options) };
      if ('condition' in request) return { verb: request.verb, ...ruleOf(request.condition, request.options) };
      if (request.verb === 'export') return { verb: 'export', ...(request.format && { output: request.format }), ...searchOf(request) };
      if (request.verb === 'save') return { verb: 'save', name: request.name, ...searchOf(request) };
      return { ...request, ...('search' in request ? { ...searchOf(request), search: undefined } : {}) };
    }
  }
}

/** The canonical line; help has none of its own. */
function lineOf(command: Command): string | undefined {
  if (command.kind === 'search') return printSearch(command.search);
  return command.kind === 'request' ? printRequest(command.request) : undefined;
}

describe('command/examples', () => {
  it.each(EXAMPLES)('understands %j as told', (typed, meaning) => {
    const command = parseCommand(typed, EXAMPLE_CONTEXT);

    // Undefined parts count as none; `clamped: false` is told by its absence.
    expect({ ...meaningOf(command), ...(meaning['clamped'] === undefined && { clamped: undefined }) }).toEqual(meaning);
  });

  it.each(EXAMPLES)('understands the canonical line of %j the same way', (typed) => {
    const command = parseCommand(typed, EXAMPLE_CONTEXT);

    expect(parseCommand(lineOf(command) ?? typed, EXAMPLE_CONTEXT)).toEqual(command);
  });

  it.each(FAULTS)('answers %j with %s', (typed, code, [from, to], offers) => {
    const command = parseCommand(typed, EXAMPLE_CONTEXT);

    expect(command).toMatchObject({ kind: 'mistake', mistake: { code, at: { from, to } } });
    const told = command.kind === 'mistake' ? [command.mistake.cure, ...command.mistake.repairs].join(' ') : '';
    expect(offers.filter((offer) => !told.includes(offer))).toEqual([]);
  });
});
