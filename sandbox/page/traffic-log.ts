/** The last exchanges between the bot and everybody else, as rows, with the payloads on demand. */
import { isObject } from '../slack/block-kit/rules.ts';
import { textOf } from '../slack/form-values.ts';
import type { Traffic } from '../slack/traffic.ts';
import type { TrafficRow } from './wire.ts';
import type { Tapped } from './wire-tap.ts';

const KEPT = 500;
const LONGEST = 200_000;

export interface TrafficLog {
  readonly rows: () => readonly TrafficRow[];
  /** Pretty JSON of both directions; undefined when it was too long ago. */
  readonly payload: (id: number) => string | undefined;
  readonly ofSlack: (seen: Traffic) => void;
  readonly ofOther: (other: string, seen: Tapped) => void;
  readonly onRow: (listener: (row: TrafficRow) => void) => () => void;
}

interface Kept extends TrafficRow {
  readonly request: unknown;
  readonly response: unknown;
  readonly violations: readonly unknown[];
}

const verdictOf = ({ violations }: Traffic): TrafficRow['verdict'] => {
  if (violations === undefined) return 'none';
  return violations.length === 0 ? 'right' : violations.length;
};

const word = (value: unknown): string => (typeof value === 'string' ? value : '');
const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] as unknown : undefined);

/** What a delivery is about, in the words of whoever watches. */
function titleOf({ from, name, request }: Traffic): string {
  if (from !== 'slack' || !isObject(request)) return name;
  const payload = isObject(request['payload']) ? request['payload'] : request;
  if (name === 'slash_commands') return `${word(payload['command'])} ${word(payload['text'])}`;
  const action = first(payload['actions']);
  const about = isObject(action) ? textOf(action['text']) || word(action['action_id']) : word(payload['callback_id']) || word(payload['action_id']);
  return about === '' ? name : `${name}: ${about}`;
}

const pretty = (value: unknown): string => {
  const text = value === undefined ? '(nothing)' : typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}\n… ${text.length - LONGEST} more characters` : text;
};

const told = ({ from, to, request, response, violations }: Kept): string => [
  `${from} → ${to}`, pretty(request), '', `${to} → ${from}`, pretty(response),
  ...(violations.length === 0 ? [] : ['', 'Block Kit validator', pretty(violations)]),
].join('\n');

export function createTrafficLog(): TrafficLog {
  const kept: Kept[] = [];
  const listeners = new Set<(row: TrafficRow) => void>();
  let count = 0;

  const add = (row: Omit<Kept, 'id'>): void => {
    count += 1;
    const whole = { ...row, id: count };
    kept.push(whole);
    if (kept.length > KEPT) kept.shift();
    for (const listener of listeners) listener(rowOf(whole));
  };
  return {
    rows: () => kept.map(rowOf),
    payload: (id) => {
      const found = kept.find((one) => one.id === id);
      return found === undefined ? undefined : told(found);
    },
    ofSlack: (seen) => {
      const { from, at, elapsedMs, outcome, request, response, violations = [] } = seen;
      const [sender, receiver] = from === 'slack' ? ['Slack', 'Bot'] : ['Bot', 'Slack'];
      const isFailure = !/^(acked|200)$/.test(outcome);
      add({ at, elapsedMs, from: sender, to: receiver, name: titleOf(seen), outcome, isFailure, verdict: verdictOf(seen), request, response, violations });
    },
    ofOther: (other, { name, at, elapsedMs, outcome, request, response }) => {
      add({ at, elapsedMs, from: 'Bot', to: other, name, outcome, isFailure: !outcome.startsWith('2'), verdict: 'none', request, response, violations: [] });
    },
    onRow: (listener) => {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
  };
}

const rowOf = ({ request: _request, response: _response, violations: _violations, ...row }: Kept): TrafficRow => row;
