-- Purpose: say that numbers have work.
-- KEYS: 1 work, 2 seq (see redis.Keys)
-- ARGV: portfolio/number for each
-- Returns: the number of the hint.
-- Expiry rule: none; one member for each number that ever had work.
-- Clock: none.

-- A key of another type ends the script here, before anything has changed.
redis.call('ZCARD', KEYS[1])

local seq = redis.call('INCR', KEYS[2])
for _, member in ipairs(ARGV) do redis.call('ZADD', KEYS[1], seq, member) end
return seq
