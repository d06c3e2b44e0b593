-- What the script knows of the portfolio and the number, and whether a key was lost.
--
-- Each key carries a mark since it was made (see redis.Keys). A lane has its length beside it. A key that was deleted
-- since is seen before anything is let go, also when it was filled again. A key of another type ends the script.

local settings = redis.call('HMGET', sender_key, 'throughput', 'dailyLimit', 'paused', 'lane:0', 'lane:1', 'lane:2',
  'lane:3')
local limit = tonumber(redis.call('HGET', portfolio_key, 'limit'))
local pace = tonumber(redis.call('GET', pace_key) or 'none')
local waiting_at = {} -- How many wait in each lane. Changed ones are written at the end.
for rank = 0, 3 do waiting_at[rank] = redis.call('LLEN', lane_keys[rank]) end
-- Only this script adds to the lines. They are whole when they are there at all.
local lines, part, daily_part =
  redis.call('ZCARD', line_key), redis.call('ZCARD', number_line_key), redis.call('ZCARD', daily_line_key)

local function lost_key()
  if not limit then return portfolio_key end
  if not settings[1] or not settings[2] or not settings[3] then return sender_key end
  if redis.call('HEXISTS', templates_key, '!') == 0 then return templates_key end
  if redis.call('GETRANGE', consent_key, 0, 0) ~= '\165' then return consent_key end
  for _, key in ipairs({window_key, limit_key, number_limit_key, pair_key, busy_key, behind_key, due_key,
    held_key, parked_key, expires_key, inflight_key, suppressed_key}) do
    if not redis.call('ZSCORE', key, '0') then return key end
  end
  for _, key in ipairs({charges_key, entry_key, owner_key}) do
    if redis.call('HEXISTS', key, '0') == 0 then return key end
  end
  if redis.call('SISMEMBER', parked_on_key, '0') == 0 then return parked_on_key end
  if lines == 0 then return line_key end
  if part == 0 then return number_line_key end
  if daily_part == 0 then return daily_line_key end
  if not pace then return pace_key end
  if (tonumber(redis.call('GET', seq_key) or '0') or 0) < first_place then return seq_key end
  for rank = 0, 3 do
    if waiting_at[rank] ~= tonumber(settings[4 + rank] or '0') then return lane_keys[rank] end
  end
end
