-- Pauses. The number may not send for a while.

-- A number that cannot send keeps no place before other numbers in the portfolio's line. Its messages wait in their
-- lanes. They find the same place again, because it is made of their seq.
local function yield_line()
  local ids = redis.call('ZRANGE', number_line_key, 0, scan - 1)
  for i = #ids, 1, -1 do
    if ids[i] ~= '0' then
      leave_limits(ids[i])
      back_to_lane('LPUSH', ids[i])
    end
  end
  if #ids == scan then come_again(now) end
end

-- When the last pause of the number ends (ms), or 0.
local function pauses_end()
  local paused_until = 0
  local pauses = redis.call('HGETALL', pauses_key)
  for i = 1, #pauses, 2 do
    local ends = tonumber(string.match(pauses[i + 1], ':(%d+)$'))
    if ends > now then paused_until = math.max(paused_until, ends) else redis.call('HDEL', pauses_key, pauses[i]) end
  end
  return paused_until
end
