-- Purpose: delete a portfolio's state and mark each of its new keys, before it is loaded anew.
-- KEYS: all keys of the portfolio and its numbers (see redis.Keys)
-- ARGV: 1 clock offset (ms), 2 first place in line; then for each key its mark (a letter, see redis.Mark); then the
--   portfolio's numbers
-- Returns: {run_id of this Redis process, now (ms)}
-- Expiry rule: no key expires. The first write frees memory.
-- Clock: Redis TIME plus the offset.

local keys = KEYS
local offset, first_place = tonumber(ARGV[1]), ARGV[2]

-- @include clock
-- @include text
-- @include mark
-- @include run_id
-- @include silence

-- Pauses are in no journal. Of them only what cannot be read goes.
for i, key in ipairs(keys) do
  if ARGV[2 + i] ~= 'k' or redis.call('TYPE', key).ok ~= 'hash' then redis.call('UNLINK', key) end
end
for i, key in ipairs(keys) do
  local mark = ARGV[2 + i]
  set_mark(key, mark)
  if mark == 'n' and #ARGV > 2 + #keys then redis.call('SADD', key, unpack(ARGV, 3 + #keys)) end
  if mark == 'q' then redis.call('SET', key, first_place) end
  if mark == 'p' then begin_silence(key) end
end
return {run_id(), text(now)}
