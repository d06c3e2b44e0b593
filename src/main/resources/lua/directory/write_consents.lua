-- Purpose: writes consents that were read from PostgreSQL, unless another writer wrote since.
-- KEYS: consent:rev, consent
-- ARGV: the new revision (text); how many parts are written (integer), at least 1; for each its name and its revision
--       before the read (texts, empty for none); then pairs of offset (integer, the person's id) and
--       bytes (text, one per person from there)
-- Returns: 1 written; 0 overtaken, nothing was written
-- Expiry: none
-- Clock: none
local first = 3 + 2 * ARGV[2]
for i = 3, first - 1, 2 do
    if (redis.call('HGET', KEYS[1], ARGV[i]) or '') ~= ARGV[i + 1] then
        return 0
    end
end
-- A key of another type ends the script here, before anything has changed.
redis.call('STRLEN', KEYS[2])
for i = 3, first - 1, 2 do
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[1])
end
for i = first, #ARGV, 2 do
    redis.call('SETRANGE', KEYS[2], ARGV[i], ARGV[i + 1])
end
return 1
