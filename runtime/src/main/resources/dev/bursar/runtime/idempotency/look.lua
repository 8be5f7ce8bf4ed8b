-- KEYS[3..] actions. Of each: out (F for fresh), 1 if a call is on its way, body, first, object.
local status, n, high = stand()
local time = redis.call('TIME')
if status ~= 'ok' then return {status, n, time[1], time[2], ''} end
local out = {status, n, time[1], time[2], '', tostring(high)}
for i = 3, #KEYS do
  local action = action_at(KEYS[i])
  local base = #out
  if is_fresh(action) then
    action = {out = 'F'}
  end
  out[base + 1] = action.out or ''
  out[base + 2] = action.carried and '1' or '0'
  out[base + 3] = action.body or ''
  out[base + 4] = action.first or ''
  out[base + 5] = action.obj or ''
end
return out
