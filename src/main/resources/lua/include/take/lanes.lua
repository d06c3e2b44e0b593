-- Lanes. Their lengths are written once, at the end of the call.

local lanes_changed = {}
local function lane_changed(rank, by)
  waiting_at[rank] = waiting_at[rank] + by
  lanes_changed[rank] = true
end

local function back_to_lane(push, id)
  local packed = redis.call('HGET', entry_key, id)
  if packed then
    local rank = rank_of_entry(packed)
    redis.call(push, lane_keys[rank], id)
    lane_changed(rank, 1)
  end
end
