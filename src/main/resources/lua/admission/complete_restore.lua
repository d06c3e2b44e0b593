-- Purpose: mark a portfolio's state as whole, unless part of it was lost while it was loaded.
-- KEYS: 1 ready, then all keys of the portfolio and its numbers (see redis.Keys)
-- ARGV: 1 clock offset (ms), 2 run_id of the Redis process that was cleared, 3 epoch, 4 first place in line; then for
--   each key but the first its mark (a letter, see redis.Mark)
-- Returns: 1, or 0 when this is another process or a mark is missing: nothing is changed.
-- Expiry rule: no key expires.
-- Clock: Redis TIME plus the offset.

if string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') ~= ARGV[2] then return 0 end

local function is_marked(key, mark)
  if mark == 'z' or mark == 't' then return redis.call('ZSCORE', key, '0') end
  if mark == 'h' then return redis.call('HEXISTS', key, '0') == 1 end
  if mark == 's' or mark == 'n' then return redis.call('SISMEMBER', key, '0') == 1 end
  if mark == 'q' then return (tonumber(redis.call('GET', key) or '0') or 0) >= tonumber(ARGV[4]) end
  if mark == 'p' then return redis.call('GET', key) end
  return true
end
for i = 2, #KEYS do
  if not is_marked(KEYS[i], ARGV[3 + i]) then return 0 end
end

local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2] + ARGV[1] * 1000
for i = 2, #KEYS do
  -- What was sent in the last second is not known here: a second of silence cannot break the pace.
  if ARGV[3 + i] == 'p' then redis.call('SET', KEYS[i], string.format('%.0f', now_us + 1000000)) end
end
redis.call('SET', KEYS[1], ARGV[2] .. ':' .. ARGV[3])
return 1
