-- What is known of the candidates. It is read for all of them at once.

-- A set that holds nothing but its mark need not be asked for each.
local function scores(key, members)
  return redis.call('ZCARD', key) > 1 and redis.call('ZMSCORE', key, unpack(members)) or {}
end

local function read(candidates)
  local people, lines, bytes, suppressions = {}, {}, {}, {}
  for i, e in ipairs(candidates) do
    people[i], lines[i] = e.person, person_line(e)
    bytes[3 * i - 2], bytes[3 * i - 1], bytes[3 * i] = 'GET', 'u8', '#' .. e.person
    if any_suppressed then add_two(suppressions, 'r' .. e.person, 'm' .. e.person) end
  end
  return {
    busy = scores(busy_key, people),
    line = scores(due_key, lines),
    consent = redis.call('BITFIELD_RO', consent_key, unpack(bytes)),
    suppressed = any_suppressed and redis.call('ZMSCORE', suppressed_key, unpack(suppressions)),
    window = scores(window_key, people),
    pair = scores(pair_key, people),
    counted = scores(limit_key, people),
    counted_here = scores(number_limit_key, people),
    charges = redis.call('HMGET', charges_key, unpack(people)),
  }
end
