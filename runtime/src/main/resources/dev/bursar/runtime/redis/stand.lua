-- Begins every script. Whether this Redis still has all that its member was told it has.
-- KEYS[1] state of the ledger, KEYS[2] number of this member's latest write
-- ARGV[1] epoch, ARGV[2] the highest number this member was told, ARGV[3] the number of its own latest write
local function stand()
  local state = redis.call('HMGET', KEYS[1], 'epoch', 'n', 'lost', 't')
  if state[3] then return state[3], '' end
  local why
  if not state[1] then
    why = 'empty'
  elseif state[1] ~= ARGV[1] then
    if redis.call('HEXISTS', KEYS[1], 'was:' .. ARGV[1]) == 1 then return 'moved', state[1] end
    why = 'other'
  elseif tonumber(state[2]) < tonumber(ARGV[2])
      or tonumber(redis.call('GET', KEYS[2]) or 0) < tonumber(ARGV[3]) then
    why = 'behind'
  end
  if why then
    redis.call('HSET', KEYS[1], 'lost', why)
    return why, ''
  end
  return 'ok', state[2], tonumber(state[4] or 0)
end

-- Counts one write.
local function step()
  local n = redis.call('HINCRBY', KEYS[1], 'n', 1)
  redis.call('SET', KEYS[2], n)
  return tostring(n)
end
