-- One command for many arguments. It is called in pieces, because Lua's stack is small.

-- `condition` is an option of ZADD, or nil.
local function write_in_pieces(command, key, arguments, condition)
  for from = 1, #arguments, 1000 do
    local to = math.min(from + 999, #arguments)
    if condition then
      redis.call(command, key, condition, unpack(arguments, from, to))
    else
      redis.call(command, key, unpack(arguments, from, to))
    end
  end
end

-- For each member what the command (HMGET, ZMSCORE) answers, or false.
local function read_in_pieces(command, key, members)
  local values = {}
  for from = 1, #members, 1000 do
    for i, value in ipairs(redis.call(command, key, unpack(members, from, math.min(from + 999, #members)))) do
      values[members[from + i - 1]] = value
    end
  end
  return values
end
