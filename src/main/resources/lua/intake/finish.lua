-- Purpose: forget entries that are committed or refused, or give entries back for another try.
-- KEYS: 1 taken, 2 leases (see redis.Keys)
-- ARGV: 1 when those given back are due (ms from now), 2 number of ids that are finished; these ids; then the ids that
--   are given back
-- Returns: how many were finished now.
-- Expiry rule: no key expires. The first write frees memory.
-- Clock: Redis TIME without offset, as in take.

local taken_key, leases_key = KEYS[1], KEYS[2]
local due_in, finished_ids = ARGV[1], tonumber(ARGV[2])
local offset = 0

-- @include clock
-- @include text
-- @include types

check_hashes(taken_key)
local due = text(now + due_in)
local finished = 0
for i = 3, 2 + finished_ids do
  redis.call('ZREM', leases_key, ARGV[i])
  finished = finished + redis.call('HDEL', taken_key, ARGV[i])
end
for i = 3 + finished_ids, #ARGV do
  if redis.call('ZREM', leases_key, ARGV[i]) == 1 then redis.call('ZADD', leases_key, due, ARGV[i]) end
end
return finished
