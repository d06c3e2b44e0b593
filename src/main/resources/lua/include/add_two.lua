-- Adds two values to a list, without a table of its own: it is called many times for each message.
local function add_two(list, one, other)
  local size = #list
  list[size + 1], list[size + 2] = one, other
end
