-- A message is admitted. It is leased, its person is busy, and the next message starts an interval later.

-- A batched read does not know what this call has changed since. A person takes one message, and is busy then.
local busy_now = {}
local busy, pairs_to, leases, owners, unexpired = {}, {}, {}, {}, {}

local request_owner = '+' .. owner
local function admit(e, charged)
  leave_limits(e.id)
  if e.from == 'behind' then
    leave_behind(e)
    local line = person_line(e)
    if members_of(behind_key, line, 1)[1] then
      redis.call('ZADD', due_key, text(lease_ends), line)
    else
      redis.call('ZREM', due_key, line)
    end
  end
  busy_now[e.person], taken_now[e.id] = true, true
  add_two(busy, text(lease_ends), e.person)
  add_two(pairs_to, text(e.pair), e.person)
  add_two(leases, text(lease_ends), e.id)
  add_two(owners, e.id, request_owner)
  unexpired[#unexpired + 1] = e.id
  add_two(admitted, e.id, e.packed)
  add_two(admitted, start, charged and 1 or 0)
  start = start + interval
  slots = slots - 1
end

-- One write for each key.
local function write_admitted()
  if #admitted == 0 then return end
  redis.call('ZREM', expires_key, unpack(unexpired))
  redis.call('ZADD', inflight_key, unpack(leases))
  redis.call('HSET', owner_key, unpack(owners))
  redis.call('ZADD', busy_key, unpack(busy))
  redis.call('ZADD', pair_key, unpack(pairs_to))
  redis.call('SET', pace_key, text(start))
  write_charges()
end
