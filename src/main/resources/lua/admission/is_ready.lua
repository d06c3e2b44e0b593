-- Purpose: say whether a portfolio's state is whole and was loaded into the Redis process that holds it.
-- KEYS: 1 ready (see redis.Keys)
-- ARGV: none
-- Returns: 1 or 0; a key of another type is 0.
-- Expiry rule: no key expires.
-- Clock: none.

if redis.call('TYPE', KEYS[1]).ok ~= 'string' then return 0 end
local run_id = string.match(redis.call('GET', KEYS[1]), '^(%w+):%d+$')
return run_id == string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') and 1 or 0
