-- The limits of the portfolio and of the number. Who is counted, who waits in line, and when a place is free again.

-- How many people more may be counted.
local function people_left(key, most)
  if most < 0 then return math.huge end
  return most - redis.call('ZCOUNT', key, '(' .. text(now - day), '(inf')
end
local free, daily_free = people_left(limit_key, limit), people_left(number_limit_key, daily)

-- Charges of this call that are not written yet. They are written together.
local new_charges, new_people = {}, {}
local function write_charges()
  if #new_charges == 0 then return end
  redis.call('HSET', charges_key, unpack(new_charges))
  redis.call('ZADD', limit_key, 'GT', unpack(new_people))
  redis.call('ZADD', number_limit_key, 'GT', unpack(new_people))
  new_charges, new_people = {}, {}
end

-- When the message with so many ahead in the line can go (ms), or 0 when the limit is 0. People stand in the order in
-- which they stop counting, first those who count now, then those who wait. Each goes when the person `size` places
-- before stops.
local function frees_at(key, size, ahead, left)
  if size == 0 then return 0 end
  write_charges()
  local used, turn = size - left, ahead - left
  local rounds = turn < used and 0 or math.floor((turn - used) / size) + 1
  local at = turn - rounds * size
  if at < 0 then return now + rounds * day end
  at = at + redis.call('ZCOUNT', key, '-inf', text(now - day)) -- Past, and not removed yet.
  return tonumber(redis.call('ZRANGE', key, at, at, 'WITHSCORES')[2]) + (1 + rounds) * day
end

-- How many stand before the place in a line of a limit.
local function ahead_in(of_line, place) return redis.call('ZCOUNT', of_line, '-inf', '(' .. place) end

-- A message waits in the line of the limit that has no place. The part of the line that is the number's own stands in
-- `of_part`. Who stands there already keeps the place and is not held twice.
local function queue_up(e, of_line, of_part, other_line, other_part, reason, of_limit, size, left)
  if other_line then redis.call('ZREM', other_line, e.id) end
  if other_part then redis.call('ZREM', other_part, e.id) end
  local place = text(place_in_line(e))
  lines_exist = true
  if redis.call('ZADD', of_line, place, e.id) == 1 then
    if of_part then redis.call('ZADD', of_part, place, e.id) end
    hold(e, reason, frees_at(of_limit, size, ahead_in(of_line, place), left))
  end
end

local function has_turn(e, of_line, left)
  if left <= 0 then return false end
  return left == math.huge or not lines_exist or ahead_in(of_line, text(place_in_line(e))) < left
end

local function limits_allow(e, counted, counted_here)
  if not counted_here and not has_turn(e, daily_line_key, daily_free) then
    queue_up(e, daily_line_key, nil, line_key, number_line_key, 'daily-limit', number_limit_key, daily, daily_free)
    return false
  end
  if not counted and not has_turn(e, line_key, free) then
    queue_up(e, line_key, number_line_key, daily_line_key, nil, 'messaging-limit', limit_key, limit, free)
    return false
  end
  return true
end

local function charge(e, i, known, counted, counted_here)
  if not counted then free = free - 1 end
  if not counted_here then daily_free = daily_free - 1 end
  local mine = charge_text(e.id, text(now), number_id)
  if known.charges[i] then mine = other_charges(known.charges[i], e.id) .. mine end
  add_two(new_charges, e.person, mine)
  add_two(new_people, text(now), e.person)
end

-- When a place is free again.
local function limit_again(of_part, of_limit, left)
  if redis.call('ZCARD', of_part) == 1 then return end -- The mark alone.
  -- Those before us in the line belong to another number, which takes them. We look again in 200 ms.
  if left > 0 then return come_again(now + 200) end
  local first = redis.call('ZCOUNT', of_limit, '-inf', text(now - day)) - left
  local frees = tonumber(redis.call('ZRANGE', of_limit, first, first, 'WITHSCORES')[2] or 'inf')
  if frees < math.huge then come_again(frees + day) end
end
