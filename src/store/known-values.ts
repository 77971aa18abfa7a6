/** Who and what was ever seen, in Redis as hashes, and how subscriptions and budgets stood last. */
import type { Redis } from 'ioredis';
import { FIRST_SEEN, type FirstSeen } from '../audit/alert-events.ts';
import type { KnownValues, Lesson, Novelty } from '../features/alert-ports.ts';
import type { Vault } from '../features/vault-port.ts';
import { stored } from './storage.ts';
import { unlessBroken } from './unless-broken.ts';
import { OPEN_VAULT } from './vault.ts';

/** What was new is asked for within minutes; an outage may last for weeks. */
const NOVELTY_S = 60 * 24 * 60 * 60;
const NUMBERS_PER_KEY = 1_000;
/** Redis does nothing else while a script runs. */
const LESSONS_AT_ONCE = 2_000;

/**
 * KEYS cursor, seen, things. ARGV from, to, whether first sightings are told, prefix of novelties, seconds, numbers a key,
 * then kind, number, name, instant and value of each. One step: an entry is learned from once, whoever tries.
 */
const LEARN = `
if ARGV[1] ~= '' then
  if tonumber(redis.call('GET', KEYS[1]) or '0') ~= tonumber(ARGV[1]) then return 0 end
  redis.call('SET', KEYS[1], ARGV[2])
end
for at = 7, #ARGV, 5 do
  local kind, number, name = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  local note = nil
  if kind == 'thing' then
    local held = redis.call('HGET', KEYS[3], name)
    local stamp = ARGV[at + 3]
    if held and string.sub(held, 1, #stamp) < stamp then note = 'earlier ' .. string.sub(held, #stamp + 1) end
    if not held or string.sub(held, 1, #stamp) < stamp then redis.call('HSET', KEYS[3], name, stamp .. ARGV[at + 4]) end
  elseif redis.call('HSETNX', KEYS[2], kind .. name, number) == 1 and ARGV[3] == '1' then
    note = kind
  end
  if note and number ~= '0' then
    local key = ARGV[4] .. math.floor(tonumber(number) / tonumber(ARGV[6]))
    local before = redis.call('HGET', key, number)
    redis.call('HSET', key, number, (before and before .. '\\n' or '') .. note)
    redis.call('EXPIRE', key, ARGV[5])
  end
end
return 1
`;

/** Every function throws a `storage` Problem when Redis cannot be reached. */
export function createKnownValues({ redis, prefix, vault = OPEN_VAULT }: { readonly redis: Redis; readonly prefix: string; readonly vault?: Vault }): KnownValues {
  const keys = { cursor: `${prefix}:known:cursor`, seen: `${prefix}:known:seen`, things: `${prefix}:known:things`, days: `${prefix}:known:days`, novelties: `${prefix}:known:novelties:` };
  const learn = (from: string, to: string, tellsFirst: string, lessons: readonly Lesson[]): Promise<unknown> =>
    redis.eval(LEARN, 3, keys.cursor, keys.seen, keys.things, from, to, tellsFirst, keys.novelties, NOVELTY_S, NUMBERS_PER_KEY, ...lessons.flatMap((lesson) => linesOf(lesson, { vault, place: keys.things })));
  return {
    cursor: () => stored(async () => Number(await redis.get(keys.cursor) ?? 0)),
    learn: (from, to, lessons, { tellsFirst }) => stored(async () => await learn(String(from), String(to), tellsFirst ? '1' : '0', lessons) === 1),
    learnDay: (day, lessons) => stored(async () => {
      for (let at = 0; at < lessons.length; at += LESSONS_AT_ONCE) await learn('', '', '0', lessons.slice(at, at + LESSONS_AT_ONCE));
      await redis.sadd(keys.days, day);
    }),
    daysLearned: () => stored(async () => new Set(await redis.smembers(keys.days))),
    novelties: (numbers) => stored(async () => {
      const found = new Map<number, Novelty>();
      for (const [block, wanted] of Map.groupBy(numbers, (number) => Math.floor(number / NUMBERS_PER_KEY))) {
        const notes = await redis.hmget(keys.novelties + block, ...wanted.map(String));
        for (const [index, number] of wanted.entries()) {
          const note = notes[index];
          if (note) found.set(number, readNovelty(note, { vault, place: keys.things }));
        }
      }
      return found;
    }),
  };
}

interface Sealing {
  readonly vault: Vault;
  readonly place: string;
}

/** Nothing but an equal name has to be found again. */
function linesOf({ number, seen, things }: Lesson, { vault, place }: Sealing): readonly (string | number)[] {
  return [
    ...FIRST_SEEN.flatMap((kind) => (seen[kind] === undefined ? [] : [kind, number, vault.hide(seen[kind].toLowerCase()), '', ''])),
    ...things.flatMap(({ name, at, value }) => ['thing', number, vault.hide(name.toLowerCase()), at, vault.sealText(place, value)]),
  ];
}

function readNovelty(text: string, { vault, place }: Sealing): Novelty {
  const notes = text.split('\n');
  const earlier = notes.find((note) => note.startsWith('earlier '))?.slice('earlier '.length);
  const first = notes.filter((note): note is FirstSeen => FIRST_SEEN.some((kind) => kind === note));
  // What somebody broke is as good as not known.
  const known = earlier === undefined ? undefined : unlessBroken(() => JSON.parse(vault.openText(place, earlier)) as unknown);
  return { first, ...(known !== undefined && { earlier: known }) };
}
