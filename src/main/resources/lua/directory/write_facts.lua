-- Purpose: write the fields of hashes that were read from PostgreSQL, unless another writer wrote since.
-- KEYS: 1 directory:rev, then the hashes (see redis.Keys)
-- ARGV: 1 the new revision (text), 2 how many parts are written (integer), at least 1; for each its name and its
--   revision before the read (texts, empty for none); then for each hash the number of its fields (integer) and that
--   many pairs of field and value; a field whose value is empty is removed
-- Returns: 1 written; 0 overtaken, nothing was written.
-- Expiry rule: no key expires.
-- Clock: none.

-- @include keys_from
local revisions_key, hash_keys = KEYS[1], keys_from(2)

-- @include revisions
-- @include types

if is_overtaken() then return 0 end
for _, key in ipairs(hash_keys) do check_hashes(key) end
write_revisions()
local at = first
for _, key in ipairs(hash_keys) do
  local last = at + 2 * tonumber(ARGV[at])
  for i = at + 1, last, 2 do
    if ARGV[i + 1] == '' then
      redis.call('HDEL', key, ARGV[i])
    else
      redis.call('HSET', key, ARGV[i], ARGV[i + 1])
    end
  end
  at = last + 1
end
return 1
