-- Purpose: write suppressions that were read from PostgreSQL, unless another writer wrote since.
-- KEYS: 1 suppressed:rev, 2 suppressed, then due of each number (see redis.Keys)
-- ARGV: 1 the new revision (text), 2 how many parts are written (integer), at least 1; for each its name and its
--   revision before the read (texts, empty for none); then pairs of member (text: letter and person) and end (ms, 0 for
--   none)
-- Returns: 1 written; 0 overtaken, nothing was written.
-- Expiry rule: no key expires; what has ended is removed by the next take.
-- Clock: none.

-- @include keys_from
local revisions_key, suppressed_key, due_keys = KEYS[1], KEYS[2], keys_from(3)

-- @include revisions

if is_overtaken() then return 0 end
write_revisions()
for i = first, #ARGV, 2 do
  local member, ends = ARGV[i], ARGV[i + 1]
  if ends ~= '0' then
    redis.call('ZADD', suppressed_key, ends, member)
  elseif redis.call('ZREM', suppressed_key, member) == 1 then
    -- What waited for the person is looked at again at once.
    local person = string.sub(member, 2)
    for _, due_key in ipairs(due_keys) do
      redis.call('ZADD', due_key, 'XX', 'LT', '0', person .. ':0', '0', person .. ':1', '0', person .. ':2',
        '0', person .. ':3')
    end
  end
end
return 1
