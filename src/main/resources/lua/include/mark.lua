-- Gives a key the mark (a letter, see redis.Mark) that holds no knowledge, unless the key has it.
local function set_mark(key, mark)
  if mark == 'z' then redis.call('ZADD', key, 'NX', '+inf', '0') end
  if mark == 't' then redis.call('ZADD', key, 'NX', 0, '0') end
  if mark == 'h' then redis.call('HSETNX', key, '0', '1') end
  if mark == 's' or mark == 'n' then redis.call('SADD', key, '0') end
end
