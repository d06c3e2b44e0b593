-- Purpose: take messages of one number: check every gate, charge every limit, lease what may go; all or nothing.
-- KEYS: 1 ready, 2 portfolio, 3 sender, 4 pauses, 5 templates, 6 consent, 7 window, 8 limit, 9 limit of the number,
--   10 charges, 11 pace, 12 pair, 13 busy, 14 entry, 15-18 lanes by rank, 19 behind, 20 due, 21 held, 22 parked,
--   23 parkedon, 24 line, 25 line of the number, 26 dline, 27 expires, 28 inflight, 29 owner, 30 suppressed, 31 seq (see
--   redis.Keys)
-- ARGV: 1 clock offset (ms), 2 owner (text), 3 most to admit, 4 most to look at, 5 lease (ms), 6 lead (us: a start is
--   at least so far ahead), 7 horizon (us: and at most so much further), 8 headroom (per mille of the throughput),
--   9 pair interval (ms), 10 pair burst, 11 the moving day (ms), 12 window margin (ms), 13 number id (text), 14 first
--   place in line
-- Returns: {"loading", now ms, the key that is not whole}, or {"ok", epoch, now ms, next ms or -1, admitted, held, ended, recovered}; admitted:
--   id, entry, start us, charged 0/1, ...; held: id, entry, reason, until ms or 0, ...; ended: id, entry, reason, ...;
--   recovered: id, entry, ... An owner is stored after + when its request makes the person busy, after - when its
--   message ended without one.
-- Expiry rule: no key expires; what lies in the past is removed here, and that is the first write, so that a Redis
--   that refuses to grow still drains.
-- Clock: Redis TIME plus the offset.

local LINE_RANK = 17592186044416 -- 2^44: a category's whole line stands before the next one's

local day, margin = tonumber(ARGV[11]), tonumber(ARGV[12])
local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2] + ARGV[1] * 1000
local now = math.floor(now_us / 1000)

-- As text without exponent. A call writes the same few times for each of its messages.
local texts = {}
local function number(n)
  local text = texts[n]
  if not text then
    text = string.format('%.0f', n)
    texts[n] = text
  end
  return text
end

-- Knowledge -------------------------------------------------------------------------------------------------------

-- Each key carries a mark from its making on (see redis.Keys), and a lane its length beside it: a key that was deleted
-- since, also one that has been filled again, is seen before anything is let go. A key of another type ends the script.
local ready = redis.call('GET', KEYS[1])
local run_id, epoch = string.match(ready or '', '^(%w+):(%d+)$')
if not run_id or string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') ~= run_id then
  return {'loading', now, KEYS[1]}
end
local settings = redis.call('HMGET', KEYS[3], 'throughput', 'dailyLimit', 'paused', 'lane:0', 'lane:1', 'lane:2',
  'lane:3')
local limit = tonumber(redis.call('HGET', KEYS[2], 'limit'))
local pace = tonumber(redis.call('GET', KEYS[11]) or 'none')
local waiting_at = {} -- how many wait in each lane; changed ones are written at the end
for rank = 0, 3 do waiting_at[rank] = redis.call('LLEN', KEYS[15 + rank]) end
-- Only this script adds to the lines: they are whole when they are there at all.
local lines, part, daily_part =
  redis.call('ZCARD', KEYS[24]), redis.call('ZCARD', KEYS[25]), redis.call('ZCARD', KEYS[26])

local function lost_key()
  if not limit then return KEYS[2] end
  if not settings[1] or not settings[2] or not settings[3] then return KEYS[3] end
  if redis.call('HEXISTS', KEYS[5], '!') == 0 then return KEYS[5] end
  if redis.call('GETRANGE', KEYS[6], 0, 0) ~= '\165' then return KEYS[6] end
  for _, i in ipairs({7, 8, 9, 12, 13, 19, 20, 21, 22, 27, 28, 30}) do
    if not redis.call('ZSCORE', KEYS[i], '0') then return KEYS[i] end
  end
  for _, i in ipairs({10, 14, 29}) do
    if redis.call('HEXISTS', KEYS[i], '0') == 0 then return KEYS[i] end
  end
  if redis.call('SISMEMBER', KEYS[23], '0') == 0 then return KEYS[23] end
  if lines == 0 then return KEYS[24] end
  if part == 0 then return KEYS[25] end
  if daily_part == 0 then return KEYS[26] end
  if not pace then return KEYS[11] end
  if (tonumber(redis.call('GET', KEYS[31]) or '0') or 0) < tonumber(ARGV[14]) then return KEYS[31] end
  for rank = 0, 3 do
    if waiting_at[rank] ~= tonumber(settings[4 + rank] or '0') then return KEYS[15 + rank] end
  end
