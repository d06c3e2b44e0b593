-- Purpose: people wrote: open their windows or move the ends forward, and take slots of the number's pace.
-- KEYS: 1 window, 2 pace, 3 sender (see redis.Keys)
-- ARGV: 1 clock offset (ms), 2 headroom (per mille of the throughput), 3 messages, each of them a slot; then for each
--   person: the person, the end of the window (ms)
-- Returns: how many ends moved.
-- Expiry rule: no key expires; ended windows are removed here and by the next take, some at a time.
-- Clock: Redis TIME plus the offset.

local window_key, pace_key, sender_key = KEYS[1], KEYS[2], KEYS[3]
local offset, headroom, messages = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

-- @include clock
-- @include text
-- @include types
-- @include interval

local throughput = tonumber(redis.call('HGET', sender_key, 'throughput'))
local pace = tonumber(redis.call('GET', pace_key) or '0')
check_sorted_sets(window_key)
-- The first write frees memory, so that a full Redis opens windows too. It is bounded, because after a quiet day a
-- hundred thousand windows may have ended at once. Nobody is called ''.
local ended = redis.call('ZRANGEBYSCORE', window_key, '-inf', text(now), 'LIMIT', 0, 1000)
redis.call('ZREM', window_key, '', unpack(ended))
if throughput then
  -- At most a second of the pace (1000000 us) is taken ahead. A flood of inbound messages slows the number. It does not
  -- stop it.
  local start = math.max(pace, now_us)
  local after = start + messages * interval_of(throughput, headroom)
  redis.call('SET', pace_key, text(math.min(after, math.max(start, now_us + 1000000))))
end
local moved = 0
for i = 4, #ARGV, 2 do moved = moved + redis.call('ZADD', window_key, 'GT', 'CH', ARGV[i + 1], ARGV[i]) end
return moved
