-- Purpose: end leases: a message leaves the queue, waits again, or goes back to where it was taken from.
-- KEYS: 1 inflight, 2 owner, 3 entry, 4 seq, 5 expires, 6 busy, 7 due, 8 behind, 9 held, 10-13 lanes by rank,
--   14 limit, 15 limit of the number, 16 charges (see redis.Keys)
-- ARGV: 1 clock offset (ms), 2 owner (text), 3 number id (text), 4 the moving day (ms); then for each message: id,
--   kind (D done, R retry in its person's line, H hold aside, B back to the front of its person's line or its lane),
--   packed entry as it waits again, its charge (0 stays, 1 given back, 2 counts from now), busy until (ms; for D)
-- Returns: {how many leases were ended, in how many ms something that was freed or put back may go, or -1}; a lease of
--   another owner stays; a message without entry is put back by R, H, B.
-- Expiry rule: no key expires; the first write removes a lease, so that a full Redis still drains.
-- Clock: Redis TIME plus the offset.

local owner, number_id, day = ARGV[2], ARGV[3], tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
local settled, soonest = 0, -1
local function may_go(at)
  local wait = math.max(0, tonumber(at) - now)
  if soonest < 0 or wait < soonest then soonest = wait end
end

-- A key of another type ends the script here, before anything has changed.
redis.call('HLEN', KEYS[3])
redis.call('HLEN', KEYS[16])
redis.call('STRLEN', KEYS[4])
for rank = 0, 3 do redis.call('LLEN', KEYS[10 + rank]) end
for _, i in ipairs({1, 5, 6, 7, 8, 9, 14, 15}) do redis.call('ZCARD', KEYS[i]) end

local function text(n) return string.format('%.0f', n) end

local function latest(charges, sender)
  local at = 0
  for _, when, by in string.gmatch(charges, '([^,;]+),(%d+),([^,;]+);') do
    if (not sender or by == sender) and tonumber(when) > at then at = tonumber(when) end
  end
  return at
end

local function set_score(key, person, at)
  if at > now - day then redis.call('ZADD', key, text(at), person) else redis.call('ZREM', key, person) end
end

local function refund(id, person)
  local charges = redis.call('HGET', KEYS[16], person)
  if not charges then return end
  local kept = {}
  for by, at, sender in string.gmatch(charges, '([^,;]+),(%d+),([^,;]+);') do
    if by ~= id then kept[#kept + 1] = by .. ',' .. at .. ',' .. sender .. ';' end
  end
  local rest = table.concat(kept)
  if rest == charges then return end
  if rest == '' then redis.call('HDEL', KEYS[16], person) else redis.call('HSET', KEYS[16], person, rest) end
  set_score(KEYS[14], person, latest(rest))
  set_score(KEYS[15], person, latest(rest, number_id))
end

-- WhatsApp counts from its own acceptance, which is later than our taking.
local function count_from_now(id, person)
  local charges = redis.call('HGET', KEYS[16], person)
  local from, to, at, sender = string.find(charges or '', string.gsub(id, '%-', '%%-') .. ',(%d+),([^,;]+);')
  -- One that has left the moving day is no charge any more.
  if not from or tonumber(at) <= now - day then return end
  redis.call('HSET', KEYS[16], person, string.sub(charges, 1, from - 1) .. id .. ',' .. text(now) .. ',' .. sender .. ';'
    .. string.sub(charges, to + 1))
  redis.call('ZADD', KEYS[14], 'GT', text(now), person)
  redis.call('ZADD', KEYS[15], 'GT', text(now), person)
end

local function wait_again(id, kind, seq, packed)
  local rank, person, template, expires, not_before = string.match(packed, '^(%d)|(%d+)|([^|]*)|(%d+)|(%d+)')
  redis.call('HSET', KEYS[3], id, seq .. '|' .. packed)
  redis.call('ZADD', KEYS[5], expires, id)
  local line = person .. ':' .. rank
  -- Back where others wait behind it: before them in its person's line, not in the lane, which they would overtake.
  if kind == 'R' or kind == 'B' and redis.call('ZSCORE', KEYS[7], line) then
    redis.call('ZADD', KEYS[8], 0, line .. ':' .. string.format('%016.0f', tonumber(seq)) .. ':' .. id)
    redis.call('ZADD', KEYS[7], kind == 'R' and not_before or text(now), line)
  elseif kind == 'H' then
    redis.call('ZADD', KEYS[9], not_before, id)
  else
    redis.call('LPUSH', KEYS[10 + tonumber(rank)], id)
  end
end

-- From the last to the first: those that go back to the front of a lane stand there in their old order.
for i = #ARGV - 4, 5, -5 do
  local id, kind, packed = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local entry, holder = redis.call('HGET', KEYS[3], id), redis.call('HGET', KEYS[2], id)
  local frees = holder == '+' .. owner -- '-': it ended without a request, another one may make its person busy
  if frees or holder == '-' .. owner or not entry then
    local person = string.match(packed, '^%d|(%d+)')
    redis.call('ZREM', KEYS[1], id)
    redis.call('HDEL', KEYS[2], id)
    if kind == 'D' then redis.call('HDEL', KEYS[3], id) end
    if ARGV[i + 3] == '1' then refund(id, person) end
    if ARGV[i + 3] == '2' then count_from_now(id, person) end
    if kind == 'D' and tonumber(ARGV[i + 4]) > now then
      redis.call('ZADD', KEYS[6], ARGV[i + 4], person)
    elseif frees then
      redis.call('ZREM', KEYS[6], person)
      local woken = redis.call('ZADD', KEYS[7], 'XX', 'LT', 'CH', text(now), person .. ':0', text(now), person .. ':1',
        text(now), person .. ':2', text(now), person .. ':3')
      if woken > 0 then may_go(now) end
    end
    if kind ~= 'D' then
      local seq = entry and string.match(entry, '^(%d+)') or text(redis.call('INCR', KEYS[4]))
      wait_again(id, kind, seq, packed)
      may_go(kind == 'B' and now or string.match(packed, '^%d|%d+|[^|]*|%d+|(%d+)'))
    end
    settled = settled + 1
  end
end
return {settled, soonest}
