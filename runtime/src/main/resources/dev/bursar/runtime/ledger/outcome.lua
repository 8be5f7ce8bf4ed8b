-- KEYS[3] keys that this member has open, KEYS[4] the hold
-- ARGV[4] packed: member, key, what became of it (settle, release, unknown, or undo: release if it is still as the call made it), currency and
-- amount moved, both '' if the answer does not say, call: for undo that one, for others the latest that had begun when it was told
-- Outcomes are taken even from a member of an earlier epoch and while writes are missed: they change what is there, and make nothing.
if stand() == 'foreign' then return said(status) end
local member, key, verb, currency, moved, call = unpacked(ARGV[4])
local hold = hold_of(found[4])
if verb == 'undo' then
  if not hold or hold.by ~= call or hold.st ~= 'H' then return said(status) end
  verb = 'release'
end
if hold then
  local was = counts_of(hold)
  if outcome(hold, verb, member, currency, moved, call) then
    move(hold, was, tonumber(time[1]), false)
    write(KEYS[4], hold)
  end
end
if not hold or not taken_up_since(hold, member, call) then command('HDEL', KEYS[3], key) end
return finish()
