-- KEYS[3] the action. ARGV[4] member, ARGV[5] admitted, done, refused, unknown or released, ARGV[6] calls this member has on their way under it,
-- ARGV[7] body, ARGV[8] the time told, or empty for the server's, ARGV[9] object
local status, n = stand()
local time = redis.call('TIME')
local action = action_at(KEYS[3])
local verb = ARGV[5]
if verb == 'admitted' and is_fresh(action) then
  redis.call('DEL', KEYS[3])
  redis.call('HSET', KEYS[3], 'first', ARGV[8] == '' and time[1] or ARGV[8], 'body', ARGV[7], 'out', '')
  action = {out = ''}
end
local own = ''
if action then
  if ARGV[6] == '0' then
    redis.call('HDEL', KEYS[3], '@' .. ARGV[4])
  else
    redis.call('HSET', KEYS[3], '@' .. ARGV[4], ARGV[6])
  end
  if verb == 'done' then
    redis.call('HSET', KEYS[3], 'out', 'D')
    if ARGV[9] ~= '' then redis.call('HSET', KEYS[3], 'obj', ARGV[9]) end
  elseif action.out ~= 'D' then
    if verb == 'refused' then redis.call('HSET', KEYS[3], 'out', 'R') end
    if verb == 'unknown' then redis.call('HSET', KEYS[3], 'out', 'U') end
  end
  redis.call('EXPIRE', KEYS[3], LONG)
  if status == 'ok' then
    own = step(n)
    n = own
  end
end
return {status, n, time[1], time[2], own}
