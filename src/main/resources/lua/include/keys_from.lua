-- The keys from that place on. There may be more than Lua's stack holds, so that unpack cannot do it.
local function keys_from(first)
  local keys = {}
  for i = first, #KEYS do keys[#keys + 1] = KEYS[i] end
  return keys
end
