-- The gates in their order. A message passes all of them, or it ends, or it waits.

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

-- Nothing, or no marketing, may reach the person for a while. The message waits behind its person, whose line is due at
-- the end of that while.
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
    busy_until = lease_ends -- No lease ends later. The clock was set back.
    redis.call('ZADD', busy_key, text(busy_until), e.person)
  end
  if busy_until and busy_until > now then return behind(e, busy_until) end
  if e.from ~= 'behind' and known.line[i] then return behind(e, now) end
  local pair = tonumber(known.pair[i]) or now
  -- Further ahead than its whole burst. The clock was set back. One message may go, and the pair's pace begins anew.
  if pair > now + pair_interval * pair_burst then pair = now + pair_interval * (pair_burst - 1) end
  local wait = pair - pair_interval * (pair_burst - 1)
  if wait > now then return behind(e, wait) end
  e.pair = math.max(pair, now) + pair_interval
  return true
end

-- `known` is what `read` answers, with the message's place i in it.
local function look_at(e, i, known)
  if e.expires <= now then return finish(e, 'expired') end
  if e.not_before > now then
    if e.from == 'behind' then return behind(e, e.not_before) end
    return aside(e, e.not_before)
  end
  local open = tonumber(known.window[i] or '0') > now + margin
  if e.template == '' and not open then
    if e.fb_template == '' then return finish(e, 'window-closed') end
    leave_behind(e)
    if e.from == 'behind' then e.from = 'lane' end
    use_fallback(e)
    known.line[i] = redis.call('ZSCORE', due_key, person_line(e))
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
      leave_behind(e)
      return
    end
    charge(e, i, known, counted, counted_here)
  end
  admit(e, charged)
end
