-- An action: first when its key was first used, body hash of that call, out what became of it (D done, R refused, U unknown, or nothing yet), bf what
-- it was before the latest attempt that a journal tells of, obj what was made. Fields that begin with @ count the calls that each member has on
-- their way. Kept for as long as closed holds are.
local LONG = 40 * 86400

local function action_at(key)
  local flat = redis.call('HGETALL', key)
  if #flat == 0 then return nil end
  local action = {carried = false}
  for i = 1, #flat, 2 do
    if string.sub(flat[i], 1, 1) == '@' then action.carried = true else action[flat[i]] = flat[i + 1] end
  end
  return action
end

local function is_fresh(action)
  return not action or (not action.carried and (action.out or '') == '')
end
