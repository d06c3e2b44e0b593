-- Purpose: let messages that wait in the line of a limit go on to the end of their lanes.
-- KEYS: 1 entry, 2 inflight, 3 line, 4 line of the number, 5 dline, 6-9 lanes by rank, 10 sender (see redis.Keys)
-- ARGV: the ids
-- Returns: how many went on; one that stands elsewhere, or nowhere, stays so. All keep their entries and places.
-- Expiry rule: no key expires; the first write frees memory, so that it works in a full Redis too.
-- Clock: none.

local entry_key, inflight_key, line_key, number_line_key = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local daily_line_key, lane_keys, sender_key = KEYS[5], {[0] = KEYS[6], KEYS[7], KEYS[8], KEYS[9]}, KEYS[10]

-- @include types
-- @include entry
-- @include to_lane

check_hashes(entry_key, sender_key)
check_sorted_sets(inflight_key, line_key, number_line_key, daily_line_key)
check_lists(unpack(lane_keys, 0, 3))

local gone = 0
for _, id in ipairs(ARGV) do
  local stood = redis.call('ZREM', number_line_key, id) + redis.call('ZREM', daily_line_key, id)
  redis.call('ZREM', line_key, id)
  local entry = stood > 0 and redis.call('HGET', entry_key, id)
  if entry and not redis.call('ZSCORE', inflight_key, id) then
    to_lane('RPUSH', rank_of_entry(entry), id)
    gone = gone + 1
  end
end
return gone
