-- Purpose: writes consents that were read from PostgreSQL, unless another writer wrote since.
-- KEYS: consent:rev, consent
-- ARGV: the revision before the read (text, empty for none); the new revision (text); then pairs of offset (integer,
--       the person's id) and bytes (text, one per person from there)
-- Returns: 1 written; 0 overtaken, nothing was written
-- Expiry: none
-- Clock: none
local revision = redis.call('GET', KEYS[1]) or ''
if revision ~= ARGV[1] then
    return 0
end
-- A key of another type ends the script here, before anything has changed.
redis.call('STRLEN', KEYS[2])
redis.call('SET', KEYS[1], ARGV[2])
for i = 3, #ARGV, 2 do
    redis.call('SETRANGE', KEYS[2], ARGV[i], ARGV[i + 1])
end
return 1
