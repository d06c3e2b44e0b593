-- @include places
-- A message leaves wherever it stands aside. Those behind it may have waited for its time only: their line is due at
-- `at` (ms) at the latest. Needs behind_key, due_key, held_key and parked_key.
local function leave_asides(e, at)
  if redis.call('ZREM', behind_key, behind_member(e)) == 1 then
    redis.call('ZADD', due_key, 'XX', 'LT', at, person_line(e))
  end
  redis.call('ZREM', held_key, e.id)
  redis.call('ZREM', parked_key, parked_member(e))
end
