-- An action, packed: the second of its key's first use, body hash of that call, out what became of it (D done, R refused, U unknown, or '' for
-- nothing yet), bf what it was before the latest attempt that a journal tells of, obj what was made, and in turn each member with calls on
-- their way and how many. Kept for as long as closed holds are.
local function action_of(packed)
  if not packed then return nil end
  local first, body, out, bf, obj, carried = unpacked(packed)
  return {first = first, body = body, out = out, bf = bf, obj = obj, carried = carried}
end

local function is_fresh(action)
  return not action or (#action.carried == 0 and action.out == '')
end

local function carry(action, member, count)
  local carried = {}
  for i = 1, #action.carried, 2 do
    if action.carried[i] ~= member then
      carried[#carried + 1] = action.carried[i]
      carried[#carried + 1] = action.carried[i + 1]
    end
  end
  if count > 0 then
    carried[#carried + 1] = member
    carried[#carried + 1] = count
  end
  action.carried = carried
end

local function write(action)
  command('SET', KEYS[3], pack(action.first, action.body, action.out, action.bf, action.obj, action.carried), 'EX', 40 * 86400)
end
