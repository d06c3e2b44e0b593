-- Purpose: marks the keys of a number that is new in a portfolio that is whole: nothing was lost, nobody was counted.
-- KEYS: 1 ready, 2 numbers, then the keys of the number (see redis.Keys)
-- ARGV: 1 clock offset (ms), 2 number id (text); then for each key of the number its mark (a letter, see redis.Mark)
-- Returns: 1 the portfolio knows the number; 0 it is not whole, and its rebuild will set the marks. The marks of a
--   number that it knew before are left as they are: a missing one says that a key was lost.
-- Expiry: none
-- Clock: Redis TIME plus the offset
if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('SISMEMBER', KEYS[2], '0') == 0 then
    return 0
end
if redis.call('SADD', KEYS[2], ARGV[2]) == 0 then
    return 1
end
local time = redis.call('TIME')
for i = 3, #KEYS do
    local mark = ARGV[i]
    if mark == 'z' then redis.call('ZADD', KEYS[i], 'NX', '+inf', '0') end
    if mark == 't' then redis.call('ZADD', KEYS[i], 'NX', 0, '0') end
    if mark == 'h' then redis.call('HSETNX', KEYS[i], '0', '1') end
    if mark == 's' then redis.call('SADD', KEYS[i], '0') end
    if mark == 'p' then
        redis.call('SET', KEYS[i], string.format('%.0f', time[1] * 1000000 + time[2] + ARGV[1] * 1000), 'NX')
    end
end
return 1
