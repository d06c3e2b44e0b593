-- Purpose: people wrote: open their windows or move the ends forward, and take slots of the number's pace.
-- KEYS: 1 window, 2 pace, 3 sender (see redis.Keys)
-- ARGV: 1 clock offset (ms), 2 headroom (per mille of the throughput), 3 messages, each of them a slot; then for each
--   person: the person, the end of the window (ms)
-- Returns: how many ends moved.
-- Expiry rule: no key expires; ended windows are removed here and by the next take, some at a time.
-- Clock: Redis TIME plus the offset.

local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2] + ARGV[1] * 1000
local throughput = tonumber(redis.call('HGET', KEYS[3], 'throughput'))
local pace = tonumber(redis.call('GET', KEYS[2]) or '0')
redis.call('ZCARD', KEYS[1])
-- The first write frees memory: a full Redis opens windows too. Bounded: after a quiet day a hundred thousand may have
-- ended at once. Nobody is called ''.
local now = string.format('%.0f', math.floor(now_us / 1000))
local ended = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 1000)
redis.call('ZREM', KEYS[1], '', unpack(ended))
if throughput then
  local interval = math.ceil(1000000000 / (throughput * (1000 - ARGV[2])))
  -- At most a second of the pace is taken ahead: a flood of inbound messages slows the number, it does not stop it.
  local start = math.max(pace, now_us)
  redis.call('SET', KEYS[2], string.format('%.0f', math.min(start + ARGV[3] * interval, math.max(start, now_us + 1000000))))
end
local moved = 0
for i = 4, #ARGV, 2 do moved = moved + redis.call('ZADD', KEYS[1], 'GT', 'CH', ARGV[i + 1], ARGV[i]) end
return moved
