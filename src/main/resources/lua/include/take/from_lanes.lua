-- Candidates from the lanes.

-- The rank that each of ten starts goes to: service 5, utility 3, marketing 2. What is left over goes by rank.
local SHARES = {1, 2, 1, 3, 1, 2, 1, 3, 1, 2}

local function pop(rank, most)
  if most <= 0 then return {} end
  local ids = redis.call('LPOP', lane_keys[rank], most)
  if not ids then return {} end
  lane_changed(rank, -#ids)
  return ids
end

local function look_at_lane(ids)
  local rest = look_at_all(entries_of(ids, 'lane'))
  for i = #rest, 1, -1 do
    redis.call('LPUSH', lane_keys[rest[i].rank], rest[i].id)
    lane_changed(rest[i].rank, 1)
  end
  return #ids
end

local function from_first_lane(size) return look_at_lane(pop(0, size)) end

local function from_other_lanes(size)
  local ids, turns, quota, base = {}, {}, {0, 0, 0}, math.floor(start / interval)
  for i = 1, size do
    turns[i] = SHARES[(base + i) % 10 + 1]
    quota[turns[i]] = quota[turns[i]] + 1
  end
  local of, at = {pop(1, quota[1]), pop(2, quota[2]), pop(3, quota[3])}, {1, 1, 1}
  for _, rank in ipairs(turns) do
    ids[#ids + 1] = of[rank][at[rank]]
    at[rank] = at[rank] + 1
  end
  for rank = 1, 3 do
    for _, id in ipairs(pop(rank, size - #ids)) do ids[#ids + 1] = id end
  end
  return look_at_lane(ids)
end

-- A lane of messages that may not go is walked in growing steps. So it does not cost a call for each of them, and not
-- far more are popped than there are slots for.
local function walk(from_lane)
  local size, popped = slots, -1
  while slots > 0 and looked < scan and popped ~= 0 do
    local before = slots
    popped = from_lane(math.min(math.max(size, slots), scan - looked))
    if before - slots < popped / 2 then size = math.min(size * 2, scan) end
  end
end
