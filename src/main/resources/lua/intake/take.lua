-- Purpose: take entries off the intake list, each with its id and its place in line; first those that
--   are due again, because their replica has not finished them in time or gave them back; at most half are such.
-- KEYS: 1 the intake list, 2 taken, 3 leases, 4 the last place (see redis.Keys)
-- ARGV: 1 lease (ms), 2 longest entry (bytes), 3 what is kept of a longer one (bytes), 4 bytes to take at once, at
--   least one entry is taken; then one id for each entry that may be taken
-- Returns: {id, place, length of the entry, entry or its beginning} one after the other; an id that was not needed is
--   missing. Places are counted in the order of the list; a Redis that comes back older counts the same entries again.
-- Expiry rule: no key expires. The first write frees memory, so that a full Redis still drains.
-- Clock: Redis TIME without offset: replicas live in real time.

local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2]
local now = math.floor(now_us / 1000)
local ends = string.format('%.0f', now + ARGV[1])
local longest, kept, bytes = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
-- A key of another type ends the script here, before anything has changed.
redis.call('LLEN', KEYS[1])
redis.call('HLEN', KEYS[2])
redis.call('ZCARD', KEYS[3])

local answer = {}
local ids = #ARGV - 4
-- Lost or of another type: counting goes on above every earlier place, because nobody takes a million in a second.
local counted = redis.pcall('GET', KEYS[4])
local place = type(counted) == 'string' and tonumber(counted) or now_us

local function lease(id, at, length, entry)
  redis.call('ZADD', KEYS[3], ends, id)
  local n = #answer
  answer[n + 1], answer[n + 2], answer[n + 3], answer[n + 4] = id, at, length, entry
  bytes = bytes - math.min(length, #entry + 1)
end

for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', string.format('%.0f', now), 'LIMIT', 0,
  math.ceil(ids / 2))) do
  if bytes <= 0 then return answer end
  local taken = redis.call('HGET', KEYS[2], id)
  redis.call('ZREM', KEYS[3], id)
  if taken then
    local length, at, entry = string.match(taken, '^(%d+):(%d+)|(.*)$')
    lease(id, at, tonumber(length), entry)
    ids = ids - 1
  end
end
for i = 5, 4 + ids do
  if bytes <= 0 then return answer end
  local entry = redis.call('LPOP', KEYS[1])
  if not entry then return answer end
  place = place + 1
  local at = string.format('%.0f', place)
  redis.call('SET', KEYS[4], at)
  local length = #entry
  if length > longest then
    -- Its length costs time here, though not in the answer.
    bytes = bytes - length
    entry = string.sub(entry, 1, kept)
  end
  redis.call('HSET', KEYS[2], ARGV[i], length .. ':' .. at .. '|' .. entry)
  lease(ARGV[i], at, length, entry)
end
return answer
