-- A message leaves the lines of the limits. Needs line_key, number_line_key and daily_line_key.
local function leave_lines(id)
  redis.call('ZREM', line_key, id)
  redis.call('ZREM', number_line_key, id)
  redis.call('ZREM', daily_line_key, id)
end
