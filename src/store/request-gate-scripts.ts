/** The steps of the request gate that Redis carries out in one, in Redis's own time: the clocks of processes differ. */

/**
 * KEYS permits, bucket, closed-until. ARGV permit, concurrency, requests per minute, lease in milliseconds.
 * Gives `in`, or `full` or `closed` with the milliseconds after which another look is worth it.
 */
export const ENTER = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local closed = tonumber(redis.call('GET', KEYS[3]) or '0')
if closed > now then return {'closed', closed - now} end

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return {'full', math.min(50, first[2] - now)}
end

local size = tonumber(ARGV[3])
local bucket = redis.call('HMGET', KEYS[2], 'left', 'at')
local refill = math.max(0, now - tonumber(bucket[2] or now)) * size / 60000
local left = math.min(size, tonumber(bucket[1] or size) + refill)
if left < 1 then return {'full', math.ceil((1 - left) * 60000 / size)} end

redis.call('HSET', KEYS[2], 'left', tostring(left - 1), 'at', now)
redis.call('PEXPIRE', KEYS[2], 120000)
redis.call('ZADD', KEYS[1], now + ARGV[4], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[4] * 2)
return {'in', 0}
`;

/** KEYS closed-until. ARGV milliseconds, 1 at least. A closure that lasts longer stays as it is. */
export const CLOSE = `
local time = redis.call('TIME')
local reopens = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
if reopens > tonumber(redis.call('GET', KEYS[1]) or '0') then
  redis.call('SET', KEYS[1], string.format('%.0f', reopens), 'PX', ARGV[1])
end
return 0
`;
