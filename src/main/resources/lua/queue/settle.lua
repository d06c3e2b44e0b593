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

local inflight_key, owner_key, entry_key, seq_key, expires_key = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local busy_key, due_key, behind_key, held_key = KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local lane_keys = {[0] = KEYS[10], KEYS[11], KEYS[12], KEYS[13]}
local limit_key, number_limit_key, charges_key, sender_key = KEYS[14], KEYS[15], KEYS[16], KEYS[17]
local offset, owner, number_id, day = tonumber(ARGV[1]), ARGV[2], ARGV[3], tonumber(ARGV[4])

-- @include clock
-- @include text
-- @include types
-- @include add_two
-- @include in_pieces
-- @include entry
-- @include places
-- @include to_lane
-- @include charges

check_hashes(charges_key, sender_key)
redis.call('STRLEN', seq_key)
check_lists(unpack(lane_keys, 0, 3))
check_sorted_sets(inflight_key, expires_key, busy_key, behind_key, held_key, limit_key, number_limit_key)
local lines_wait = redis.call('ZCARD', due_key) > 1 -- One is the mark.

local soonest = -1
local function may_go(at)
  local wait = math.max(0, tonumber(at) - now)
  if soonest < 0 or wait < soonest then soonest = wait end
end

-- Which leases are ended here -------------------------------------------------------------------------------------

local ids = {}
for i = 5, #ARGV, 5 do ids[#ids + 1] = ARGV[i] end
local entries, holders = read_in_pieces('HMGET', entry_key, ids), read_in_pieces('HMGET', owner_key, ids)

-- From the last to the first, so that those that go back to the front of a lane stand there in their old order.
local ended, done, people = {}, {}, {}
for i = #ARGV - 4, 5, -5 do
  local id, kind, packed, charge = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  local entry, holder = entries[id], holders[id]
  local frees = holder == '+' .. owner -- '-': it ended without a request. Another one may make its person busy.
  if frees or holder == '-' .. owner or not entry then
    local person = person_of_message(packed)
    ended[#ended + 1] = {id = id, kind = kind, packed = packed, entry = entry, person = person, charge = charge,
      busy = kind == 'D' and tonumber(ARGV[i + 4]) > now and ARGV[i + 4], frees = frees}
    if kind == 'D' then done[#done + 1] = id end
    if charge ~= '0' then people[#people + 1] = person end
    holders[id], entries[id] = nil, entry or ''
  end
end
if #ended == 0 then return {0, -1} end

-- Charges ---------------------------------------------------------------------------------------------------------

local charges = read_in_pieces('HMGET', charges_key, people)
local changed, lowered = {}, {}

local function refund(id, person)
  local others, counted = other_charges(charges[person] or '', id)
  if counted then charges[person], changed[person], lowered[person] = others, true, true end
end

-- WhatsApp counts from its own acceptance, which is later than our taking. The clock may have been set back since. A
-- person's score is the latest of their charges, also then.
local function count_from_now(id, person)
  local mine = charges[person] or ''
  local from, to, by, at, sender = string.find(mine, CHARGE)
  while from and by ~= id do from, to, by, at, sender = string.find(mine, CHARGE, to + 1) end
  -- One that has left the moving day is no charge any more.
  if not from or tonumber(at) <= now - day then return end
  charges[person] = string.sub(mine, 1, from - 1) .. charge_text(id, text(math.max(now, tonumber(at))), sender)
    .. string.sub(mine, to + 1)
  changed[person] = true
end

local function write_charges()
  local set, removed, counted = {}, {}, {}
  local lower = {{}, {}} -- Exact scores, of the portfolio and of the number, after a charge was given back.
  local out = {{}, {}}
  for person in pairs(changed) do
    local mine = charges[person]
    if mine == '' then
      removed[#removed + 1] = person
    else
      add_two(set, person, mine)
    end
    if lowered[person] then
      for i, number in ipairs({false, number_id}) do
        local at = latest_charge(mine, number)
        if at > now - day then
          add_two(lower[i], text(at), person)
        else
          out[i][#out[i] + 1] = person
        end
      end
    else
      add_two(counted, text(now), person)
    end
  end
  write_in_pieces('HDEL', charges_key, removed)
  write_in_pieces('HSET', charges_key, set)
  for i, key in ipairs({limit_key, number_limit_key}) do
    write_in_pieces('ZREM', key, out[i])
    write_in_pieces('ZADD', key, lower[i])
    write_in_pieces('ZADD', key, counted, 'GT')
  end
end

-- Leases, people and lines ----------------------------------------------------------------------------------------

local function wait_again(e)
  e.seq = e.entry and string.match(e.entry, '^(%d+)') or text(redis.call('INCR', seq_key))
  local rank, expires, not_before = string.match(e.packed, '^(%d)|%d+|[^|]*|(%d+)|(%d+)')
  e.rank = tonumber(rank)
  redis.call('HSET', entry_key, e.id, e.seq .. '|' .. e.packed)
  redis.call('ZADD', expires_key, expires, e.id)
  local line = person_line(e)
  -- Where others wait behind it, it goes before them in its person's line. From the lane they would overtake it.
  if e.kind == 'R' or e.kind == 'B' and redis.call('ZSCORE', due_key, line) then
    redis.call('ZADD', behind_key, 0, behind_member(e))
    -- The line is due at the message's time, or before, when another one is its head.
    redis.call('ZADD', due_key, 'LT', e.kind == 'R' and not_before or text(now), line)
  elseif e.kind == 'H' then
    redis.call('ZADD', held_key, not_before, e.id)
  else
    to_lane('LPUSH', e.rank, e.id)
  end
  may_go(e.kind == 'B' and now or not_before)
end

-- Who waits for people that are free again is looked at now.
local function wake_lines(lines)
  local due, woken = read_in_pieces('ZMSCORE', due_key, lines), {}
  for _, line in ipairs(lines) do
    if due[line] then add_two(woken, text(now), line) end
  end
  if #woken == 0 then return end
  write_in_pieces('ZADD', due_key, woken, 'LT')
  may_go(now)
end

-- A message may shorten the busy time of its own request only. Another one may be under way to the same person.
local leases, busy, busier, free, lines = {}, {}, {}, {}, {}
for _, e in ipairs(ended) do
  leases[#leases + 1] = e.id
  if e.charge == '1' then refund(e.id, e.person) end
  if e.charge == '2' then count_from_now(e.id, e.person) end
  if e.busy then
    add_two(e.frees and busy or busier, e.busy, e.person)
  elseif e.frees then
    free[#free + 1] = e.person
    if lines_wait then
      for rank = 0, 3 do lines[#lines + 1] = e.person .. ':' .. rank end
    end
  end
end
write_in_pieces('ZREM', inflight_key, leases)
write_in_pieces('HDEL', owner_key, leases)
write_in_pieces('HDEL', entry_key, done)
write_charges()
write_in_pieces('ZREM', busy_key, free)
write_in_pieces('ZADD', busy_key, busy)
write_in_pieces('ZADD', busy_key, busier, 'GT')
wake_lines(lines)
for _, e in ipairs(ended) do
  if e.kind ~= 'D' then wait_again(e) end
end
return {#ended, soonest}
