/** What reminder rules have said, in Redis: one value a rule, written only by whoever read its newest state. */
import type { Redis } from 'ioredis';
import type { Log } from '../features/ports.ts';
import type { ReminderMemory, ReminderStore } from '../features/reminder-ports.ts';
import type { Vault } from '../features/vault-port.ts';
import { pack, unpack } from './packing.ts';
import { stored } from './storage.ts';
import { unlessBroken } from './unless-broken.ts';
import { OPEN_VAULT } from './vault.ts';

/** A batch is open for 168 hours; what nobody wrote for weeks belongs to a rule that is gone. */
const KEPT_S = 30 * 24 * 60 * 60;

/** KEYS memory. ARGV version, content, seconds. */
const WRITE = `
if tonumber(redis.call('HGET', KEYS[1], 'version') or '0') ~= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[1] + 1, 'memory', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
`;

/** Every function throws a `storage` Problem when Redis cannot be reached. */
export function createReminders({ redis, prefix, vault = OPEN_VAULT, log }: { readonly redis: Redis; readonly prefix: string; readonly vault?: Vault; readonly log?: Log }): ReminderStore {
  const keyOf = (ruleId: string): string => `${prefix}:reminders:${ruleId}`;
  // Nobody writes before there is something to say, and looks come again and again: what is broken is told once.
  const told = new Set<string>();
  return {
    read: (ruleId) => stored(async () => {
      const [version, memory] = await redis.hmgetBuffer(keyOf(ruleId), 'version', 'memory');
      const held = memory && unlessBroken(() => unpack<Omit<ReminderMemory, 'version'>>(vault.open(keyOf(ruleId), memory)));
      const isBroken = memory && !held;
      if (isBroken && !told.has(ruleId)) log?.error({ rule: ruleId }, 'what a reminder has said cannot be read; it says once more what is open');
      if (isBroken) told.add(ruleId);
      return { told: {}, waiting: [], ...held, version: Number(version?.toString() ?? 0) };
    }),
    write: (ruleId, { version, ...memory }) => stored(async () =>
      await redis.eval(WRITE, 1, keyOf(ruleId), version, vault.seal(keyOf(ruleId), pack(memory)), KEPT_S) === 1),
  };
}
