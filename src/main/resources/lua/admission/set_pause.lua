-- Purpose: pause a number; an echo of what caused the pause does not prolong it.
-- KEYS: 1 pauses (see redis.Keys)
-- ARGV: 1 clock offset (ms), 2 reason (text), 3 when the request began whose answer asks for it (ms), 4 until (ms)
-- Returns: 1 when the pause was set or prolonged, else 0.
-- Expiry rule: no key expires; an ended pause is removed by the next take.
-- Clock: Redis TIME plus the offset.

local pauses_key = KEYS[1]
local offset, reason, began, ends = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), ARGV[4]

-- @include clock
-- @include text

local last_from, last_ends = string.match(redis.call('HGET', pauses_key, reason) or '', '^(%d+):(%d+)$')
-- A request that began before the last pause was set knew nothing of it. Its answer is an echo. (A pause that began in
-- the future was set by another clock.)
if last_from and began <= tonumber(last_from) and tonumber(last_from) <= now then return 0 end
if last_ends and tonumber(last_ends) >= tonumber(ends) then return 0 end
-- The first write frees memory, so that a full Redis pauses too.
redis.call('HDEL', pauses_key, reason)
redis.call('HSET', pauses_key, reason, text(now) .. ':' .. ends)
return 1
