-- KEYS[3..] actions. Of each: out (F for fresh), 1 if a call is on its way, body, first, object.
if stand() ~= 'ok' then return said(status) end
local out = said(status)
out[6] = high
for i = 3, #KEYS do
  local action = action_of(found[i])
  local at = #out
  if is_fresh(action) then
    out[at + 1], out[at + 2], out[at + 3], out[at + 4], out[at + 5] = 'F', 0, '', '', ''
  else
    out[at + 1], out[at + 2], out[at + 3] = action.out, #action.carried > 0 and 1 or 0, action.body
    out[at + 4], out[at + 5] = action.first, action.obj
  end
end
return out
