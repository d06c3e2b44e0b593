-- Purpose: marks the count of a new number's people as whole, in a portfolio that is whole: nobody was counted for it.
-- KEYS: ready, limit:S
-- ARGV: none
-- Returns: 1 the portfolio is whole and the mark is set; 0 it is not, and its rebuild will set the mark
-- Expiry: none
-- Clock: none
if redis.call('EXISTS', KEYS[1]) == 0 then
    return 0
end
redis.call('ZADD', KEYS[2], 'NX', '+inf', '0')
return 1
