-- Purpose: move a message's charge forward (it was delivered) or give it back (it failed for good).
-- KEYS: 1 limit, 2 limit of the number, 3 charges (see redis.Keys)
-- ARGV: 1 clock offset (ms), 2 message id, 3 person, 4 number id (text), 5 the moving day (ms), 6 counted time (ms),
--   or 0 to give the charge back
-- Returns: 1, or 0 when there was no charge to give back or the charges were lost: their rebuild reads this change from
--   the journal, and a score made of what is left here would be too early. Nothing is changed then.
-- Expiry rule: no key expires; a charge older than the moving day is removed when its person is touched.
-- Clock: Redis TIME plus the offset.

local limit_key, number_limit_key, charges_key = KEYS[1], KEYS[2], KEYS[3]
local offset, id, person, number_id = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4]
local day, counted = tonumber(ARGV[5]), tonumber(ARGV[6])

-- @include clock
-- @include text
-- @include types
-- @include charges

local known = redis.call('HMGET', charges_key, person, '0') -- 0 is the mark
if not known[2] then return 0 end
local charges, counted_before = other_charges(known[1] or '', id)
if counted == 0 and not counted_before then return 0 end
if counted > 0 then counted = math.max(counted, counted_before or 0) end
if counted > now - day then charges = charges .. charge_text(id, text(math.min(counted, now)), number_id) end

check_sorted_sets(limit_key, number_limit_key)
-- The first write frees memory, so that a full Redis takes the change.
redis.call('HDEL', charges_key, person)
if charges == '' then
  redis.call('ZREM', limit_key, person)
  redis.call('ZREM', number_limit_key, person)
  return 1
end
redis.call('HSET', charges_key, person, charges)
redis.call('ZADD', limit_key, text(latest_charge(charges)), person)
local here = latest_charge(charges, number_id)
if here > 0 then
  redis.call('ZADD', number_limit_key, text(here), person)
else
  redis.call('ZREM', number_limit_key, person)
end
return 1
