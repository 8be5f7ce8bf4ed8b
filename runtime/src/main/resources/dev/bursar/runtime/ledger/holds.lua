-- A hold, packed: state (H held, S settled, R released, U unknown), currency, asked, charged, currency and amount of what was moved in another
-- one, by the call that made it, the mark of its windows, its payers and their runs in turn, the innermost first, and carriers: the members that
-- carry the key and have not proved that they moved nothing, each with the latest of its calls that took it up. A call is process:number, ever
-- higher in one process.
local function hold_of(packed)
  if not packed then return nil end
  local st, cu, as, ch, oc, om, by, mark, payers, carriers = unpack(unpacked(packed))
  return {st = st, cu = cu, as = as, ch = ch, oc = oc, om = om, by = by, mark = mark, payers = payers, carriers = carriers}
end

local function packed_hold(hold)
  return pack({hold.st, hold.cu, hold.as, hold.ch, hold.oc, hold.om, hold.by, hold.mark, hold.payers, hold.carriers})
end

-- call is nil where it is not known.
local function carry(hold, member, call)
  local carriers = hold.carriers
  for i = 1, #carriers, 2 do
    if carriers[i] == member then
      carriers[i + 1] = call or carriers[i + 1]
      return
    end
  end
  carriers[#carriers + 1] = member
  carriers[#carriers + 1] = call or ''
end
