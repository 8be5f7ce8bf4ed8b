-- Begins every script. Whether this Redis still has all that its member was told it has.
-- KEYS[1] state of the ledger, KEYS[2] the field of it with the number of this member's latest write
-- ARGV[1] epoch, ARGV[2] the highest number this member was told, ARGV[3] the number of its own latest write
local function stand()
  local state = redis.call('HMGET', KEYS[1], 'epoch', 'n', 'lost', 't', KEYS[2])
  if state[3] then return state[3], '' end
  local why
  if not state[1] then
    why = 'empty'
  elseif state[1] ~= ARGV[1] then
    if redis.call('HEXISTS', KEYS[1], 'was:' .. ARGV[1]) == 1 then return 'moved', state[1] end
    why = 'other'
  elseif tonumber(state[2]) < tonumber(ARGV[2])
      or tonumber(state[5] or 0) < tonumber(ARGV[3]) then
    why = 'behind'
  end
  if why then
    redis.call('HSET', KEYS[1], 'lost', why)
    return why, ''
  end
  return 'ok', state[2], tonumber(state[4] or 0)
end

-- Counts one write, after the n that stand told.
local function step(n)
  local next = string.format('%.0f', tonumber(n) + 1)
  redis.call('HSET', KEYS[1], 'n', next, KEYS[2], next)
  return next
end
