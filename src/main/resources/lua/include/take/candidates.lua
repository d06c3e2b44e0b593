-- Candidates from behind their people and from the lines of the limits.

local looked = 0
local function entries_of(ids, from)
  local candidates = {}
  if #ids == 0 then return candidates end
  local packed = redis.call('HMGET', entry_key, unpack(ids))
  local taken = redis.call('ZMSCORE', inflight_key, unpack(ids))
  for i, id in ipairs(ids) do
    if packed[i] and not taken[i] then
      local e = unpack_entry(id, packed[i])
      e.from = from
      candidates[#candidates + 1] = e
    elseif from == 'line' then
      leave_limits(id)
    end
  end
  looked = looked + #ids
  return candidates
end

-- Looks at them in their order. Answers those that no slot was left for: they go back where they came from.
local function look_at_all(candidates)
  if #candidates == 0 then return candidates end
  local known, rest = read(candidates), {}
  for i, e in ipairs(candidates) do
    if slots <= 0 then
      rest[#rest + 1] = e
    elseif not taken_now[e.id] then
      look_at(e, i, known)
    end
  end
  return rest
end

local function from_people(most)
  local ids, gone = {}, 0
  local lines = redis.call('ZRANGEBYSCORE', due_key, '-inf', now, 'LIMIT', 0, math.min(most, scan))
  for _, line in ipairs(lines) do
    local first = members_of(behind_key, line, 1)[1]
    local id = first and id_of(first)
    if not id then
      redis.call('ZREM', due_key, line)
    elseif redis.call('HEXISTS', entry_key, id) == 0 or redis.call('ZSCORE', inflight_key, id) then
      redis.call('ZREM', behind_key, first)
      gone = gone + 1
    else
      ids[#ids + 1] = id
    end
  end
  if gone > 0 then come_again(now) end
  look_at_all(entries_of(ids, 'behind'))
end

local function from_line(of_part, of_line, left, most)
  if left <= 0 then return end
  local ids = {}
  local waiting = redis.call('ZRANGE', of_part, 0, math.min(most, scan) - 1, 'WITHSCORES')
  for i = 1, #waiting, 2 do
    if waiting[i] == '0' then break end
    local ahead = left == math.huge and 0 or ahead_in(of_line, waiting[i + 1])
    if ahead >= left then break end
    ids[#ids + 1] = waiting[i]
  end
  look_at_all(entries_of(ids, 'line'))
end
