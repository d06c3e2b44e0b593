-- Purpose: a replica's sign of life; what has work since it last asked, and who is alive.
-- KEYS: 1 work, 2 seq, 3 replicas (see redis.Keys)
-- ARGV: 1 replica (text), 2 number of the last hint it heard, 3 alive for (ms)
-- Returns: {seq, {replica, ...}, {portfolio/number, ...}}
-- Expiry rule: no key expires; a replica that was silent for longer is removed here.
-- Clock: Redis TIME without offset: replicas live in real time.

local work_key, seq_key, replicas_key = KEYS[1], KEYS[2], KEYS[3]
local replica, after, alive_for = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local offset = 0

-- @include clock
-- @include text
-- @include types

check_sorted_sets(work_key)
local seq = tonumber(redis.call('GET', seq_key) or '0')

redis.call('ZREMRANGEBYSCORE', replicas_key, '-inf', now - alive_for)
redis.call('ZADD', replicas_key, text(now), replica)
if seq < after then after = 0 end
return {seq, redis.call('ZRANGE', replicas_key, 0, -1),
  seq > after and redis.call('ZRANGEBYSCORE', work_key, '(' .. text(after), '+inf') or {}}
