-- A hold, packed: state (H held, S settled, R released, U unknown), currency, asked, charged, currency and amount of what was moved in another
-- one, by the call that made it, the mark of its windows, its payers and their runs in turn, the innermost first, and carriers: the members that
-- carry the key and have not proved that they moved nothing.
local function hold_of(packed)
  if not packed then return nil end
  local st, cu, as, ch, oc, om, by, mark, payers, carriers = unpack(unpacked(packed))
  return {st = st, cu = cu, as = as, ch = ch, oc = oc, om = om, by = by, mark = mark, payers = payers, carriers = carriers}
end

local function packed_hold(hold)
  return pack({hold.st, hold.cu, hold.as, hold.ch, hold.oc, hold.om, hold.by, hold.mark, hold.payers, hold.carriers})
end

local function carry(hold, member)
  for _, name in ipairs(hold.carriers) do
    if name == member then return end
  end
  hold.carriers[#hold.carriers + 1] = member
end
