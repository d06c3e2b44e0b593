-- The clock: Redis TIME plus `offset` (ms), in us and in ms.
local time = redis.call('TIME')
local now_us = time[1] * 1000000 + time[2] + offset * 1000
local now = math.floor(now_us / 1000)
