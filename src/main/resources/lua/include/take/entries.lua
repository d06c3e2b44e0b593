-- Entries, and what becomes of one. It waits, it is leased, it ends.

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
  e.packed = table.concat({e.seq, e.rank, e.person, e.template, text(e.expires), text(e.not_before), e.attempts,
    e.fb_template, e.fb_rank, e.use_fb, e.sender}, '|')
  redis.call('HSET', entry_key, e.id, e.packed)
end

-- The first members of a sorted set by text, and the id in a member. The prefix is the person's line or the template.
local function members_of(key, prefix, most)
  return redis.call('ZRANGEBYLEX', key, '[' .. prefix .. ':', '(' .. prefix .. ';', 'LIMIT', 0, most)
end
local function id_of(member) return string.match(member, '([^:]+)$') end

local LINE_RANK = 17592186044416 -- 2^44. The whole line of a category stands before that of the next one.
local function place_in_line(e) return e.rank * LINE_RANK + tonumber(e.seq) end

-- Most numbers wait for no limit. A line that holds nothing but its mark need not be left.
local lines_exist = lines > 1 or part > 1 or daily_part > 1

local function leave_limits(id)
  if lines_exist then leave_lines(id) end
end

-- A lane holds an id twice when the message ended or was withdrawn there and came back. One call takes it once.
local taken_now = {}
local function lease(id, mark)
  taken_now[id] = true
  redis.call('ZREM', expires_key, id)
  redis.call('ZADD', inflight_key, text(lease_ends), id)
  redis.call('HSET', owner_key, id, mark .. owner)
end

-- An ended message leaves wherever it stood. A lane's list forgets it when its turn comes.
local function finish(e, reason)
  leave_limits(e.id)
  leave_asides(e, text(now))
  lease(e.id, '-')
  add(ended, e.id, e.packed, reason)
end
