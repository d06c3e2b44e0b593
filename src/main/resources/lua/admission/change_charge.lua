-- Purpose: move a message's charge forward (it was delivered) or give it back (it failed for good).
-- KEYS: 1 limit, 2 limit of the number, 3 charges (see redis.Keys)
-- ARGV: 1 clock offset (ms), 2 message id, 3 person, 4 number id (text), 5 the moving day (ms), 6 counted time (ms),
--   or 0 to give the charge back
-- Returns: 1, or 0 when there was no charge to give back or the charges were lost: their rebuild reads this change from
--   the journal, and a score made of what is left here would be too early. Nothing is changed then.
-- Expiry rule: no key expires; a charge older than the moving day is removed when its person is touched.
-- Clock: Redis TIME plus the offset.

local id, person, number_id, day, counted = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]

local function text(n) return string.format('%.0f', n) end

local kept, found, all, here = {}, false, 0, 0
local function keep(by, at, sender)
  kept[#kept + 1] = by .. ',' .. text(at) .. ',' .. sender .. ';'
  all = math.max(all, at)
  if sender == number_id then here = math.max(here, at) end
end
local charges = redis.call('HMGET', KEYS[3], person, '0')
if not charges[2] then return 0 end
for by, at, sender in string.gmatch(charges[1] or '', '([^,;]+),(%d+),([^,;]+);') do
  at = tonumber(at)
  if by == id then
    found = true
    if counted > 0 then counted = math.max(counted, at) end
  elseif at > now - day then
    keep(by, at, sender)
  end
end
if counted == 0 and not found then return 0 end
if counted > now - day then keep(id, math.min(counted, now), number_id) end

redis.call('ZCARD', KEYS[1])
redis.call('ZCARD', KEYS[2])
-- The first write frees memory: a full Redis takes the change.
redis.call('HDEL', KEYS[3], person)
if #kept == 0 then
  redis.call('ZREM', KEYS[1], person)
  redis.call('ZREM', KEYS[2], person)
  return 1
end
redis.call('HSET', KEYS[3], person, table.concat(kept))
redis.call('ZADD', KEYS[1], text(all), person)
if here > 0 then redis.call('ZADD', KEYS[2], text(here), person) else redis.call('ZREM', KEYS[2], person) end
return 1
