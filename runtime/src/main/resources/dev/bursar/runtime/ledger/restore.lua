-- As a journal has it. KEYS[3] keys that this member has open, KEYS[4] the hold
-- ARGV[4] packed: member, key, state, currency and amount asked, currency and amount moved, the time told or nil for the server's, the mark
-- of the windows, payers and their runs in turn
if stand() == 'foreign' then return said(status) end
local member, key, state_then, currency, asked, currency_moved, moved, told, mark, payers = unpacked(ARGV[4])
local now = told or tonumber(time[1])
local hold = hold_of(found[4])
if not hold or hold.payers[1] ~= payers[1] or (state_then == 'H' and hold.st == 'R') then
  if hold then tally(hold.st, nil) end
  hold = {st = 'H', cu = currency, as = asked, ch = asked, oc = '', om = 0, by = '', mark = mark, payers = payers,
    carriers = {member, ''}}
  move(hold, nil, now, true)
end
local was = counts_of(hold)
if state_then == 'H' then
  if hold.st ~= 'S' then
    carry(hold, member)
    if currency ~= '' and currency == hold.cu and less(hold.as, asked) then
      hold.as, hold.ch = asked, asked
      move(hold, was, now, false)
    end
  end
  write(KEYS[4], hold)
else
  local verb = state_then == 'S' and 'settle' or state_then == 'R' and 'release' or 'unknown'
  if outcome(hold, verb, member, currency_moved, moved, '') then move(hold, was, now, false) end
  write(KEYS[4], hold)
  command('HDEL', KEYS[3], key)
end
return finish()
