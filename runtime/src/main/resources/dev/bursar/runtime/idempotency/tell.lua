-- KEYS[3] the action. ARGV[4] member, ARGV[5] admitted, done, refused, unknown or released, ARGV[6] calls this member has on their way under it,
-- ARGV[7] body, ARGV[8] the time told, or empty for the server's, ARGV[9] object
-- As outcomes of holds, these are taken even from a member of an earlier epoch and while writes are missed.
if stand() == 'foreign' then return said(status) end
local action = action_of(found[3])
local verb = ARGV[5]
if verb == 'admitted' and is_fresh(action) then
  action = {first = tonumber(ARGV[8] == '' and time[1] or ARGV[8]), body = ARGV[7], out = '', bf = '', obj = '', carried = {}}
end
if not action then return said(status) end
carry(action, ARGV[4], tonumber(ARGV[6]))
if verb == 'done' then
  action.out = 'D'
  if ARGV[9] ~= '' then action.obj = ARGV[9] end
elseif action.out ~= 'D' then
  if verb == 'refused' then action.out = 'R' end
  if verb == 'unknown' then action.out = 'U' end
end
write(action)
return written()
