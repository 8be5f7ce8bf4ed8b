-- A person restores the ledger. ARGV[4] 'begin', or the new epoch; ARGV[5..] the epochs that it goes on from.
local time = redis.call('TIME')
if ARGV[4] == 'begin' then
  redis.call('HSET', KEYS[1], 'lost', 'restoring')
else
  local was = redis.call('HGET', KEYS[1], 'epoch')
  if was then redis.call('HSET', KEYS[1], 'was:' .. was, 1) end
  for i = 5, #ARGV do redis.call('HSET', KEYS[1], 'was:' .. ARGV[i], 1) end
  redis.call('HSET', KEYS[1], 'epoch', ARGV[4])
  redis.call('HINCRBY', KEYS[1], 'n', 1)
  redis.call('HDEL', KEYS[1], 'lost')
end
return {'ok', '0', time[1], time[2], ''}
