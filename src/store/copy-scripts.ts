/** What is done in Redis in one step to the days of the local copy, and where they stand. */
import type { Redis } from 'ioredis';
import type { Day } from '../audit/dates.ts';
import type { Vault } from '../features/vault-port.ts';

/** Where the copy and its feed stand. */
export function copyKeys(prefix: string) {
  return {
    begun: `${prefix}:copy:begun`,
    ledger: `${prefix}:copy:ledger`,
    head: `${prefix}:copy:head`,
    feed: `${prefix}:copy:feed`,
    day: (day: Day) => `${prefix}:copy:day:${day}`,
    /** Chunks of a day as they were before they were written anew, for the answers that refer to them. */
    former: (day: Day) => `${prefix}:copy:former:${day}`,
  };
}

export type CopyKeys = ReturnType<typeof copyKeys>;

/** What it takes to read the copy. */
export interface CopyShelf {
  readonly redis: Redis;
  readonly keys: CopyKeys;
  readonly vault: Vault;
}

/** Fields of a day: its chunks of rows, their columns, how often it was written, and when it was first read. */
export const CHUNK = 'chunk:';
export const COLUMNS = 'columns';

/**
 * KEYS day, ledger, feed head, feed, former. ARGV version, day, facts, first reading, `keep`, `drop` (each stays as an empty
 * one: what it held is told by nothing) or `none` for former chunks, their life in ms, number of fields, name and bytes of
 * each (none: it goes), row and kind of each feed entry. In one step: a reader never sees records without their news.
 */
export const WRITE = `
if tonumber(redis.call('HGET', KEYS[1], 'version') or '0') ~= tonumber(ARGV[1]) then return 0 end
local version = ARGV[1] + 1
redis.call('HSET', KEYS[1], 'version', version, 'begun', ARGV[4])
if ARGV[5] == 'drop' then
  for _, field in ipairs(redis.call('HKEYS', KEYS[5])) do redis.call('HSET', KEYS[5], field, '') end
end
local at = 8
for _ = 1, tonumber(ARGV[7]) do
  local name = ARGV[at]
  if ARGV[5] == 'keep' and string.sub(name, 1, 6) == '${CHUNK}' then
    local held = redis.call('HGET', KEYS[1], name)
    if held then
      redis.call('HSET', KEYS[5], name .. ' ' .. version, held)
      redis.call('PEXPIRE', KEYS[5], ARGV[6])
    end
  end
  if ARGV[at + 1] == '' then redis.call('HDEL', KEYS[1], name) else redis.call('HSET', KEYS[1], name, ARGV[at + 1]) end
  at = at + 2
end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
while ARGV[at] do
  local number = redis.call('INCR', KEYS[3])
  redis.call('ZADD', KEYS[4], number, number .. ' ' .. ARGV[2] .. ' ' .. ARGV[at] .. ' ' .. ARGV[at + 1])
  at = at + 2
end
return 1
`;

/** KEYS day, ledger. ARGV day. Gives version, when it was first read, facts, columns, and the bytes of rows and columns. */
export const READ_COLUMNS = `
local bytes = 0
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if field == '${COLUMNS}' or string.sub(field, 1, 6) == '${CHUNK}' then bytes = bytes + redis.call('HSTRLEN', KEYS[1], field) end
end
return { redis.call('HGET', KEYS[1], 'version'), redis.call('HGET', KEYS[1], 'begun'), redis.call('HGET', KEYS[2], ARGV[1]), redis.call('HGET', KEYS[1], '${COLUMNS}'), bytes }
`;

/**
 * KEYS day, former. ARGV when the day was first read, a version of it, names of chunks. Gives the chunks as they were at
 * that version; nothing where the day was removed since.
 */
export const READ_AS_OF = `
if redis.call('HGET', KEYS[1], 'begun') ~= ARGV[1] then return {} end
local replaced = {}
for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
  local name, version = string.match(field, '^(%S+) (%d+)$')
  version = tonumber(version)
  if version > tonumber(ARGV[2]) and (not replaced[name] or version < replaced[name]) then replaced[name] = version end
end
local chunks = {}
for at = 3, #ARGV do
  local name = ARGV[at]
  if replaced[name] then chunks[#chunks + 1] = redis.call('HGET', KEYS[2], name .. ' ' .. replaced[name])
  else chunks[#chunks + 1] = redis.call('HGET', KEYS[1], name) end
end
return chunks
`;
