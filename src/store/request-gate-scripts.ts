/** The steps of the request gate that Redis carries out in one, in Redis's own time: the clocks of processes differ. */

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/** After a 429 the rate doubles again in two minutes, until it is back at what the configuration allows. */
const PACE = `
local doubling = 120000
local function pace_now(key, limit)
  local slowed = redis.call('HMGET', key, 'pace', 'at')
  if not slowed[1] then return limit end
  return math.min(limit, slowed[1] * 2 ^ ((now - slowed[2]) / doubling))
end
`;

/**
 * KEYS permits, bucket, closed-until, entered in the last minute, slowed pace. ARGV permit, concurrency, requests per
 * minute, lease in milliseconds. Gives `in`, or `full` or `closed` with the milliseconds after which another look is
 * worth it. The bucket holds a minute's worth, but one request while the pace is slowed, and half of the next one, so
 * that a look that comes late does not slow it further.
 */
export const ENTER = `${NOW}${PACE}
local closed = tonumber(redis.call('GET', KEYS[3]) or '0')
if closed > now then return {'closed', closed - now} end

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return {'full', math.min(50, first[2] - now)}
end

local limit = tonumber(ARGV[3])
local pace = pace_now(KEYS[5], limit)
local size = pace < limit and 1.5 or limit
local bucket = redis.call('HMGET', KEYS[2], 'left', 'at')
local refill = math.max(0, now - tonumber(bucket[2] or now)) * pace / 60000
local left = math.min(size, tonumber(bucket[1] or size) + refill)
if left < 1 then return {'full', math.ceil((1 - left) * 60000 / pace)} end

redis.call('HSET', KEYS[2], 'left', tostring(left - 1), 'at', now)
redis.call('PEXPIRE', KEYS[2], math.ceil(math.max(120000, 120000 / pace)))
redis.call('ZADD', KEYS[1], now + ARGV[4], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[4] * 2)
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now - 60000)
redis.call('ZADD', KEYS[4], now, ARGV[1])
redis.call('PEXPIRE', KEYS[4], 120000)
return {'in', 0}
`;

/**
 * KEYS closed-until, entered in the last minute, slowed pace. ARGV milliseconds, 1 at least; requests per
 * minute. A closure that lasts longer stays as it is. Gives the requests per minute from then on: a twentieth less
 * than what was taken between the first of the last minute and the reopening, so that a limit by the second and one
 * by the minute are both met; but no less than one in two seconds, so that a search still ends.
 */
export const CLOSE = `${NOW}${PACE}
local reopens = now + ARGV[1]
if reopens > tonumber(redis.call('GET', KEYS[1]) or '0') then
  redis.call('SET', KEYS[1], string.format('%.0f', reopens), 'PX', ARGV[1])
end

redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - 60000)
redis.call('ZPOPMAX', KEYS[2])
local first = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
local observed = redis.call('ZCARD', KEYS[2]) * 60000 / (reopens - tonumber(first[2] or now))

local limit = tonumber(ARGV[2])
local pace = math.min(pace_now(KEYS[3], limit), math.max(30, observed * 0.95))
redis.call('HSET', KEYS[3], 'pace', tostring(pace), 'at', now)
redis.call('PEXPIRE', KEYS[3], math.max(1, math.ceil(doubling * math.log(limit / pace) / math.log(2))))
return math.floor(pace)
`;
