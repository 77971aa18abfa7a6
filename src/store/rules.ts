/** Digests, alerts and mutes in Redis, kept until they are removed: what they are, and how far each has come. */
import type { Redis } from 'ioredis';
import { foldCase } from '../audit/filter.ts';
import { MOST_RULES, type RuleStore } from '../features/rule-ports.ts';
import type { KeptRule, Rule, RulePlace, RuleProgress } from '../features/rule.ts';
import type { Vault } from '../features/vault-port.ts';
import { stored } from './storage.ts';
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

/** KEYS progress. ARGV id, what was read, what is to be kept. */
const ADVANCE = `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
`;

/** Every function throws a `storage` Problem when Redis cannot be reached. */
export function createRules({ redis, prefix, vault = OPEN_VAULT }: { readonly redis: Redis; readonly prefix: string; readonly vault?: Vault }): RuleStore {
  const keys = { rules: `${prefix}:rules`, progress: `${prefix}:rules:progress`, names: ({ kind, id }: RulePlace) => `${prefix}:rules:names:${kind}:${id}` };
  const findAll = async (ids: readonly string[]): Promise<readonly KeptRule[]> => {
    if (ids.length === 0) return [];
    const [rules, progress] = await Promise.all([redis.hmget(keys.rules, ...ids), redis.hmget(keys.progress, ...ids)]);
    return rules.flatMap((rule, index) => readKept(rule && vault.openText(`${keys.rules} ${ids[index]}`, rule), progress[index]));
  };
  return {
    add: (rule, progress) => stored(async () =>
      await redis.eval(ADD, 3, keys.names(rule.place), keys.rules, keys.progress, vault.hide(foldCase(rule.name)), rule.id, vault.sealText(`${keys.rules} ${rule.id}`, JSON.stringify(rule)), JSON.stringify(progress), MOST_RULES, foldCase(rule.name)) as 'added' | 'name-taken' | 'too-many'),
    remove: ({ id, name, place }) => stored(async () => void await redis.multi()
      .hdel(keys.rules, id).hdel(keys.progress, id).hdel(keys.names(place), vault.hide(foldCase(name)), foldCase(name)).exec()),
    all: () => stored(async () => findAll(await redis.hkeys(keys.rules))),
    in: (place) => stored(async () => (await findAll(await redis.hvals(keys.names(place)))).toSorted((a, b) => a.rule.name.localeCompare(b.rule.name, 'en', { numeric: true }))),
    find: (id) => stored(async () => (await findAll([id]))[0]),
    advance: (id, change) => stored(async () => {
      for (;;) {
        const held = await redis.hget(keys.progress, id);
        if (held === null) return undefined;
        const next = change(JSON.parse(held) as RuleProgress);
        if (await redis.eval(ADVANCE, 1, keys.progress, id, held, JSON.stringify(next)) === 1) return next;
      }
    }),
  };
}

function readKept(rule: string | null, progress: string | null | undefined): readonly KeptRule[] {
  return rule && progress ? [{ rule: JSON.parse(rule) as Rule, progress: JSON.parse(progress) as RuleProgress }] : [];
}
