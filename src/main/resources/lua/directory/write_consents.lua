-- Purpose: write consents that were read from PostgreSQL, unless another writer wrote since.
-- KEYS: 1 consent:rev, 2 consent (see redis.Keys)
-- ARGV: 1 the new revision (text), 2 how many parts are written (integer), at least 1; for each its name and its
--   revision before the read (texts, empty for none); then pairs of offset (integer, the person's id) and bytes (text,
--   one per person from there)
-- Returns: 1 written; 0 overtaken, nothing was written.
-- Expiry rule: no key expires.
-- Clock: none.

local revisions_key, consent_key = KEYS[1], KEYS[2]

-- @include revisions

if is_overtaken() then return 0 end
-- A key of another type ends the script here, before anything has changed.
redis.call('STRLEN', consent_key)
write_revisions()
for i = first, #ARGV, 2 do redis.call('SETRANGE', consent_key, ARGV[i], ARGV[i + 1]) end
return 1
