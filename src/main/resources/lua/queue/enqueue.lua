-- Purpose: put messages of one number at the end of their lanes, or aside when their time has not come.
-- KEYS: 1 entry, 2 seq, 3-6 lanes by rank, 7 held, 8 expires, 9 inflight, 10 owner, 11 busy,
--   12 sender (see redis.Keys)
-- ARGV: 1 clock offset (ms); then for each message: id, packed entry, rank, not before (ms), expires (ms),
--   lease until (ms; 0 for a message that waits)
-- Returns: how many were new; an id that has an entry stays as it is.
-- Expiry rule: no key expires. The first write takes memory, so that a full Redis refuses all of the call.
-- Clock: Redis TIME plus the offset.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
-- A key of another type ends the script here, before anything has changed.
for rank = 0, 3 do redis.call('LLEN', KEYS[3 + rank]) end
for _, i in ipairs({7, 8, 9, 11}) do redis.call('ZCARD', KEYS[i]) end
redis.call('HLEN', KEYS[10])
redis.call('HLEN', KEYS[12])

local new, pushed = 0, {}
for i = 2, #ARGV, 6 do
  local id, packed, rank, not_before, expires, leased =
    ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3]), ARGV[i + 4], tonumber(ARGV[i + 5])
  if redis.call('HEXISTS', KEYS[1], id) == 0 then
    local seq = redis.call('INCR', KEYS[2])
    redis.call('HSET', KEYS[1], id, string.format('%.0f', seq) .. '|' .. packed)
    if leased > 0 then
      redis.call('ZADD', KEYS[9], ARGV[i + 5], id)
      redis.call('HSET', KEYS[10], id, '+journal')
      -- Its request may be under way: nothing else goes to its person.
      redis.call('ZADD', KEYS[11], 'GT', ARGV[i + 5], string.match(packed, '^%d|(%d+)'))
    else
      redis.call('ZADD', KEYS[8], expires, id)
      if not_before > now then
        redis.call('ZADD', KEYS[7], ARGV[i + 3], id)
      else
        redis.call('RPUSH', KEYS[3 + rank], id)
        pushed[rank] = (pushed[rank] or 0) + 1
      end
    end
    new = new + 1
  end
end
for rank, ids in pairs(pushed) do redis.call('HINCRBY', KEYS[12], 'lane:' .. rank, ids) end
return new
