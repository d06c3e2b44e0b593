-- Purpose: keep what was refused for whoever pushed it, the latest only.
-- KEYS: 1 the list of refused entries (see redis.Keys)
-- ARGV: 1 how many are kept; then the refused entries as JSON
-- Returns: how many there are now.
-- Expiry rule: none; the list is trimmed, and that before it grows, so that a full Redis takes them.
-- Clock: none.

local room = ARGV[1] - (#ARGV - 1)
redis.call('LTRIM', KEYS[1], -math.max(room, 1), -1)
for i = 2, #ARGV do redis.call('RPUSH', KEYS[1], ARGV[i]) end
return redis.call('LLEN', KEYS[1])
