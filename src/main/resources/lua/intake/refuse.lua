-- Purpose: keep what was refused for whoever pushed it, the latest only.
-- KEYS: 1 the list of refused entries (see redis.Keys)
-- ARGV: 1 how many are kept; then the refused entries as JSON
-- Returns: how many there are now.
-- Expiry rule: none; the list is trimmed, and that before it grows, so that a full Redis takes them.
-- Clock: none.

local refused_key = KEYS[1]
local kept = tonumber(ARGV[1])

local room = kept - (#ARGV - 1)
-- Without room for one of those that are there, the range begins behind the list's end. Then none stays.
redis.call('LTRIM', refused_key, room > 0 and -room or redis.call('LLEN', refused_key), -1)
for i = math.max(2, #ARGV - kept + 1), #ARGV do redis.call('RPUSH', refused_key, ARGV[i]) end
return redis.call('LLEN', refused_key)
