-- Purpose: let messages that wait in the line of a limit go on to the end of their lanes.
-- KEYS: 1 entry, 2 inflight, 3 line, 4 line of the number, 5 dline, 6-9 lanes by rank, 10 sender (see redis.Keys)
-- ARGV: the ids
-- Returns: how many went on; one that stands elsewhere, or nowhere, stays so. All keep their entries and places.
-- Expiry rule: no key expires; the first write frees memory, so that it works in a full Redis too.
-- Clock: none.

-- A key of another type ends the script here, before anything has changed.
redis.call('HLEN', KEYS[1])
for i = 2, 5 do redis.call('ZCARD', KEYS[i]) end
for rank = 0, 3 do redis.call('LLEN', KEYS[6 + rank]) end
redis.call('HLEN', KEYS[10])

local gone = 0
for _, id in ipairs(ARGV) do
  local stood = redis.call('ZREM', KEYS[4], id) + redis.call('ZREM', KEYS[5], id)
  redis.call('ZREM', KEYS[3], id)
  local entry = stood > 0 and redis.call('HGET', KEYS[1], id)
  if entry and not redis.call('ZSCORE', KEYS[2], id) then
    local rank = string.match(entry, '^%d+|(%d)')
    redis.call('RPUSH', KEYS[6 + rank], id)
    redis.call('HINCRBY', KEYS[10], 'lane:' .. rank, 1)
    gone = gone + 1
  end
end
return gone
