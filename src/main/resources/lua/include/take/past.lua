-- Removes what is past. This is the first write, and it frees memory.

redis.call('ZREMRANGEBYSCORE', busy_key, '-inf', now)
-- Bounded, because after a quiet day a hundred thousand people may have ended at once. What stays a while longer does
-- not count.
local function trim(key, ended, before_removal)
  local past = math.min(redis.call('ZCOUNT', key, '-inf', ended), 2 * scan)
  if past == 0 then return end
  if before_removal then before_removal(redis.call('ZRANGE', key, 0, past - 1)) end
  redis.call('ZREMRANGEBYRANK', key, 0, past - 1)
end
trim(pair_key, now)
trim(window_key, now)
trim(number_limit_key, now - day)
-- Most of the time nobody is suppressed. Then it is not asked for each person.
local any_suppressed = redis.call('ZCARD', suppressed_key) > 1
if any_suppressed then trim(suppressed_key, now) end
-- A person's score is the latest of their charges. When it is past, all of them are.
trim(limit_key, now - day, function(people) redis.call('HDEL', charges_key, unpack(people)) end)
