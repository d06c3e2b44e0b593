-- Purpose: enter live charges while a portfolio's state is written anew.
-- KEYS: 1 limit, 2 charges, 3.. limit of each number that ARGV names
-- ARGV: for each charge: person, message id, counted time (ms), number id, index of the number's key among KEYS
-- Returns: nothing.
-- Expiry rule: no key expires; what is older than the moving day is removed by the next take.
-- Clock: none.

-- A key of another type ends the script here, before anything has changed.
redis.call('HLEN', KEYS[2])
redis.call('ZCARD', KEYS[1])
for i = 3, #KEYS do redis.call('ZCARD', KEYS[i]) end

for i = 1, #ARGV, 5 do
  local person, id, at, sender, key = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], KEYS[tonumber(ARGV[i + 4])]
  local known = redis.call('HGET', KEYS[2], person) or ''
  if not string.find(known, id, 1, true) then
    redis.call('HSET', KEYS[2], person, known .. id .. ',' .. at .. ',' .. sender .. ';')
  end
  redis.call('ZADD', KEYS[1], 'GT', at, person)
  redis.call('ZADD', key, 'GT', at, person)
end
