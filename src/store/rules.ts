/** Digests, alerts and mutes in Redis, kept until they are removed: what they are, and how far each has come. */
import type { Redis } from 'ioredis';
import { foldCase } from '../audit/filter.ts';
import type { Log } from '../features/ports.ts';
import { readProgress, readRule } from '../features/read-kept.ts';
import { MOST_RULES, type RuleStore } from '../features/rule-ports.ts';
import type { KeptRule, Rule, RulePlace } from '../features/rule.ts';
import type { Vault } from '../features/vault-port.ts';
import { stored } from './storage.ts';
import { unlessBroken } from './unless-broken.ts';
import { OPEN_VAULT } from './vault.ts';

/** KEYS names of the place, rules, progress. ARGV name, id, rule, progress, most rules of a place, name as it stood in clear. */
const ADD = `
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 or redis.call('HEXISTS', KEYS[1], ARGV[6]) == 1 then return 'name-taken' end
if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[5]) then return 'too-many' end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
redis.call('HSET', KEYS[3], ARGV[2], ARGV[4])
return 'added'
`;

/** KEYS names of the place before and after, rules. ARGV id, rule as it was read, rule, most rules of a place, then for each place the name and as it stood in clear. */
const REPLACE = `
if redis.call('HGET', KEYS[3], ARGV[1]) ~= ARGV[2] then return 'changed' end
for _, name in ipairs({ARGV[7], ARGV[8]}) do
  local holder = redis.call('HGET', KEYS[2], name)
  if holder and holder ~= ARGV[1] then return 'name-taken' end
end
if KEYS[1] ~= KEYS[2] and redis.call('HLEN', KEYS[2]) >= tonumber(ARGV[4]) then return 'too-many' end
redis.call('HDEL', KEYS[1], ARGV[5], ARGV[6])
redis.call('HSET', KEYS[2], ARGV[7], ARGV[1])
redis.call('HSET', KEYS[3], ARGV[1], ARGV[3])
return 'replaced'
`;

/** KEYS progress. ARGV id, what was read, what is to be kept. */
const ADVANCE = `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
`;

interface RulesPlace {
  readonly redis: Redis;
  readonly prefix: string;
  readonly vault?: Vault;
  readonly log?: Log;
}

/** Every function throws a `storage` Problem when Redis cannot be reached. What somebody broke counts as gone. */
export function createRules(place: RulesPlace): RuleStore {
  const { redis, prefix, vault = OPEN_VAULT } = place;
  const [keys, read] = [keysOf(prefix), createReader({ ...place, vault })];
  const findAll = async (ids: readonly string[]): Promise<readonly KeptRule[]> => {
    if (ids.length === 0) return [];
    const [rules, progress] = await Promise.all([redis.hmget(keys.rules, ...ids), redis.hmget(keys.progress, ...ids)]);
    return ids.flatMap((id, index) => {
      const [rule, done] = [read.rule(id, rules[index]), read.progress(id, progress[index])];
      return rule && done ? [{ rule, progress: done }] : [];
    });
  };
  const names = ({ name }: Pick<Rule, 'name'>): readonly [string, string] => [vault.hide(foldCase(name)), foldCase(name)];
  const sealed = (rule: Rule): string => vault.sealText(`${keys.rules} ${rule.id}`, JSON.stringify(rule));
  return {
    add: (rule, progress) => stored(async () => await redis.eval(ADD, 3, keys.names(rule.place), keys.rules, keys.progress, names(rule)[0], rule.id, sealed(rule), JSON.stringify(progress), MOST_RULES, names(rule)[1]) as 'added' | 'name-taken' | 'too-many'),
    replace: (id, change) => stored(async () => {
      for (;;) {
        const held = await redis.hget(keys.rules, id);
        const before = read.rule(id, held);
        if (held === null || !before) return 'gone';
        const after = change(before);
        const done = await redis.eval(REPLACE, 3, keys.names(before.place), keys.names(after.place), keys.rules, id, held, sealed(after), MOST_RULES, ...names(before), ...names(after)) as 'replaced' | 'name-taken' | 'too-many' | 'changed';
        if (done !== 'changed') return done;
      }
    }),
    remove: (rule) => stored(async () => void await redis.multi().hdel(keys.rules, rule.id).hdel(keys.progress, rule.id).hdel(keys.names(rule.place), ...names(rule)).exec()),
    all: () => stored(async () => findAll(await redis.hkeys(keys.rules))),
    in: (where) => stored(async () => (await findAll(await redis.hvals(keys.names(where)))).toSorted((a, b) => a.rule.name.localeCompare(b.rule.name, 'en', { numeric: true }))),
    find: (id) => stored(async () => (await findAll([id]))[0]),
    advance: (id, change) => stored(async () => {
      for (;;) {
        const held = await redis.hget(keys.progress, id);
        const now = read.progress(id, held);
        if (held === null || !now) return undefined;
        const next = change(now);
        if (await redis.eval(ADVANCE, 1, keys.progress, id, held, JSON.stringify(next)) === 1) return next;
      }
    }),
  };
}

function keysOf(prefix: string) {
  return { rules: `${prefix}:rules`, progress: `${prefix}:rules:progress`, names: ({ kind, id }: RulePlace) => `${prefix}:rules:names:${kind}:${id}` };
}

/** Reads one value; undefined where there is none, or where somebody broke it. Looks come every few seconds, so that is told once. */
function createReader({ prefix, vault, log }: RulesPlace & { readonly vault: Vault }) {
  const told = new Set<string>();
  const reading = <T>(read: (text: string, id: string) => T | undefined) => (id: string, text: string | null | undefined): T | undefined => {
    if (text === null || text === undefined) return undefined;
    const value = read(text, id);
    if (value === undefined && !told.has(id)) log?.error({ rule: id }, 'what Redis holds of a rule cannot be read; the rule is left out until somebody restores or removes it');
    if (value === undefined) told.add(id);
    return value;
  };
  return {
    rule: reading((text, id) => unlessBroken(() => readRule(vault.openText(`${keysOf(prefix).rules} ${id}`, text)))),
    progress: reading(readProgress),
  };
}