end
redis.call('HLEN', KEYS[4])
local lost = lost_key()
if lost then return {'loading', now, lost} end

local throughput, daily = tonumber(settings[1]), tonumber(settings[2])
local most, scan = tonumber(ARGV[3]), tonumber(ARGV[4])
local lease_ends = now + ARGV[5]

-- What is past; the first write, and it frees ---------------------------------------------------------------------

redis.call('ZREMRANGEBYSCORE', KEYS[13], '-inf', now)
-- Bounded: after a quiet day a hundred thousand people may have ended at once. What stays a while is not counted.
local function trim(key, ended, before_removal)
  local past = math.min(redis.call('ZCOUNT', key, '-inf', ended), 2 * scan)
  if past == 0 then return end
  if before_removal then before_removal(redis.call('ZRANGE', key, 0, past - 1)) end
  redis.call('ZREMRANGEBYRANK', key, 0, past - 1)
end
trim(KEYS[12], now)
trim(KEYS[7], now)
trim(KEYS[9], now - day)
-- Most of the time nobody is suppressed: what holds for nobody is not asked for each.
local any_suppressed = redis.call('ZCARD', KEYS[30]) > 1
if any_suppressed then trim(KEYS[30], now) end
-- The person's score is the latest of their charges: all of them are past.
trim(KEYS[8], now - day, function(people) redis.call('HDEL', KEYS[10], unpack(people)) end)

local admitted, held, ended, recovered = {}, {}, {}, {}
local next_at = -1
local function come_again(at)
  at = math.max(at, now)
  if next_at < 0 or at < next_at then next_at = at end
end

