-- The Redis process; after a restart it is another one.
local function run_id() return string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') end

-- The epoch of a portfolio's state that was loaded whole into this process, else nil or false.
local function epoch_of(ready)
  local process, epoch = string.match(ready or '', '^(%w+):(%d+)$')
  return process and process == run_id() and epoch
end
