-- A member that remembers nothing takes the epoch it finds, and begins one where there is none. ARGV[4] the epoch to begin.
local time = redis.call('TIME')
if ARGV[1] == '' then
  local state = redis.call('HMGET', KEYS[1], 'epoch', 'n', 'lost')
  if state[3] then return {state[3], '', time[1], time[2], ''} end
  if not state[1] then
    redis.call('HSET', KEYS[1], 'epoch', ARGV[4], 'n', 0)
    return {'joined', '0', time[1], time[2], '', ARGV[4]}
  end
  return {'joined', state[2], time[1], time[2], '', state[1]}
end
local status, n = stand()
if status ~= 'ok' then return {status, n, time[1], time[2], ''} end
return {'joined', n, time[1], time[2], '', ARGV[1]}
