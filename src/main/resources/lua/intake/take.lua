-- Purpose: take entries off the intake list, each with its id and its place in line; first those that
--   are due again, because their replica has not finished them in time or gave them back; at most half are such.
-- KEYS: 1 the intake list, 2 taken, 3 leases, 4 the last place (see redis.Keys)
-- ARGV: 1 lease (ms), 2 longest entry (bytes), 3 what is kept of a longer one (bytes), 4 bytes to take at once, at
--   least one entry is taken, 5 size from which on an entry is not read at all (bytes); then one id for each entry that
--   may be taken
-- Returns: {id, place, length of the entry, entry or its beginning} one after the other; an id that was not needed is
--   missing. Of an entry that is not read the length is a lower bound, and nothing is kept. Places are counted in the
--   order of the list; a Redis that comes back older counts the same entries again.
-- Expiry rule: no key expires. The first write frees memory, so that a full Redis still drains.
-- Clock: Redis TIME without offset: replicas live in real time.

local intake_key, taken_key, leases_key, place_key = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local lease_ms, longest, kept = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local bytes, unread, ids = tonumber(ARGV[4]), tonumber(ARGV[5]), #ARGV - 5
local offset = 0

-- @include clock
-- @include text
-- @include types

check_lists(intake_key)
check_hashes(taken_key)
check_sorted_sets(leases_key)

local answer = {}
-- When the place is lost or of another type, counting goes on above every earlier place: nobody takes a million entries
-- in a second.
local counted = redis.pcall('GET', place_key)
local place = type(counted) == 'string' and tonumber(counted) or now_us

local function lease(id, at, length, entry)
  redis.call('ZADD', leases_key, text(now + lease_ms), id)
  local n = #answer
  answer[n + 1], answer[n + 2], answer[n + 3], answer[n + 4] = id, at, length, entry
  bytes = bytes - math.min(length, #entry + 1)
end

-- Reading half a gigabyte would hold up everybody else, and Lua would keep its memory. Redis tells the size of a list
-- as the size of its first node times the number of nodes. There are no more nodes than entries, and a node above some
-- kilobytes has one entry. So the first entry is at least as large as what is answered here, if that is above them.
local function at_least()
  local size = redis.pcall('MEMORY', 'USAGE', intake_key, 'SAMPLES', 1)
  return type(size) == 'number' and math.floor(size / redis.call('LLEN', intake_key)) or 0
end

for _, id in ipairs(redis.call('ZRANGEBYSCORE', leases_key, '-inf', text(now), 'LIMIT', 0, math.ceil(ids / 2))) do
  if bytes <= 0 then return answer end
  local taken = redis.call('HGET', taken_key, id)
  redis.call('ZREM', leases_key, id)
  if taken then
    local length, at, entry = string.match(taken, '^(%d+):(%d+)|(.*)$')
    lease(id, at, tonumber(length), entry)
    ids = ids - 1
  end
end
for i = 6, 5 + ids do
  if bytes <= 0 then return answer end
  local length, entry = at_least(), ''
  if length > unread then
    redis.call('LTRIM', intake_key, 1, -1)
  else
    entry = redis.call('LPOP', intake_key)
    if not entry then return answer end
    length = #entry
  end
  place = place + 1
  local at = text(place)
  redis.call('SET', place_key, at)
  if #entry > longest then
    -- Its length costs time here, though not in the answer.
    bytes = bytes - length
    entry = string.sub(entry, 1, kept)
  end
  redis.call('HSET', taken_key, ARGV[i], length .. ':' .. at .. '|' .. entry)
  lease(ARGV[i], at, length, entry)
end
return answer
