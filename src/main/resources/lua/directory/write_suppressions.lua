-- Purpose: writes suppressions that were read from PostgreSQL, unless another writer wrote since.
-- KEYS: suppressed:rev, suppressed, then due of each number
-- ARGV: the new revision (text); how many parts are written (integer), at least 1; for each its name and its revision
--       before the read (texts, empty for none); then pairs of member (text: letter and person) and end
--       (ms, 0 for none)
-- Returns: 1 written; 0 overtaken, nothing was written
-- Expiry: none; what has ended is removed by the next take
-- Clock: none
local first = 3 + 2 * ARGV[2]
for i = 3, first - 1, 2 do
    if (redis.call('HGET', KEYS[1], ARGV[i]) or '') ~= ARGV[i + 1] then
        return 0
    end
end
for i = 3, first - 1, 2 do
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[1])
end
for i = first, #ARGV, 2 do
    if ARGV[i + 1] ~= '0' then
        redis.call('ZADD', KEYS[2], ARGV[i + 1], ARGV[i])
    elseif redis.call('ZREM', KEYS[2], ARGV[i]) == 1 then
        -- What waited for the person is looked at again at once.
        local person = string.sub(ARGV[i], 2)
        for k = 3, #KEYS do
            redis.call('ZADD', KEYS[k], 'XX', 'LT', '0', person .. ':0', '0', person .. ':1', '0', person .. ':2',
                '0', person .. ':3')
        end
    end
end
return 1
