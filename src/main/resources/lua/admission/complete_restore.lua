-- Purpose: mark a portfolio's state as whole.
-- KEYS: 1 ready, 2 limit, then for each number: its limit, its pace
-- ARGV: 1 clock offset (ms), 2 run_id of the Redis process that was cleared, 3 epoch
-- Returns: 1, or 0 when this is another process: nothing is marked.
-- Expiry rule: no key expires.
-- Clock: Redis TIME plus the offset.

if string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') ~= ARGV[2] then return 0 end
local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2] + ARGV[1] * 1000
redis.call('ZADD', KEYS[2], '+inf', '0')
for i = 3, #KEYS, 2 do
  redis.call('ZADD', KEYS[i], '+inf', '0')
  -- What was sent in the last second is not known here: a second of silence cannot break the pace.
  redis.call('SET', KEYS[i + 1], string.format('%.0f', now_us + 1000000))
end
redis.call('SET', KEYS[1], ARGV[2] .. ':' .. ARGV[3])
return 1
