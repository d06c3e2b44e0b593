-- Purpose: mark the keys of a number that is new in a portfolio that is whole: nothing was lost, nobody was counted.
-- KEYS: 1 ready, 2 numbers, then the keys of the number (see redis.Keys)
-- ARGV: 1 clock offset (ms), 2 number id (text); then for each key of the number its mark (a letter, see redis.Mark)
-- Returns: 1 the portfolio knows the number; 0 it is not whole, and its rebuild will set the marks. The marks of a
--   number that it knew before are left as they are: a missing one says that a key was lost.
-- Expiry rule: no key expires.
-- Clock: Redis TIME plus the offset.

-- @include keys_from
local ready_key, numbers_key, number_keys = KEYS[1], KEYS[2], keys_from(3)
local offset, number_id = tonumber(ARGV[1]), ARGV[2]

-- @include clock
-- @include text
-- @include mark

if redis.call('EXISTS', ready_key) == 0 or redis.call('SISMEMBER', numbers_key, '0') == 0 then return 0 end
if redis.call('SADD', numbers_key, number_id) == 0 then return 1 end
for i, key in ipairs(number_keys) do
  local mark = ARGV[2 + i]
  set_mark(key, mark)
  if mark == 'p' then redis.call('SET', key, text(now_us), 'NX') end
end
return 1
