-- @include text
-- Needs the clock.
-- What was sent in the last second is not known here. A second of silence cannot break the pace.
local function begin_silence(pace_key) redis.call('SET', pace_key, text(now_us + 1000000)) end
