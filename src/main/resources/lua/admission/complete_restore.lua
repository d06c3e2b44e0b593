-- Purpose: mark a portfolio's state as whole, unless part of it was lost while it was loaded.
-- KEYS: 1 ready, then all keys of the portfolio and its numbers (see redis.Keys)
-- ARGV: 1 clock offset (ms), 2 run_id of the Redis process that was cleared, 3 epoch, 4 first place in line; then for
--   each key but the first its mark (a letter, see redis.Mark)
-- Returns: 1, or 0 when this is another process or a mark is missing: nothing is changed.
-- Expiry rule: no key expires.
-- Clock: Redis TIME plus the offset.

-- @include keys_from
local ready_key, keys = KEYS[1], keys_from(2)
local offset, cleared_run_id, epoch, first_place = tonumber(ARGV[1]), ARGV[2], ARGV[3], tonumber(ARGV[4])

-- @include clock
-- @include text
-- @include run_id
-- @include silence

if run_id() ~= cleared_run_id then return 0 end

local function is_marked(key, mark)
  if mark == 'z' or mark == 't' then return redis.call('ZSCORE', key, '0') end
  if mark == 'h' then return redis.call('HEXISTS', key, '0') == 1 end
  if mark == 's' or mark == 'n' then return redis.call('SISMEMBER', key, '0') == 1 end
  if mark == 'q' then return (tonumber(redis.call('GET', key) or '0') or 0) >= first_place end
  if mark == 'p' then return redis.call('GET', key) end
  return true
end
for i, key in ipairs(keys) do
  if not is_marked(key, ARGV[4 + i]) then return 0 end
end

for i, key in ipairs(keys) do
  if ARGV[4 + i] == 'p' then begin_silence(key) end
end
redis.call('SET', ready_key, cleared_run_id .. ':' .. epoch)
return 1
