-- Purpose: writes suppressions that were read from PostgreSQL, unless another writer wrote since.
-- KEYS: suppressed:rev, suppressed, then due of each number
-- ARGV: the revision before the read (text, empty for none); the new revision (text); then pairs of member (text: letter
--       and person) and end (ms, 0 for none)
-- Returns: 1 written; 0 overtaken, nothing was written
-- Expiry: none; what has ended is removed by the next take
-- Clock: none
local revision = redis.call('GET', KEYS[1]) or ''
if revision ~= ARGV[1] then
    return 0
end
redis.call('SET', KEYS[1], ARGV[2])
for i = 3, #ARGV, 2 do
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
