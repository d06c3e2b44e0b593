-- ARGV: 1 the new revision (text), 2 how many parts are written (integer), at least 1; for each its name and its
--   revision before the read (texts, empty for none); then what is written
-- Needs revisions_key.

local revision, first = ARGV[1], 3 + 2 * ARGV[2] -- `first`: where what is written begins

-- Whether another writer wrote one of the parts since it was read.
local function is_overtaken()
  for i = 3, first - 1, 2 do
    if (redis.call('HGET', revisions_key, ARGV[i]) or '') ~= ARGV[i + 1] then return true end
  end
  return false
end

local function write_revisions()
  for i = 3, first - 1, 2 do redis.call('HSET', revisions_key, ARGV[i], revision) end
end
