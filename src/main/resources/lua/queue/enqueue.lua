-- Purpose: put messages of one number at the end of their lanes, or aside when their time has not come.
-- KEYS: 1 entry, 2 seq, 3-6 lanes by rank, 7 held, 8 expires, 9 inflight, 10 owner, 11 busy,
--   12 sender (see redis.Keys)
-- ARGV: 1 clock offset (ms); then for each message: id, packed entry, rank, not before (ms), expires (ms),
--   lease until (ms; 0 for a message that waits)
-- Returns: how many were new; an id that has an entry stays as it is.
-- Expiry rule: no key expires. The first write takes memory, so that a full Redis refuses all of the call.
-- Clock: Redis TIME plus the offset.

local entry_key, seq_key, lane_keys = KEYS[1], KEYS[2], {[0] = KEYS[3], KEYS[4], KEYS[5], KEYS[6]}
local held_key, expires_key, inflight_key, owner_key = KEYS[7], KEYS[8], KEYS[9], KEYS[10]
local busy_key, sender_key = KEYS[11], KEYS[12]
local offset = tonumber(ARGV[1])

-- @include clock
-- @include text
-- @include types
-- @include add_two
-- @include in_pieces
-- @include entry

check_lists(unpack(lane_keys, 0, 3))
check_sorted_sets(held_key, expires_key, inflight_key, busy_key)
check_hashes(owner_key, sender_key)

local ids = {}
for i = 2, #ARGV, 6 do ids[#ids + 1] = ARGV[i] end
local present = read_in_pieces('HMGET', entry_key, ids)
local new = {} -- where each of them stands in ARGV
for i = 2, #ARGV, 6 do
  if not present[ARGV[i]] then
    new[#new + 1] = i
    present[ARGV[i]] = true -- one that is named twice is new once
  end
end
if #new == 0 then return 0 end

local seq = redis.call('INCRBY', seq_key, #new) - #new
local entries, expiries, aside, lanes = {}, {}, {}, {[0] = {}, {}, {}, {}}
local leases, owners, busy = {}, {}, {}

for place, i in ipairs(new) do
  local id, packed, rank, not_before = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]), ARGV[i + 3]
  add_two(entries, id, text(seq + place) .. '|' .. packed)
  if ARGV[i + 5] ~= '0' then
    add_two(leases, ARGV[i + 5], id)
    add_two(owners, id, '+journal')
    -- Its request may be under way: nothing else goes to its person.
    add_two(busy, ARGV[i + 5], person_of_message(packed))
  else
    add_two(expiries, ARGV[i + 4], id)
    if tonumber(not_before) > now then
      add_two(aside, not_before, id)
    else
      lanes[rank][#lanes[rank] + 1] = id
    end
  end
end

write_in_pieces('HSET', entry_key, entries)
write_in_pieces('ZADD', inflight_key, leases)
write_in_pieces('HSET', owner_key, owners)
write_in_pieces('ZADD', busy_key, busy, 'GT')
write_in_pieces('ZADD', expires_key, expiries)
write_in_pieces('ZADD', held_key, aside)
for rank = 0, 3 do
  write_in_pieces('RPUSH', lane_keys[rank], lanes[rank])
  if #lanes[rank] > 0 then redis.call('HINCRBY', sender_key, 'lane:' .. rank, #lanes[rank]) end
end
return #new
