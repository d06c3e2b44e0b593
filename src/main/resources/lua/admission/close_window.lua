-- Purpose: close a window that WhatsApp says is closed, unless the person has written since.
-- KEYS: 1 window (see redis.Keys)
-- ARGV: 1 person, 2 the latest end (ms) that a message from before the refused request can have given it
-- Returns: 1 when the window was closed; 0 when there was none, or it was opened since.
-- Expiry rule: no key expires.
-- Clock: none

local window_key = KEYS[1]
local person, latest_end = ARGV[1], tonumber(ARGV[2])

local ends = tonumber(redis.call('ZSCORE', window_key, person) or 'inf')
if ends > latest_end then return 0 end
return redis.call('ZREM', window_key, person)
