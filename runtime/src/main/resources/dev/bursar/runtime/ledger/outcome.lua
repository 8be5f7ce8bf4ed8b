-- KEYS[3] keys that this member has open, KEYS[4] the hold
-- ARGV[4] member, ARGV[5] key, ARGV[6] settle, release, unknown, or undo (release if it is still as call ARGV[9] made it),
-- ARGV[7] currency and ARGV[8] millionths moved, both empty if the answer does not say, ARGV[9] the latest call begun when it was told
-- Outcomes are taken even from a member of an earlier epoch and while writes are missed: they change what is there, and make nothing.
local status, n = stand()
local time = redis.call('TIME')
local hold = hold_at(KEYS[4])
local verb = ARGV[6]
if verb == 'undo' then
  if not hold or hold.by ~= ARGV[9] or hold.st ~= 'H' then return {status, n, time[1], time[2], ''} end
  verb = 'release'
end
if hold then
  local was = counts_of(hold)
  if outcome(hold, verb, ARGV[4], ARGV[7], ARGV[8], ARGV[9]) then
    move(hold, was, tonumber(time[1]), nil)
    write(KEYS[4], hold)
  end
end
if not hold or not taken_up_since(hold, ARGV[4], ARGV[9]) then redis.call('ZREM', KEYS[3], ARGV[5]) end
local own = ''
if status == 'ok' then
  own = step(n)
  n = own
end
return {status, n, time[1], time[2], own, hold and hold.st or ''}
