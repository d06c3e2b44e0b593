-- Purpose: writes the fields of hashes that were read from PostgreSQL, unless another writer wrote since.
-- KEYS: directory:rev, then the hashes
-- ARGV: the revision before the read (text, empty for none); the new revision (text); then for each hash the number of
--       its fields (integer) and that many pairs of field and value
-- Returns: 1 written; 0 overtaken, nothing was written
-- Expiry: none
-- Clock: none
local revision = redis.call('GET', KEYS[1]) or ''
if revision ~= ARGV[1] then
    return 0
end
-- A key of another type ends the script here, before anything has changed.
for k = 2, #KEYS do redis.call('HLEN', KEYS[k]) end
redis.call('SET', KEYS[1], ARGV[2])
local at = 3
for k = 2, #KEYS do
    local last = at + 2 * tonumber(ARGV[at])
    for i = at + 1, last, 2 do
        redis.call('HSET', KEYS[k], ARGV[i], ARGV[i + 1])
    end
    at = last + 1
end
return 1
