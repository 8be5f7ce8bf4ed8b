-- As a journal has it. KEYS[3] the action. ARGV[4] member, ARGV[5] state (I on its way, D, R, U, F never sent), ARGV[6] body, ARGV[7] first, ARGV[8] object
if stand() == 'foreign' then return said(status) end
local action = action_of(found[3])
if is_fresh(action) then
  action = {first = tonumber(ARGV[7]), body = ARGV[6], out = '', bf = '', obj = '', carried = {}}
end
if action.body == '' then action.body = ARGV[6] end
if ARGV[8] ~= '' then action.obj = ARGV[8] end
if action.out ~= 'D' then
  local state = ARGV[5]
  if state == 'I' then
    action.bf, action.out = action.out, 'U'
  elseif state == 'F' then
    action.out = action.bf
  else
    action.out, action.bf = state, state
  end
end
carry(action, ARGV[4], 0)
write(action)
return written()
