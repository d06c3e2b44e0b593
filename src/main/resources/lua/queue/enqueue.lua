-- Purpose: put messages of one number at the end of their lanes, or aside when their time has not come.
-- KEYS: 1 entry, 2 seq, 3-6 lanes by rank, 7 held, 8 expires, 9 inflight, 10 owner, 11 busy,
--   12 sender (see redis.Keys)
-- ARGV: 1 clock offset (ms); then for each message: id, packed entry, rank, not before (ms), expires (ms),
--   lease until (ms; 0 for a message that waits)
-- Returns: how many were new; an id that has an entry stays as it is.
-- Expiry rule: no key expires. The first write takes memory, so that a full Redis refuses all of the call.
-- Clock: Redis TIME plus the offset.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
-- A key of another type ends the script here, before anything has changed.
for rank = 0, 3 do redis.call('LLEN', KEYS[3 + rank]) end
for _, i in ipairs({7, 8, 9, 11}) do redis.call('ZCARD', KEYS[i]) end
redis.call('HLEN', KEYS[10])
redis.call('HLEN', KEYS[12])

-- One call for many arguments; in pieces, because Lua's stack is small.
local function in_pieces(arguments, call)
  for from = 1, #arguments, 1000 do call(unpack(arguments, from, math.min(from + 999, #arguments))) end
end

local present = {}
local ids = {}
for i = 2, #ARGV, 6 do ids[#ids + 1] = ARGV[i] end
for from = 1, #ids, 1000 do
  for i, entry in ipairs(redis.call('HMGET', KEYS[1], unpack(ids, from, math.min(from + 999, #ids)))) do
    if entry then present[ids[from + i - 1]] = true end
  end
end
local new = {} -- where each of them stands in ARGV
for i = 2, #ARGV, 6 do
  if not present[ARGV[i]] then
    new[#new + 1] = i
    present[ARGV[i]] = true -- one that is named twice is new once
  end
end
if #new == 0 then return 0 end

local seq = redis.call('INCRBY', KEYS[2], #new) - #new
local entries, expiries, aside, lanes = {}, {}, {}, {[0] = {}, {}, {}, {}}
local leases, owners, busy = {}, {}, {}

local function put(list, one, other)
  local size = #list
  list[size + 1], list[size + 2] = one, other
end

for place, i in ipairs(new) do
  local id, packed, rank, not_before = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]), ARGV[i + 3]
  put(entries, id, string.format('%.0f', seq + place) .. '|' .. packed)
  if ARGV[i + 5] ~= '0' then
    put(leases, ARGV[i + 5], id)
    put(owners, id, '+journal')
    -- Its request may be under way: nothing else goes to its person.
    put(busy, ARGV[i + 5], string.match(packed, '^%d|(%d+)'))
  else
    put(expiries, ARGV[i + 4], id)
    if tonumber(not_before) > now then
      put(aside, not_before, id)
    else
      lanes[rank][#lanes[rank] + 1] = id
    end
  end
end

in_pieces(entries, function(...) redis.call('HSET', KEYS[1], ...) end)
in_pieces(leases, function(...) redis.call('ZADD', KEYS[9], ...) end)
in_pieces(owners, function(...) redis.call('HSET', KEYS[10], ...) end)
in_pieces(busy, function(...) redis.call('ZADD', KEYS[11], 'GT', ...) end)
in_pieces(expiries, function(...) redis.call('ZADD', KEYS[8], ...) end)
in_pieces(aside, function(...) redis.call('ZADD', KEYS[7], ...) end)
for rank = 0, 3 do
  in_pieces(lanes[rank], function(...) redis.call('RPUSH', KEYS[3 + rank], ...) end)
  if #lanes[rank] > 0 then redis.call('HINCRBY', KEYS[12], 'lane:' .. rank, #lanes[rank]) end
end
return #new
