-- Purpose: say that numbers have work.
-- KEYS: 1 work, 2 seq (see redis.Keys)
-- ARGV: portfolio/number for each
-- Returns: the number of the hint.
-- Expiry rule: none; one member for each number that ever had work.
-- Clock: none.

local work_key, seq_key = KEYS[1], KEYS[2]

-- @include types

check_sorted_sets(work_key)
local seq = redis.call('INCR', seq_key)
for _, member in ipairs(ARGV) do redis.call('ZADD', work_key, seq, member) end
return seq
