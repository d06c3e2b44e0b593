-- Purpose: writes the fields of hashes that were read from PostgreSQL, unless another writer wrote since.
-- KEYS: directory:rev, then the hashes
-- ARGV: the new revision (text); how many parts are written (integer), at least 1; for each its name and its revision
--       before the read (texts, empty for none); then for each hash the number of its fields (integer)
--       and that many pairs of field and value; a field whose value is empty is removed
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
for k = 2, #KEYS do redis.call('HLEN', KEYS[k]) end
for i = 3, first - 1, 2 do
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[1])
end
local at = first
for k = 2, #KEYS do
    local last = at + 2 * tonumber(ARGV[at])
    for i = at + 1, last, 2 do
        if ARGV[i + 1] == '' then
            redis.call('HDEL', KEYS[k], ARGV[i])
        else
            redis.call('HSET', KEYS[k], ARGV[i], ARGV[i + 1])
        end
    end
    at = last + 1
end
return 1
