-- The time between two starts (us): the throughput (messages/s) without the headroom (per mille of it).
local function interval_of(throughput, headroom) return math.ceil(1000000000 / (throughput * (1000 - headroom))) end
