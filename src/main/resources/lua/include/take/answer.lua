-- What the call answers, and when to come again.

local admitted, held, ended, recovered = {}, {}, {}, {}
local next_at = -1
local function come_again(at)
  at = math.max(at, now)
  if next_at < 0 or at < next_at then next_at = at end
end

local function add(list, ...)
  for _, value in ipairs({...}) do list[#list + 1] = value end
end

local function first_score(key)
  local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
  if first[1] and first[1] ~= '0' then come_again(tonumber(first[2])) end -- the mark stands last
end

local function answer()
  local lengths = {}
  for rank in pairs(lanes_changed) do add(lengths, 'lane:' .. rank, waiting_at[rank]) end
  if #lengths > 0 then redis.call('HSET', sender_key, unpack(lengths)) end
  first_score(inflight_key)
  first_score(expires_key)
  return {'ok', epoch, now, next_at, admitted, held, ended, recovered}
end
