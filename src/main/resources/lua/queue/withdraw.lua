-- Purpose: forget waiting messages wherever they stand.
-- KEYS: 1 entry, 2 inflight, 3 expires, 4 behind, 5 held, 6 parked, 7 line, 8 line of the number, 9 dline,
--   10 due (see redis.Keys)
-- ARGV: the ids
-- Returns: the ids that are not in the queue now; one that is taken stays and is not named.
-- Expiry rule: no key expires; a lane's list forgets an id without entry when its turn comes.
-- Clock: none.

-- A key of another type ends the script here, before anything has changed.
for i = 2, 10 do redis.call('ZCARD', KEYS[i]) end

local gone = {}
for _, id in ipairs(ARGV) do
  local entry = redis.call('HGET', KEYS[1], id)
  if not entry then
    gone[#gone + 1] = id
  elseif not redis.call('ZSCORE', KEYS[2], id) then
    local seq, rank, person, template = string.match(entry, '^(%d+)|(%d)|(%d+)|([^|]*)|')
    local place = string.format('%016.0f', tonumber(seq)) .. ':' .. id
    redis.call('HDEL', KEYS[1], id)
    redis.call('ZREM', KEYS[3], id)
    local line = person .. ':' .. rank
    if redis.call('ZREM', KEYS[4], line .. ':' .. place) == 1 then
      redis.call('ZADD', KEYS[10], 'XX', 0, line) -- those behind it may have waited for its time only
    end
    redis.call('ZREM', KEYS[5], id)
    redis.call('ZREM', KEYS[6], template .. ':' .. place)
    redis.call('ZREM', KEYS[7], id)
    redis.call('ZREM', KEYS[8], id)
    redis.call('ZREM', KEYS[9], id)
    gone[#gone + 1] = id
  end
end
return gone
