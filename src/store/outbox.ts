/** Messages on their way to Slack, in Redis: a row each, and a list of those that wait, by when they are due. */
import type { Redis } from 'ioredis';
import type { Log } from '../features/ports.ts';
import { readDeliveryState, readOnceTaken, readWaitingState } from '../features/read-kept.ts';
import type { Delivery, DeliveryState, HeldBack, Outbox, WaitingState } from '../features/rule-ports.ts';
import type { Vault } from '../features/vault-port.ts';
import { pack, unpack } from './packing.ts';
import { stored } from './storage.ts';
import { unlessBroken } from './unless-broken.ts';
import { OPEN_VAULT } from './vault.ts';

/** A key is remembered this long after its end; what was posted is forgotten at once. */
const REMEMBERED_S = 60 * 24 * 60 * 60;

/** KEYS row of the first, waiting. ARGV prefix of rows, then of each: key, delivery, state, what follows, due at. */
const PUT = `
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
for at = 2, #ARGV, 5 do
  redis.call('HSET', ARGV[1] .. ARGV[at], 'delivery', ARGV[at + 1], 'state', ARGV[at + 2], 'onceTaken', ARGV[at + 3])
  redis.call('ZADD', KEYS[2], ARGV[at + 4], ARGV[at])
end
return 1
`;

/** KEYS waiting. ARGV prefix of rows, now, until when it is claimed. Gives its key, and whether it was claimed before. */
const CLAIM = `
local key = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, 1)[1]
if not key then return false end
redis.call('ZADD', KEYS[1], ARGV[3], key)
local was = redis.call('HGET', ARGV[1] .. key, 'claimed')
redis.call('HSET', ARGV[1] .. key, 'claimed', '1')
return {key, was or '0'}
`;

/** KEYS row, waiting. ARGV key, state, due at or '' at its end, seconds to remember. */
const SETTLE = `
if redis.call('HEXISTS', KEYS[1], 'ended') == 1 then return 0 end
redis.call('HSET', KEYS[1], 'state', ARGV[2])
redis.call('HDEL', KEYS[1], 'claimed')
if ARGV[3] ~= '' then
  redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
else
  redis.call('HSET', KEYS[1], 'ended', '1')
  redis.call('HDEL', KEYS[1], 'delivery')
  redis.call('EXPIRE', KEYS[1], ARGV[4])
  redis.call('ZREM', KEYS[2], ARGV[1])
end
return 1
`;

/** KEYS row. ARGV key of what is posted in its place, of what it takes the place from or ''. Gives whose it is; a row that is gone is not made anew. */
const REPLACE = `
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local holder = redis.call('HGET', KEYS[1], 'replacedBy')
if holder and holder ~= ARGV[2] then return holder end
redis.call('HSET', KEYS[1], 'replacedBy', ARGV[1])
return ARGV[1]
`;

/** Every function throws a `storage` Problem when Redis cannot be reached. */
export function createOutbox({ redis, prefix, vault = OPEN_VAULT, log }: { readonly redis: Redis; readonly prefix: string; readonly vault?: Vault; readonly log?: Log }): Outbox {
  const [rows, waiting] = [`${prefix}:outbox:row:`, `${prefix}:outbox:waiting`];
  const settle = (key: string, state: DeliveryState): Promise<unknown> =>
    redis.eval(SETTLE, 2, rows + key, waiting, key, JSON.stringify(state), state.kind === 'waiting' ? Date.parse(state.nextAt) : '', REMEMBERED_S);
  const giveUp = async (key: string, now: Date): Promise<void> => {
    log?.error({ delivery: key }, 'a message in the outbox cannot be read; it is not posted');
    await settle(key, { kind: 'given-up', at: now.toISOString(), reason: 'unreadable' });
  };
  return {
    put: (delivery, notBefore, followers = []) => stored(async () =>
      await redis.eval(PUT, 2, rows + delivery.key, waiting, rows, ...[{ delivery, notBefore }, ...followers].flatMap((held) => asArguments(held, (packed) => vault.seal(rows + held.delivery.key, packed)))) === 1),
    find: (key) => stored(async () => {
      const [state, onceTaken, replacedBy] = await redis.hmget(rows + key, 'state', 'onceTaken', 'replacedBy');
      if (!state) return undefined;
      const read = readDeliveryState(state);
      if (!read) log?.error({ delivery: key }, 'what became of a message cannot be read; it counts as one that Slack did not confirm');
      return { state: read ?? { kind: 'unconfirmed', at: new Date(0).toISOString() }, onceTaken: readOnceTaken(onceTaken ?? '{}') ?? {}, ...(typeof replacedBy === 'string' && { replacedBy }) };
    }),
    replaceBy: (key, by, insteadOf = '') => stored(async () => (await redis.eval(REPLACE, 1, rows + key, by, insteadOf) as string | null) ?? undefined),
    claim: (now, forMs) => stored(async () => {
      const claimed = await redis.eval(CLAIM, 1, waiting, rows, now.getTime(), now.getTime() + forMs) as readonly [string, string] | null;
      if (!claimed) return undefined;
      const [key, before] = claimed;
      const [delivery, state] = await redis.hmgetBuffer(rows + key, 'delivery', 'state');
      if (!delivery || !state) {
        await redis.multi().zrem(waiting, key).del(rows + key).exec(); // somebody deleted the row
        return undefined;
      }
      const read = { delivery: unlessBroken(() => unpack<Delivery>(vault.open(rows + key, delivery))), state: readWaitingState(state.toString()) };
      if (read.delivery && read.state) return { delivery: read.delivery, state: read.state, isAbandoned: before === '1' };
      await giveUp(key, now);
      return undefined;
    }),
    settle: (key, state) => stored(async () => void await settle(key, state)),
  };
}

function asArguments({ delivery, notBefore }: HeldBack, seal: (packed: Buffer) => Buffer): readonly (string | Buffer | number)[] {
  const state: WaitingState = { kind: 'waiting', attempts: 0, nextAt: notBefore.toISOString(), mayBeRepeat: false };
  return [delivery.key, seal(pack(delivery)), JSON.stringify(state), JSON.stringify(delivery.onceTaken ?? {}), notBefore.getTime()];
}
