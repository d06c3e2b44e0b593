-- A message goes to the end (RPUSH) or the front (LPUSH) of its lane, whose length stands beside it (see redis.Keys).
-- Needs lane_keys and sender_key.
local function to_lane(push, rank, id)
  redis.call(push, lane_keys[rank], id)
  redis.call('HINCRBY', sender_key, 'lane:' .. rank, 1)
end
