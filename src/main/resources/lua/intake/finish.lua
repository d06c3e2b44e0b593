-- Purpose: forget entries that are committed or refused, or give entries back for another try.
-- KEYS: 1 taken, 2 leases (see redis.Keys)
-- ARGV: 1 when those given back are due (ms from now), 2 number of ids that are finished; these ids; then the ids that
--   are given back
-- Returns: how many were finished now.
-- Expiry rule: no key expires. The first write frees memory.
-- Clock: Redis TIME without offset, as in take.

local time = redis.call('TIME')
local due = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1])
-- A key of another type ends the script here, before anything has changed.
redis.call('HLEN', KEYS[1])
local finished = 0
local done = tonumber(ARGV[2])
for i = 3, 2 + done do
  redis.call('ZREM', KEYS[2], ARGV[i])
  finished = finished + redis.call('HDEL', KEYS[1], ARGV[i])
end
for i = 3 + done, #ARGV do
  if redis.call('ZREM', KEYS[2], ARGV[i]) == 1 then redis.call('ZADD', KEYS[2], due, ARGV[i]) end
end
return finished
