-- Pace: GCRA in microseconds. The burst is one message.

local interval = interval_of(throughput, headroom)
local last_start = now_us + lead + horizon
-- No start is given further ahead, and inbound messages take the pace at most a second (1000000 us) ahead. So this was
-- another clock, which was set back since. The pace is normal again within a second, and every line is looked at now.
if pace > last_start + math.max(interval, 1000000) then
  pace = now_us + lead + 1000000
  redis.call('SET', pace_key, text(pace))
  redis.call('ZUNIONSTORE', due_key, 1, due_key, 'WEIGHTS', 0)
  redis.call('ZADD', due_key, '+inf', '0')
end
local start = math.max(pace, now_us + lead)
local in_pace = start <= last_start and math.floor((last_start - start) / interval) + 1 or 0
local slots = math.min(in_pace, most)
-- Comes again when half the horizon is used up. A caller without room for more knows itself when to come again.
local function pace_again()
  if most > 0 then come_again(math.ceil((start - lead - horizon / 2) / 1000)) end
end
