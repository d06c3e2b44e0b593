-- Leases that ran out before they were settled, and messages that expired.

-- Answers whether none is left.
local function recover()
  local ended_leases = redis.call('ZRANGEBYSCORE', inflight_key, '-inf', now, 'LIMIT', 0, scan)
  for _, id in ipairs(ended_leases) do
    local packed = redis.call('HGET', entry_key, id)
    if packed then
      -- Who made their person busy does so again, until what became of them is known. Where another one does by now, it
      -- does not.
      local mark = string.match(redis.call('HGET', owner_key, id) or '', '^[-+]') or '+'
      if mark == '+' then
        local person = person_of_entry(packed)
        if redis.call('ZADD', busy_key, 'NX', text(lease_ends), person) == 0 then mark = '-' end
      end
      lease(id, mark)
      add(recovered, id, packed)
    else
      redis.call('ZREM', inflight_key, id)
      redis.call('HDEL', owner_key, id)
    end
  end
  return #ended_leases < scan
end

-- Answers whether none is left.
local function expire()
  local late = redis.call('ZRANGEBYSCORE', expires_key, '-inf', now, 'LIMIT', 0, scan)
  for _, id in ipairs(late) do
    local packed = redis.call('HGET', entry_key, id)
    if packed and not redis.call('ZSCORE', inflight_key, id) then
      finish(unpack_entry(id, packed), 'expired')
    else
      redis.call('ZREM', expires_key, id)
    end
  end
  return #late < scan
end
