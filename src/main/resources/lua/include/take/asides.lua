-- Where a message waits that may not go: aside until its time, behind its person, or parked on its template.

local function hold(e, reason, until_ms)
  add(held, e.id, e.packed, reason, until_ms)
end

local function aside(e, at)
  if e.from == 'line' then leave_limits(e.id) end
  redis.call('ZADD', held_key, text(at), e.id)
end

local function behind(e, at)
  redis.call('ZADD', behind_key, 0, behind_member(e))
  if e.from == 'behind' then
    redis.call('ZADD', due_key, text(at), person_line(e))
  else
    redis.call('ZADD', due_key, 'NX', text(at), person_line(e))
    leave_limits(e.id)
  end
end

local function leave_behind(e)
  if e.from == 'behind' then redis.call('ZREM', behind_key, behind_member(e)) end
end

local function park(e, reason, ends)
  redis.call('ZADD', parked_key, 0, parked_member(e))
  redis.call('SADD', parked_on_key, e.template)
  leave_behind(e)
  leave_limits(e.id)
  if ends > 0 then come_again(ends) end
  hold(e, reason, ends)
end
