-- What was aside and may come back to its lane.

local function return_held()
  local due_back = redis.call('ZRANGEBYSCORE', held_key, '-inf', now, 'LIMIT', 0, scan)
  for _, id in ipairs(due_back) do
    redis.call('ZREM', held_key, id)
    back_to_lane('RPUSH', id)
  end
end

local function return_parked()
  local parked_on = redis.call('SMEMBERS', parked_on_key)
  table.sort(parked_on)
  for _, template in ipairs(parked_on) do
    local status, ends = 'P', 0
    if template ~= '0' then status, ends = template_now(template_word(template)) end
    if ends > 0 then come_again(ends) end
    if status ~= 'P' and status ~= 'W' then
      local back = members_of(parked_key, template, scan)
      for _, member in ipairs(back) do
        redis.call('ZREM', parked_key, member)
        back_to_lane('RPUSH', id_of(member))
      end
      if #back < scan then redis.call('SREM', parked_on_key, template) else come_again(now) end
    end
  end
end
