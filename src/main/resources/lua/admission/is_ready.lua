-- Purpose: say whether a portfolio's state is whole and was loaded into the Redis process that holds it.
-- KEYS: 1 ready (see redis.Keys)
-- ARGV: none
-- Returns: 1 or 0; a key of another type is 0.
-- Expiry rule: no key expires.
-- Clock: none.

local ready_key = KEYS[1]

-- @include run_id

if redis.call('TYPE', ready_key).ok ~= 'string' then return 0 end
return epoch_of(redis.call('GET', ready_key)) and 1 or 0
