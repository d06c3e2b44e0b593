-- Purpose: delete a portfolio's state and mark each of its new keys, before it is loaded anew.
-- KEYS: all keys of the portfolio and its numbers (see redis.Keys)
-- ARGV: 1 clock offset (ms), 2 first place in line; then for each key its mark (a letter, see redis.Mark); then the
--   portfolio's numbers
-- Returns: {run_id of this Redis process, now (ms)}
-- Expiry rule: no key expires. The first write frees memory.
-- Clock: Redis TIME plus the offset.

local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2] + ARGV[1] * 1000

local function text(n) return string.format('%.0f', n) end

-- Pauses are in no journal: only what cannot be read goes.
for i, key in ipairs(KEYS) do
  if ARGV[2 + i] ~= 'k' or redis.call('TYPE', key).ok ~= 'hash' then redis.call('UNLINK', key) end
end
for i, key in ipairs(KEYS) do
  local mark = ARGV[2 + i]
  if mark == 'z' then redis.call('ZADD', key, '+inf', '0') end
  if mark == 't' then redis.call('ZADD', key, 0, '0') end
  if mark == 'h' then redis.call('HSET', key, '0', '1') end
  if mark == 's' or mark == 'n' then redis.call('SADD', key, '0') end
  if mark == 'n' and #ARGV > 2 + #KEYS then redis.call('SADD', key, unpack(ARGV, 3 + #KEYS)) end
  if mark == 'q' then redis.call('SET', key, ARGV[2]) end
  -- What was sent in the last second is not known here: a second of silence cannot break the pace.
  if mark == 'p' then redis.call('SET', key, text(now_us + 1000000)) end
end
return {string.match(redis.call('INFO', 'server'), 'run_id:(%w+)'), text(math.floor(now_us / 1000))}
