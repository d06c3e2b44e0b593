-- A key of another type ends the script in one of these, before anything has changed.
local function check_hashes(...)
  for _, key in ipairs({...}) do redis.call('HLEN', key) end
end
local function check_lists(...)
  for _, key in ipairs({...}) do redis.call('LLEN', key) end
end
local function check_sorted_sets(...)
  for _, key in ipairs({...}) do redis.call('ZCARD', key) end
end
