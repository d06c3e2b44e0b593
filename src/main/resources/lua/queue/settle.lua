-- Purpose: end leases: a message leaves the queue, waits again, or goes back to where it was taken from.
-- KEYS: 1 inflight, 2 owner, 3 entry, 4 seq, 5 expires, 6 busy, 7 due, 8 behind, 9 held, 10-13 lanes by rank,
--   14 limit, 15 limit of the number, 16 charges, 17 sender (see redis.Keys)
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
local soonest = -1
local function may_go(at)
  local wait = math.max(0, tonumber(at) - now)
  if soonest < 0 or wait < soonest then soonest = wait end
end

-- A key of another type ends the script here, before anything has changed.
redis.call('HLEN', KEYS[16])
redis.call('HLEN', KEYS[17])
redis.call('STRLEN', KEYS[4])
for rank = 0, 3 do redis.call('LLEN', KEYS[10 + rank]) end
for _, i in ipairs({1, 5, 6, 8, 9, 14, 15}) do redis.call('ZCARD', KEYS[i]) end
local lines_wait = redis.call('ZCARD', KEYS[7]) > 1 -- one is the mark

local texts = {} -- most of them are the same for all messages
local function text(n)
  if not texts[n] then texts[n] = string.format('%.0f', n) end
  return texts[n]
end

-- One call for many arguments; in pieces, because Lua's stack is small. Answers the sum of what the calls answer.
local function in_pieces(arguments, call)
  local sum = 0
  for from = 1, #arguments, 1000 do sum = sum + call(unpack(arguments, from, math.min(from + 999, #arguments))) end
  return sum
end