local function add(list, ...)
  for _, value in ipairs({...}) do list[#list + 1] = value end
end

-- The same for two, without a table: it is called many times for each message.
local function add_two(list, one, other)
  local size = #list
  list[size + 1], list[size + 2] = one, other
end

-- Entries ---------------------------------------------------------------------------------------------------------

local function unpack_entry(id, packed)
  local e = {id = id, packed = packed}
  local seq, rank, person, template, expires, not_before, attempts, fb_template, fb_rank, use_fb, sender =
    string.match(packed, '^(%d+)|(%d)|(%d+)|([^|]*)|(%d+)|(%d+)|(%d+)|([^|]*)|(%d*)|([01])|(.*)$')
  if not seq then error('not a queue entry') end
  e.seq, e.rank, e.person, e.template = seq, tonumber(rank), person, template
  e.expires, e.not_before = tonumber(expires), tonumber(not_before)
  e.attempts, e.fb_template, e.fb_rank, e.use_fb, e.sender = attempts, fb_template, fb_rank, use_fb, sender
  return e
end

local function repack(e)
  e.packed = table.concat({e.seq, e.rank, e.person, e.template, number(e.expires), number(e.not_before), e.attempts,
    e.fb_template, e.fb_rank, e.use_fb, e.sender}, '|')
  redis.call('HSET', KEYS[14], e.id, e.packed)
end

local function person_line(e) return e.person .. ':' .. e.rank end
local function behind_member(e)
  return person_line(e) .. ':' .. string.format('%016.0f', tonumber(e.seq)) .. ':' .. e.id
end
local function parked_member(e)
  return e.template .. ':' .. string.format('%016.0f', tonumber(e.seq)) .. ':' .. e.id
end
local function place_in_line(e) return e.rank * LINE_RANK + tonumber(e.seq) end

-- Most numbers wait for no limit: what holds nothing but its mark need not be left.
local lines_exist = lines > 1 or part > 1 or daily_part > 1

local function leave_lines(e)
  if not lines_exist then return end
  redis.call('ZREM', KEYS[24], e.id)
  redis.call('ZREM', KEYS[25], e.id)
  redis.call('ZREM', KEYS[26], e.id)
end

-- A lane may hold an id twice, when it ended or was withdrawn there and came back: this call takes it once.
local taken_now = {}
local function lease(id, mark)
  taken_now[id] = true
  redis.call('ZREM', KEYS[27], id)
  redis.call('ZADD', KEYS[28], number(lease_ends), id)
  redis.call('HSET', KEYS[29], id, mark .. ARGV[2])
end

-- An ended message leaves wherever it stood; a lane's list forgets it when its turn comes.
local function finish(e, reason)
  leave_lines(e)
  if redis.call('ZREM', KEYS[19], behind_member(e)) == 1 then
    -- Those behind it may have waited for its time only.
    redis.call('ZADD', KEYS[20], 'XX', 'LT', number(now), person_line(e))
  end
  redis.call('ZREM', KEYS[21], e.id)
  redis.call('ZREM', KEYS[22], parked_member(e))
  lease(e.id, '-')
  add(ended, e.id, e.packed, reason)
end

-- Recovery and expiry ---------------------------------------------------------------------------------------------

local ended_leases = redis.call('ZRANGEBYSCORE', KEYS[28], '-inf', now, 'LIMIT', 0, scan)
for _, id in ipairs(ended_leases) do
  local packed = redis.call('HGET', KEYS[14], id)
  if packed then
    -- Who made their person busy does so again, until what became of them is known; but not where another does by now.
    local mark = string.match(redis.call('HGET', KEYS[29], id) or '', '^[-+]') or '+'
    if mark == '+' then
      local person = string.match(packed, '^%d+|%d|(%d+)')
      if redis.call('ZADD', KEYS[13], 'NX', number(lease_ends), person) == 0 then mark = '-' end
    end
    lease(id, mark)
    add(recovered, id, packed)
  else
    redis.call('ZREM', KEYS[28], id)
    redis.call('HDEL', KEYS[29], id)
  end
end

local late = redis.call('ZRANGEBYSCORE', KEYS[27], '-inf', now, 'LIMIT', 0, scan)
for _, id in ipairs(late) do
  local packed = redis.call('HGET', KEYS[14], id)
  if packed and not redis.call('ZSCORE', KEYS[28], id) then
    finish(unpack_entry(id, packed), 'expired')
  else
    redis.call('ZREM', KEYS[27], id)
  end
end

local function first_score(key)
  local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
  if first[1] and first[1] ~= '0' then come_again(tonumber(first[2])) end -- the mark stands last
end

local lanes_changed = {}
local function lane_changed(rank, by)
  waiting_at[rank] = waiting_at[rank] + by
  lanes_changed[rank] = true
end

local function answer()
  local lengths = {}
  for rank in pairs(lanes_changed) do add(lengths, 'lane:' .. rank, waiting_at[rank]) end
  if #lengths > 0 then redis.call('HSET', KEYS[3], unpack(lengths)) end
  first_score(KEYS[28])
  first_score(KEYS[27])
  return {'ok', epoch, now, next_at, admitted, held, ended, recovered}
end

-- While leases are still to be recovered, we cannot know who is busy.
if #ended_leases == scan or #late == scan then
  come_again(now)
  return answer()
end

-- Pauses ----------------------------------------------------------------------------------------------------------

local function to_lane(id, push)
  local packed = redis.call('HGET', KEYS[14], id)
  if packed then
    local rank = tonumber(string.match(packed, '^%d+|(%d)'))
    redis.call(push, KEYS[15 + rank], id)
    lane_changed(rank, 1)
  end
end

-- A number that cannot send keeps no place before other numbers in the portfolio's line: its messages wait in their
-- lanes, and find the same place again, which is made of their seq.
local function yield_line()
  local ids = redis.call('ZRANGE', KEYS[25], 0, scan - 1)
  for i = #ids, 1, -1 do
    if ids[i] ~= '0' then
      leave_lines({id = ids[i]})
      to_lane(ids[i], 'LPUSH')
    end
  end
  if #ids == scan then come_again(now) end
end

if settings[3] == '1' then
  yield_line()
  return answer()
end
local paused_until = 0
local pauses = redis.call('HGETALL', KEYS[4])
for i = 1, #pauses, 2 do
  local ends = tonumber(string.match(pauses[i + 1], ':(%d+)$'))
  if ends > now then paused_until = math.max(paused_until, ends) else redis.call('HDEL', KEYS[4], pauses[i]) end
end
if paused_until > 0 then
  yield_line()
  come_again(paused_until)
  return answer()
end

-- Pace: GCRA in microseconds, the burst is one message ------------------------------------------------------------

local lead, horizon = tonumber(ARGV[6]), tonumber(ARGV[7])
local interval = math.ceil(1000000000 / (throughput * (1000 - ARGV[8])))
local last_start = now_us + lead + horizon
-- No start is given further ahead, nor does the pace of inbound messages go further than a second: this was another
-- clock, which has been set back since. Normal pace again within a second, and everyone's time is looked at anew.
if pace > last_start + math.max(interval, 1000000) then
  pace = now_us + lead + 1000000
  redis.call('SET', KEYS[11], number(pace))
  redis.call('ZUNIONSTORE', KEYS[20], 1, KEYS[20], 'WEIGHTS', 0)
  redis.call('ZADD', KEYS[20], '+inf', '0')
end
local start = math.max(pace, now_us + lead)
local in_pace = start <= last_start and math.floor((last_start - start) / interval) + 1 or 0
local slots = math.min(in_pace, most)
-- When half the horizon is used up. Who has no place for more than was admitted knows himself when to come again.
local function pace_again()
  if most > 0 then come_again(math.ceil((start - lead - horizon / 2) / 1000)) end
end
if slots <= 0 then
  pace_again()
  return answer()
end

-- What was aside and may come back --------------------------------------------------------------------------------

local due_back = redis.call('ZRANGEBYSCORE', KEYS[21], '-inf', now, 'LIMIT', 0, scan)
for _, id in ipairs(due_back) do
  redis.call('ZREM', KEYS[21], id)
  to_lane(id, 'RPUSH')
end

-- Thousands of messages have a few templates.
local template_words = {}
local function template_word(template)
  if template_words[template] == nil then template_words[template] = redis.call('HGET', KEYS[5], template) end
  return template_words[template]
end

-- A pause that ends by itself carries its end, and once that is past the template may be sent. Answers status and end.
local function template_now(word)
  local ends = word and tonumber(string.match(word, '^P(%d+)$'))
  if not ends then return word, 0 end
  if ends <= now then return 'A', 0 end
  return 'P', ends
end

local parked_on = redis.call('SMEMBERS', KEYS[23])
table.sort(parked_on)
for _, template in ipairs(parked_on) do
  local status, ends = 'P', 0
  if template ~= '0' then status, ends = template_now(template_word(template)) end
  if ends > 0 then come_again(ends) end
  if status ~= 'P' and status ~= 'W' then
    local back = redis.call('ZRANGEBYLEX', KEYS[22], '[' .. template .. ':', '(' .. template .. ';', 'LIMIT', 0, scan)
    for _, member in ipairs(back) do
      redis.call('ZREM', KEYS[22], member)
      to_lane(string.match(member, '([^:]+)$'), 'RPUSH')
    end
    if #back < scan then redis.call('SREM', KEYS[23], template) else come_again(now) end
  end
end

-- The gates -------------------------------------------------------------------------------------------------------

local function people_left(key, most)
  if most < 0 then return math.huge end
  return most - redis.call('ZCOUNT', key, '(' .. number(now - day), '(inf')
end
local free, daily_free = people_left(KEYS[8], limit), people_left(KEYS[9], daily)

-- What one call has changed and a batched read does not know yet: a person takes one message, and is busy then.
local busy_now = {}
local busy, pairs_to, leases, owners, unexpired = {}, {}, {}, {}, {}

-- A set that holds nothing but its mark need not be asked for each.
local function scores(key, members)
  return redis.call('ZCARD', key) > 1 and redis.call('ZMSCORE', key, unpack(members)) or {}
end

local function read(candidates)
  local people, lines, bytes, suppressions = {}, {}, {}, {}
  for i, e in ipairs(candidates) do
    people[i], lines[i] = e.person, person_line(e)
    bytes[3 * i - 2], bytes[3 * i - 1], bytes[3 * i] = 'GET', 'u8', '#' .. e.person
    if any_suppressed then add_two(suppressions, 'r' .. e.person, 'm' .. e.person) end
  end
  return {
    busy = scores(KEYS[13], people),
    line = scores(KEYS[20], lines),
    consent = redis.call('BITFIELD_RO', KEYS[6], unpack(bytes)),
    suppressed = any_suppressed and redis.call('ZMSCORE', KEYS[30], unpack(suppressions)),
    window = scores(KEYS[7], people),
    pair = scores(KEYS[12], people),
    counted = scores(KEYS[8], people),
    counted_here = scores(KEYS[9], people),
    charges = redis.call('HMGET', KEYS[10], unpack(people)),
  }
end

local function hold(e, reason, until_ms)
  add(held, e.id, e.packed, reason, until_ms)
end

local function aside(e, at)
  if e.from == 'line' then leave_lines(e) end
  redis.call('ZADD', KEYS[21], number(at), e.id)
end

local function behind(e, at)
  redis.call('ZADD', KEYS[19], 0, behind_member(e))
  if e.from == 'behind' then
    redis.call('ZADD', KEYS[20], number(at), person_line(e))
  else
    redis.call('ZADD', KEYS[20], 'NX', number(at), person_line(e))
    leave_lines(e)
  end
end

local function park(e, reason, ends)
  redis.call('ZADD', KEYS[22], 0, parked_member(e))
  redis.call('SADD', KEYS[23], e.template)
  if e.from == 'behind' then redis.call('ZREM', KEYS[19], behind_member(e)) end
  leave_lines(e)
  if ends > 0 then come_again(ends) end
  hold(e, reason, ends)
end

-- Charges of this call that are not written yet: one write for all of them.
local new_charges, new_people = {}, {}
local function write_charges()
  if #new_charges == 0 then return end
  redis.call('HSET', KEYS[10], unpack(new_charges))
  redis.call('ZADD', KEYS[8], 'GT', unpack(new_people))
  redis.call('ZADD', KEYS[9], 'GT', unpack(new_people))
  new_charges, new_people = {}, {}
end

-- When the one with so many ahead in the line can go: people are counted in the order in which they stop counting,
-- first those of now, then those who wait; each goes when the person `size` places before has stopped.
local function frees_at(key, size, ahead, left)
  if size == 0 then return 0 end
  write_charges()
  local used, turn = size - left, ahead - left
  local rounds = turn < used and 0 or math.floor((turn - used) / size) + 1
  local at = turn - rounds * size
  if at < 0 then return now + rounds * day end
  at = at + redis.call('ZCOUNT', key, '-inf', number(now - day)) -- past, and not removed yet
  return tonumber(redis.call('ZRANGE', key, at, at, 'WITHSCORES')[2]) + (1 + rounds) * day
end

-- Waits in line; who stands there already keeps its place and is not told twice.
local function queue_up(e, line_key, part_key, other_key, other_part, reason, key, size, left)
  if other_key then redis.call('ZREM', other_key, e.id) end
  if other_part then redis.call('ZREM', other_part, e.id) end
  local place = number(place_in_line(e))
  lines_exist = true
  if redis.call('ZADD', line_key, place, e.id) == 1 then
    if part_key then redis.call('ZADD', part_key, place, e.id) end
    hold(e, reason, frees_at(key, size, redis.call('ZCOUNT', line_key, '-inf', '(' .. place), left))
  end
end

local function has_turn(e, line_key, left)
  return left > 0
    and (left == math.huge or not lines_exist or redis.call('ZCOUNT', line_key, '-inf', '(' .. number(place_in_line(e))) < left)
end

local function limits_allow(e, counted, counted_here)
  if not counted_here and not has_turn(e, KEYS[26], daily_free) then
    queue_up(e, KEYS[26], nil, KEYS[24], KEYS[25], 'daily-limit', KEYS[9], daily, daily_free)
    return false
  end
  if not counted and not has_turn(e, KEYS[24], free) then
    queue_up(e, KEYS[24], KEYS[25], KEYS[26], nil, 'messaging-limit', KEYS[8], limit, free)
    return false
  end
  return true
end

local function charge(e, i, known, counted, counted_here)
  if not counted then free = free - 1 end
  if not counted_here then daily_free = daily_free - 1 end
  local mine = e.id .. ',' .. number(now) .. ',' .. ARGV[13] .. ';'
  if known.charges[i] then
    local kept = {}
    for id, at, sender in string.gmatch(known.charges[i], '([^,;]+),(%d+),([^,;]+);') do
      if id ~= e.id and tonumber(at) > now - day then kept[#kept + 1] = id .. ',' .. at .. ',' .. sender .. ';' end
    end
    mine = table.concat(kept) .. mine
  end
  add_two(new_charges, e.person, mine)
  add_two(new_people, number(now), e.person)
end

local function template_gate(e)
  local status, ends = template_now(template_word(e.template))
  if not status then return finish(e, 'template-unknown') end
  if status == 'R' then return finish(e, 'template-rejected') end
  if status == 'D' then return finish(e, 'template-disabled') end
  if status == 'P' then return park(e, 'template-paused', ends) end
  if status == 'W' then return park(e, 'template-pending', 0) end
  return true
end

local CONSENT_SHIFT = {[0] = 16, [2] = 4, [3] = 1} -- authentication, utility, marketing: 2^shift of their two bits
local function consent_gate(e, byte)
  local shift = CONSENT_SHIFT[e.rank]
  if not shift then return true end
  local status = math.floor(byte / shift) % 4
  if status == 2 or (e.rank == 3 and math.floor(byte / 64) % 2 == 1) then return finish(e, 'opted-out') end
  if status ~= 1 then return finish(e, 'no-consent') end
  return true
end

-- The free-form message's fallback takes its place, with its own template, category, consent and charge.
local function use_fallback(e)
  e.template, e.rank, e.fb_template, e.fb_rank, e.use_fb = e.fb_template, tonumber(e.fb_rank), '', '', '1'
  repack(e)
end

-- Those whom nothing, or no marketing, may reach for a while wait behind their person, whose line is due at the end.
local function suppression_gate(e, i, known)
  if not known.suppressed then return true end
  local ends, reason = tonumber(known.suppressed[2 * i - 1] or '0'), 'recipient-suppressed'
  local marketing = e.rank == 3 and tonumber(known.suppressed[2 * i] or '0') or 0
  if marketing > ends then ends, reason = marketing, 'marketing-limited' end
  if ends <= now then return true end
  hold(e, reason, ends)
  return behind(e, ends)
end

local function person_gate(e, i, known)
  local busy_until = busy_now[e.person] and lease_ends or tonumber(known.busy[i])
  if busy_until and busy_until > lease_ends then
    busy_until = lease_ends -- no lease ends later: the clock was set back
    redis.call('ZADD', KEYS[13], number(busy_until), e.person)
  end
  if busy_until and busy_until > now then return behind(e, busy_until) end
  if e.from ~= 'behind' and known.line[i] then return behind(e, now) end
  local pair = tonumber(known.pair[i]) or now
  -- Further ahead than its whole burst: the clock was set back. One message may go, and the pair's pace begins anew.
  if pair > now + ARGV[9] * ARGV[10] then pair = now + ARGV[9] * (ARGV[10] - 1) end
  local wait = pair - ARGV[9] * (ARGV[10] - 1)
  if wait > now then return behind(e, wait) end
  e.pair = math.max(pair, now) + ARGV[9]
  return true
end

local request_owner = '+' .. ARGV[2]
local function admit(e, charged)
  leave_lines(e)
  if e.from == 'behind' then
    redis.call('ZREM', KEYS[19], behind_member(e))
    local line = person_line(e)
    if redis.call('ZRANGEBYLEX', KEYS[19], '[' .. line .. ':', '(' .. line .. ';', 'LIMIT', 0, 1)[1] then
      redis.call('ZADD', KEYS[20], number(lease_ends), line)
    else
      redis.call('ZREM', KEYS[20], line)
    end
  end
  busy_now[e.person], taken_now[e.id] = true, true
  add_two(busy, number(lease_ends), e.person)
  add_two(pairs_to, number(e.pair), e.person)
  add_two(leases, number(lease_ends), e.id)
  add_two(owners, e.id, request_owner)
  unexpired[#unexpired + 1] = e.id
  add_two(admitted, e.id, e.packed)
  add_two(admitted, start, charged and 1 or 0)
  start = start + interval
  slots = slots - 1
end

local function look_at(e, i, known)
  if e.expires <= now then return finish(e, 'expired') end
  if e.not_before > now then
    if e.from == 'behind' then return behind(e, e.not_before) end
    return aside(e, e.not_before)
  end
  local open = tonumber(known.window[i] or '0') > now + margin
  if e.template == '' and not open then
    if e.fb_template == '' then return finish(e, 'window-closed') end
    if e.from == 'behind' then
      redis.call('ZREM', KEYS[19], behind_member(e))
      e.from = 'lane'
    end
    use_fallback(e)
    known.line[i] = redis.call('ZSCORE', KEYS[20], person_line(e))
  end
  if e.template ~= '' and not template_gate(e) then return end
  if not consent_gate(e, known.consent[i]) then return end
  if not suppression_gate(e, i, known) then return end
  if not person_gate(e, i, known) then return end
  local charged = e.template ~= '' and not open
  if charged then
    local counted = tonumber(known.counted[i] or '0') > now - day
    local counted_here = tonumber(known.counted_here[i] or '0') > now - day
    if not limits_allow(e, counted, counted_here) then
      if e.from == 'behind' then redis.call('ZREM', KEYS[19], behind_member(e)) end
      return
    end
    charge(e, i, known, counted, counted_here)
  end
  admit(e, charged)
end

-- Candidates ------------------------------------------------------------------------------------------------------

local looked = 0
local function entries_of(ids, from)
  local candidates = {}
  if #ids == 0 then return candidates end
  local packed = redis.call('HMGET', KEYS[14], unpack(ids))
  local taken = redis.call('ZMSCORE', KEYS[28], unpack(ids))
  for i, id in ipairs(ids) do
    if packed[i] and not taken[i] then
      local e = unpack_entry(id, packed[i])
      e.from = from
      candidates[#candidates + 1] = e
    elseif from == 'line' then
      leave_lines({id = id})
    end
  end
  looked = looked + #ids
  return candidates
end

-- Looks at them in their order; those that no slot is left for are answered, to go back where they came from.
local function look_at_all(candidates)
  if #candidates == 0 then return candidates end
  local known, rest = read(candidates), {}
  for i, e in ipairs(candidates) do
    if slots <= 0 then
      rest[#rest + 1] = e
    elseif not taken_now[e.id] then
      look_at(e, i, known)
    end
  end
  return rest
end

local function from_people(most)
  local ids, gone = {}, 0
  local lines = redis.call('ZRANGEBYSCORE', KEYS[20], '-inf', now, 'LIMIT', 0, math.min(most, scan))
  for _, line in ipairs(lines) do
    local first = redis.call('ZRANGEBYLEX', KEYS[19], '[' .. line .. ':', '(' .. line .. ';', 'LIMIT', 0, 1)[1]
    local id = first and string.match(first, '([^:]+)$')
    if not id then
      redis.call('ZREM', KEYS[20], line)
    elseif redis.call('HEXISTS', KEYS[14], id) == 0 or redis.call('ZSCORE', KEYS[28], id) then
      redis.call('ZREM', KEYS[19], first)
      gone = gone + 1
    else
      ids[#ids + 1] = id
    end
  end
  if gone > 0 then come_again(now) end
  look_at_all(entries_of(ids, 'behind'))
end

local function from_line(part_key, line_key, left, most)
  if left <= 0 then return end
  local ids = {}
  local waiting = redis.call('ZRANGE', part_key, 0, math.min(most, scan) - 1, 'WITHSCORES')
  for i = 1, #waiting, 2 do
    if waiting[i] == '0' then break end
    local ahead = left == math.huge and 0 or redis.call('ZCOUNT', line_key, '-inf', '(' .. waiting[i + 1])
    if ahead >= left then break end
    ids[#ids + 1] = waiting[i]
  end
  look_at_all(entries_of(ids, 'line'))
end

local SHARES = {1, 2, 1, 3, 1, 2, 1, 3, 1, 2} -- of ten starts: service 5, utility 3, marketing 2; the rest by rank

local function pop(rank, most)
  if most <= 0 then return {} end
  local ids = redis.call('LPOP', KEYS[15 + rank], most)
  if not ids then return {} end
  lane_changed(rank, -#ids)
  return ids
end

local function look_at_lane(ids)
  local rest = look_at_all(entries_of(ids, 'lane'))
  for i = #rest, 1, -1 do
    redis.call('LPUSH', KEYS[15 + rest[i].rank], rest[i].id)
    lane_changed(rest[i].rank, 1)
  end
  return #ids
end

local function from_first_lane(size) return look_at_lane(pop(0, size)) end

local function from_other_lanes(size)
  local ids, turns, quota, base = {}, {}, {0, 0, 0}, math.floor(start / interval)
  for i = 1, size do
    turns[i] = SHARES[(base + i) % 10 + 1]
    quota[turns[i]] = quota[turns[i]] + 1
  end
  local of, at = {pop(1, quota[1]), pop(2, quota[2]), pop(3, quota[3])}, {1, 1, 1}
  for _, rank in ipairs(turns) do
    ids[#ids + 1] = of[rank][at[rank]]
    at[rank] = at[rank] + 1
  end
  for rank = 1, 3 do
    for _, id in ipairs(pop(rank, size - #ids)) do ids[#ids + 1] = id end
  end
  return look_at_lane(ids)
end

-- A lane of messages that may not go is walked in growing steps, so that it neither costs a call for each nor pops far
-- more than there are slots for.
local function walk(from_lane)
  local size, popped = slots, -1
  while slots > 0 and looked < scan and popped ~= 0 do
    local before = slots
    popped = from_lane(math.min(math.max(size, slots), scan - looked))
    if before - slots < popped / 2 then size = math.min(size * 2, scan) end
  end
end

-- Authentication first; those aside get at most half of what is left while lanes wait, and the rest after them.
walk(from_first_lane)
if slots > 0 then from_people(math.ceil(slots / 2)) end
if slots > 0 then from_line(KEYS[26], KEYS[26], daily_free, math.ceil(slots / 2)) end
if slots > 0 then from_line(KEYS[25], KEYS[24], free, math.ceil(slots / 2)) end
walk(from_other_lanes)
if slots > 0 then from_people(slots) end
if slots > 0 then from_line(KEYS[26], KEYS[26], daily_free, slots) end
if slots > 0 then from_line(KEYS[25], KEYS[24], free, slots) end

-- One write for each kind -----------------------------------------------------------------------------------------

if #admitted > 0 then
  redis.call('ZREM', KEYS[27], unpack(unexpired))
  redis.call('ZADD', KEYS[28], unpack(leases))
  redis.call('HSET', KEYS[29], unpack(owners))
  redis.call('ZADD', KEYS[13], unpack(busy))
  redis.call('ZADD', KEYS[12], unpack(pairs_to))
  redis.call('SET', KEYS[11], number(start))
  write_charges()
end

-- When to come again ----------------------------------------------------------------------------------------------

if slots <= 0 then
  pace_again()
  return answer()
end

local function limit_again(part_key, key, left)
  if redis.call('ZCARD', part_key) == 1 then return end -- the mark alone
  -- Those before us in the line belong to another number, which takes them; look again soon.
  if left > 0 then return come_again(now + 200) end
  local first = redis.call('ZCOUNT', key, '-inf', number(now - day)) - left
  local frees = tonumber(redis.call('ZRANGE', key, first, first, 'WITHSCORES')[2] or 'inf')
  if frees < math.huge then come_again(frees + day) end
end
for rank = 0, 3 do
  if waiting_at[rank] > 0 then come_again(now) end
end
first_score(KEYS[20])
first_score(KEYS[21])
limit_again(KEYS[25], KEYS[8], free)
limit_again(KEYS[26], KEYS[9], daily_free)
return answer()
