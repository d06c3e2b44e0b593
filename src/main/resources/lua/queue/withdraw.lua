-- Purpose: forget waiting messages wherever they stand.
-- KEYS: 1 entry, 2 inflight, 3 expires, 4 behind, 5 held, 6 parked, 7 line, 8 line of the number, 9 dline,
--   10 due (see redis.Keys)
-- ARGV: the ids
-- Returns: the ids that are not in the queue now; one that is taken stays and is not named.
-- Expiry rule: no key expires; a lane's list forgets an id without entry when its turn comes.
-- Clock: none.

local entry_key, inflight_key, expires_key, behind_key, held_key = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local parked_key, line_key, number_line_key, daily_line_key, due_key = KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10]

-- @include types
-- @include leave_asides
-- @include leave_lines

check_sorted_sets(inflight_key, expires_key, behind_key, held_key, parked_key)
check_sorted_sets(line_key, number_line_key, daily_line_key, due_key)

local gone = {}
for _, id in ipairs(ARGV) do
  local entry = redis.call('HGET', entry_key, id)
  if not entry then
    gone[#gone + 1] = id
  elseif not redis.call('ZSCORE', inflight_key, id) then
    local seq, rank, person, template = string.match(entry, '^(%d+)|(%d)|(%d+)|([^|]*)|')
    redis.call('HDEL', entry_key, id)
    redis.call('ZREM', expires_key, id)
    leave_asides({id = id, seq = seq, rank = rank, person = person, template = template}, 0)
    leave_lines(id)
    gone[#gone + 1] = id
  end
end
return gone
