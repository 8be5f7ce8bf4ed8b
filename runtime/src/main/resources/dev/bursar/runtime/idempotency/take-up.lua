-- As a journal has it. KEYS[3] the action. ARGV[4] member, ARGV[5] state (I on its way, D, R, U, F never sent), ARGV[6] body, ARGV[7] first, ARGV[8] object
local status, n = stand()
local time = redis.call('TIME')
local action = action_at(KEYS[3])
if is_fresh(action) then
  redis.call('DEL', KEYS[3])
  action = {first = ARGV[7], body = ARGV[6], out = ''}
end
if (action.body or '') == '' then action.body = ARGV[6] end
if ARGV[8] ~= '' then action.obj = ARGV[8] end
if action.out ~= 'D' then
  local state = ARGV[5]
  if state == 'I' then
    action.bf, action.out = action.out, 'U'
  elseif state == 'F' then
    action.out = action.bf or ''
  else
    action.out, action.bf = state, state
  end
end
redis.call('HSET', KEYS[3], 'first', action.first, 'body', action.body, 'out', action.out, 'bf', action.bf or '', 'obj', action.obj or '')
redis.call('HDEL', KEYS[3], '@' .. ARGV[4])
redis.call('EXPIRE', KEYS[3], LONG)
local own = ''
if status == 'ok' then
  own = step(n)
  n = own
end
return {status, n, time[1], time[2], own}
