-- Purpose: take messages of one number: check every gate, charge every limit, lease what may go; all or nothing.
-- KEYS: 1 ready, 2 portfolio, 3 sender, 4 pauses, 5 templates, 6 consent, 7 window, 8 limit, 9 limit of the number,
--   10 charges, 11 pace, 12 pair, 13 busy, 14 entry, 15-18 lanes by rank, 19 behind, 20 due, 21 held, 22 parked,
--   23 parkedon, 24 line, 25 line of the number, 26 dline, 27 expires, 28 inflight, 29 owner, 30 suppressed, 31 seq
--   (see redis.Keys)
-- ARGV: 1 clock offset (ms), 2 owner (text), 3 most to admit, 4 most to look at, 5 lease (ms), 6 lead (us: a start is
--   at least so far ahead), 7 horizon (us: and at most so much further), 8 headroom (per mille of the throughput),
--   9 pair interval (ms), 10 pair burst, 11 the moving day (ms), 12 window margin (ms), 13 number id (text), 14 first
--   place in line
-- Returns: {"loading", now ms, the key that is not whole}, or {"ok", epoch, now ms, next ms or -1, admitted, held,
--   ended, recovered}; admitted: id, entry, start us, charged 0/1, ...; held: id, entry, reason, until ms or 0, ...;
--   ended: id, entry, reason, ...; recovered: id, entry, ... An owner is stored after + when its request makes the
--   person busy, after - when its message ended without one.
-- Expiry rule: no key expires; what lies in the past is removed here, and that is the first write, so that a Redis
--   that refuses to grow still drains.
-- Clock: Redis TIME plus the offset.

local ready_key, portfolio_key, sender_key, pauses_key, templates_key = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local consent_key, window_key, limit_key, number_limit_key = KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local charges_key, pace_key, pair_key, busy_key, entry_key = KEYS[10], KEYS[11], KEYS[12], KEYS[13], KEYS[14]
local lane_keys = {[0] = KEYS[15], KEYS[16], KEYS[17], KEYS[18]}
local behind_key, due_key, held_key, parked_key, parked_on_key = KEYS[19], KEYS[20], KEYS[21], KEYS[22], KEYS[23]
local line_key, number_line_key, daily_line_key, expires_key = KEYS[24], KEYS[25], KEYS[26], KEYS[27]
local inflight_key, owner_key, suppressed_key, seq_key = KEYS[28], KEYS[29], KEYS[30], KEYS[31]
local offset, owner, most, scan = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local lease_ms, lead, horizon, headroom = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local pair_interval, pair_burst, day = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])
local margin, number_id, first_place = tonumber(ARGV[12]), ARGV[13], tonumber(ARGV[14])

-- Lua allows 200 locals in one function. With its pieces this script has about 170.
-- @include clock
-- @include text
-- @include add_two
-- @include run_id
-- @include entry
-- @include leave_asides
-- @include leave_lines
-- @include charges
-- @include interval

local lease_ends = now + lease_ms

-- Is all of the portfolio's state there?
local epoch = epoch_of(redis.call('GET', ready_key))
if not epoch then return {'loading', now, ready_key} end
-- @include take/knowledge
redis.call('HLEN', pauses_key)
local lost = lost_key()
if lost then return {'loading', now, lost} end
local throughput, daily = tonumber(settings[1]), tonumber(settings[2])

-- @include take/past
-- @include take/lanes
-- @include take/answer
-- @include take/entries

-- Until all leases that ran out are recovered, nobody knows who is busy.
-- @include take/recovery
local is_recovered, is_expired = recover(), expire()
if not is_recovered or not is_expired then
  come_again(now)
  return answer()
end

-- May the number send?
-- @include take/pauses
if settings[3] == '1' then
  yield_line()
  return answer()
end
local paused_until = pauses_end()
if paused_until > 0 then
  yield_line()
  come_again(paused_until)
  return answer()
end

-- Is there a slot?
-- @include take/pace
if slots <= 0 then
  pace_again()
  return answer()
end

-- @include take/templates
-- @include take/returns
return_held()
return_parked()

-- @include take/known
-- @include take/asides
-- @include take/limits
-- @include take/admit
-- @include take/gates
-- @include take/candidates
-- @include take/from_lanes

-- Authentication goes first. While lanes wait, those aside get at most half of what is left, and the rest after the
-- lanes.
walk(from_first_lane)
if slots > 0 then from_people(math.ceil(slots / 2)) end
if slots > 0 then from_line(daily_line_key, daily_line_key, daily_free, math.ceil(slots / 2)) end
if slots > 0 then from_line(number_line_key, line_key, free, math.ceil(slots / 2)) end
walk(from_other_lanes)
if slots > 0 then from_people(slots) end
if slots > 0 then from_line(daily_line_key, daily_line_key, daily_free, slots) end
if slots > 0 then from_line(number_line_key, line_key, free, slots) end
write_admitted()

-- When to come again.
if slots <= 0 then
  pace_again()
  return answer()
end
for rank = 0, 3 do
  if waiting_at[rank] > 0 then come_again(now) end
end
first_score(due_key)
first_score(held_key)
limit_again(number_line_key, limit_key, free)
limit_again(daily_line_key, number_limit_key, daily_free)
return answer()
