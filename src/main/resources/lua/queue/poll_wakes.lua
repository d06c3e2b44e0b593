-- Purpose: a replica's sign of life; what has work since it last asked, and who is alive.
-- KEYS: 1 work, 2 seq, 3 replicas (see redis.Keys)
-- ARGV: 1 replica (text), 2 number of the last hint it heard, 3 alive for (ms)
-- Returns: {seq, {replica, ...}, {portfolio/number, ...}}
-- Expiry rule: no key expires; a replica that was silent for longer is removed here.
-- Clock: Redis TIME without offset: replicas live in real time.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- A key of another type ends the script here, before anything has changed.
redis.call('ZCARD', KEYS[1])
local seq = tonumber(redis.call('GET', KEYS[2]) or '0')

redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now - ARGV[3])
redis.call('ZADD', KEYS[3], string.format('%.0f', now), ARGV[1])
local after = tonumber(ARGV[2])
if seq < after then after = 0 end
return {seq, redis.call('ZRANGE', KEYS[3], 0, -1),
  seq > after and redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. string.format('%.0f', after), '+inf') or {}}