local function read(key, fields)
  local values = {}
  for from = 1, #fields, 1000 do
    for i, value in ipairs(redis.call('HMGET', key, unpack(fields, from, math.min(from + 999, #fields)))) do
      values[fields[from + i - 1]] = value
    end
  end
  return values
end

-- Which leases are ended here -------------------------------------------------------------------------------------

local ids = {}
for i = 5, #ARGV, 5 do ids[#ids + 1] = ARGV[i] end
local entries, holders = read(KEYS[3], ids), read(KEYS[2], ids)

-- From the last to the first: those that go back to the front of a lane stand there in their old order.
local ended, done, people = {}, {}, {}
for i = #ARGV - 4, 5, -5 do
  local id, kind, packed, charge = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  local entry, holder = entries[id], holders[id]
  local frees = holder == '+' .. owner -- '-': it ended without a request, another one may make its person busy
  if frees or holder == '-' .. owner or not entry then
    local person = string.match(packed, '^%d|(%d+)')
    ended[#ended + 1] = {id = id, kind = kind, packed = packed, entry = entry, person = person, charge = charge,
      busy = kind == 'D' and tonumber(ARGV[i + 4]) > now and ARGV[i + 4], frees = frees}
    if kind == 'D' then done[#done + 1] = id end
    if charge ~= '0' then people[#people + 1] = person end
    holders[id], entries[id] = nil, entry or ''
  end
end
if #ended == 0 then return {0, -1} end

-- Charges ---------------------------------------------------------------------------------------------------------

local charges = read(KEYS[16], people)
local changed, lowered = {}, {}

local function latest(some, sender)
  local at = 0
  for _, when, by in string.gmatch(some, '([^,;]+),(%d+),([^,;]+);') do
    if (not sender or by == sender) and tonumber(when) > at then at = tonumber(when) end
  end
  return at
end

local function refund(id, person)
  local kept, found = {}, false
  for by, at, sender in string.gmatch(charges[person] or '', '([^,;]+),(%d+),([^,;]+);') do
    if by == id then
      found = true
    elseif tonumber(at) > now - day then -- nobody else would look at one that is over: its person may leave the limit
      kept[#kept + 1] = by .. ',' .. at .. ',' .. sender .. ';'
    end
  end
  if found then
    charges[person], changed[person], lowered[person] = table.concat(kept), true, true
  end
end

-- WhatsApp counts from its own acceptance, which is later than our taking; unless the clock was set back since: a
-- person's score is the latest of their charges, also then.
local function count_from_now(id, person)
  local mine = charges[person] or ''
  local from, to, by, at, sender = string.find(mine, '([^,;]+),(%d+),([^,;]+);')
  while from and by ~= id do from, to, by, at, sender = string.find(mine, '([^,;]+),(%d+),([^,;]+);', to + 1) end
  -- One that has left the moving day is no charge any more.
  if not from or tonumber(at) <= now - day then return end
  charges[person] = string.sub(mine, 1, from - 1) .. id .. ',' .. text(math.max(now, tonumber(at))) .. ',' .. sender
    .. ';' .. string.sub(mine, to + 1)
  changed[person] = true
end

local function write_charges()
  local set, removed, counted = {}, {}, {}
  local lower = {{}, {}} -- exact scores of the portfolio and of the number, for those who were given something back
  local out = {{}, {}}
  for person in pairs(changed) do
    local mine = charges[person]
    if mine == '' then
      removed[#removed + 1] = person
    else
      set[#set + 1], set[#set + 2] = person, mine
    end
    if lowered[person] then
      for i, sender in ipairs({false, number_id}) do
        local at = latest(mine, sender)
        if at > now - day then
          lower[i][#lower[i] + 1], lower[i][#lower[i] + 2] = text(at), person
        else
          out[i][#out[i] + 1] = person
        end
      end
    else
      counted[#counted + 1], counted[#counted + 2] = text(now), person
    end
  end
  in_pieces(removed, function(...) return redis.call('HDEL', KEYS[16], ...) end)
  in_pieces(set, function(...) return redis.call('HSET', KEYS[16], ...) end)
  for i = 1, 2 do
    local key = KEYS[13 + i]
    in_pieces(out[i], function(...) return redis.call('ZREM', key, ...) end)
    in_pieces(lower[i], function(...) return redis.call('ZADD', key, ...) end)
    in_pieces(counted, function(...) return redis.call('ZADD', key, 'GT', ...) end)
  end
end

-- Leases, people and lines ----------------------------------------------------------------------------------------

local function wait_again(e)
  local seq = e.entry and string.match(e.entry, '^(%d+)') or text(redis.call('INCR', KEYS[4]))
  local rank, person, template, expires, not_before = string.match(e.packed,
    '^(%d)|(%d+)|([^|]*)|(%d+)|(%d+)')
  redis.call('HSET', KEYS[3], e.id, seq .. '|' .. e.packed)
  redis.call('ZADD', KEYS[5], expires, e.id)
  local line = person .. ':' .. rank
  -- Back where others wait behind it: before them in its person's line, not in the lane, which they would overtake.
  if e.kind == 'R' or e.kind == 'B' and redis.call('ZSCORE', KEYS[7], line) then
    redis.call('ZADD', KEYS[8], 0, line .. ':' .. string.format('%016.0f', tonumber(seq)) .. ':' .. e.id)
    -- Its line looks again at its time, or before, when another one is the line's head.
    redis.call('ZADD', KEYS[7], 'LT', e.kind == 'R' and not_before or text(now), line)
  elseif e.kind == 'H' then
    redis.call('ZADD', KEYS[9], not_before, e.id)
  else
    redis.call('LPUSH', KEYS[10 + tonumber(rank)], e.id)
    redis.call('HINCRBY', KEYS[17], 'lane:' .. rank, 1)
  end
  may_go(e.kind == 'B' and now or not_before)
end

-- Whoever waits for people that are free again is looked at now.
local function wake_lines(lines)
  local woken = {}
  for from = 1, #lines, 1000 do
    local due = redis.call('ZMSCORE', KEYS[7], unpack(lines, from, math.min(from + 999, #lines)))
    for i, at in ipairs(due) do
      if at then woken[#woken + 1], woken[#woken + 2] = text(now), lines[from + i - 1] end
    end
  end
  if #woken == 0 then return end
  in_pieces(woken, function(...) return redis.call('ZADD', KEYS[7], 'LT', ...) end)
  may_go(now)
end

-- Busy: whose own request it is may shorten the time; another one's may be under way to the same person.
local leases, busy, busier, free, lines = {}, {}, {}, {}, {}
for _, e in ipairs(ended) do
  leases[#leases + 1] = e.id
  if e.charge == '1' then refund(e.id, e.person) end
  if e.charge == '2' then count_from_now(e.id, e.person) end
  if e.busy then
    local own = e.frees and busy or busier
    own[#own + 1], own[#own + 2] = e.busy, e.person
  elseif e.frees then
    free[#free + 1] = e.person
    if lines_wait then
      for rank = 0, 3 do lines[#lines + 1] = e.person .. ':' .. rank end
    end
  end
end
in_pieces(leases, function(...) return redis.call('ZREM', KEYS[1], ...) end)
in_pieces(leases, function(...) return redis.call('HDEL', KEYS[2], ...) end)
in_pieces(done, function(...) return redis.call('HDEL', KEYS[3], ...) end)
write_charges()
in_pieces(free, function(...) return redis.call('ZREM', KEYS[6], ...) end)
in_pieces(busy, function(...) return redis.call('ZADD', KEYS[6], ...) end)
in_pieces(busier, function(...) return redis.call('ZADD', KEYS[6], 'GT', ...) end)
wake_lines(lines)
for _, e in ipairs(ended) do
  if e.kind ~= 'D' then wait_again(e) end
end
return {#ended, soonest}
