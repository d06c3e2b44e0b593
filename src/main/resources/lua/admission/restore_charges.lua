-- Purpose: enter live charges while a portfolio's state is written anew.
-- KEYS: 1 limit, 2 charges, 3.. limit of each number that ARGV names
-- ARGV: for each charge: person, message id, counted time (ms), number id, index of the number's key among KEYS
-- Returns: nothing.
-- Expiry rule: no key expires; what is older than the moving day is removed by the next take.
-- Clock: none.

-- @include keys_from
local limit_key, charges_key, number_limit_keys = KEYS[1], KEYS[2], keys_from(3)

-- @include types
-- @include charge

check_hashes(charges_key)
check_sorted_sets(limit_key)
for _, key in ipairs(number_limit_keys) do check_sorted_sets(key) end

for i = 1, #ARGV, 5 do
  local person, id, at, number, index = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], tonumber(ARGV[i + 4])
  local known = redis.call('HGET', charges_key, person) or ''
  if not string.find(known, id, 1, true) then
    redis.call('HSET', charges_key, person, known .. charge_text(id, at, number))
  end
  redis.call('ZADD', limit_key, 'GT', at, person)
  redis.call('ZADD', number_limit_keys[index - 2], 'GT', at, person)
end
