-- Purpose: pause a number; an echo of what caused the pause does not prolong it.
-- KEYS: 1 pauses (see redis.Keys)
-- ARGV: 1 clock offset (ms), 2 reason (text), 3 when the request began whose answer asks for it (ms), 4 until (ms)
-- Returns: 1 when the pause was set or prolonged, else 0.
-- Expiry rule: no key expires; an ended pause is removed by the next take.
-- Clock: Redis TIME plus the offset.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
local from, ends = string.match(redis.call('HGET', KEYS[1], ARGV[2]) or '', '^(%d+):(%d+)$')
-- A request that began before the last pause was set knew nothing of it: its answer is an echo.
-- (A pause that began in the future was set by another clock.)
if from and tonumber(ARGV[3]) <= tonumber(from) and tonumber(from) <= now then return 0 end
if ends and tonumber(ends) >= tonumber(ARGV[4]) then return 0 end
-- The first write frees memory: a full Redis pauses too.
redis.call('HDEL', KEYS[1], ARGV[2])
redis.call('HSET', KEYS[1], ARGV[2], string.format('%.0f', now) .. ':' .. ARGV[4])
return 1
