-- As a journal has it. KEYS[3] keys that this member has open, KEYS[4] the hold, KEYS[5..] the buckets of each payer
-- ARGV[4] member, ARGV[5] key, ARGV[6] state, ARGV[7] and ARGV[8] what was asked, ARGV[9] and ARGV[10] what was moved, ARGV[11] payers,
-- ARGV[12] the time told, or empty for the server's, ARGV[13..17] when each kind of window may be forgotten
local status, n = stand()
local time = redis.call('TIME')
local now = tonumber(ARGV[12] == '' and time[1] or ARGV[12])
local member, state = ARGV[4], ARGV[6]
local payers = words(ARGV[11])
local hold = hold_at(KEYS[4])
if not hold or hold.ow ~= payers[1] or (state == 'H' and hold.st == 'R') then
  if hold then tally(hold.st, nil) end
  hold = {st = 'H', cu = ARGV[7], as = ARGV[8], ch = ARGV[8], oc = '', om = '0', ow = payers[1], pn = ARGV[11],
    bk = table.concat(KEYS, ' ', 5), by = ''}
  hold['@' .. member] = '1'
  move(hold, nil, now, {ARGV[13], ARGV[14], ARGV[15], ARGV[16], ARGV[17]})
end
local was = counts_of(hold)
if state == 'H' then
  if hold.st ~= 'S' then
    hold['@' .. member] = '1'
    if ARGV[7] ~= '' and ARGV[7] == hold.cu and less(hold.as, ARGV[8]) then
      hold.as, hold.ch = ARGV[8], ARGV[8]
      move(hold, was, now, nil)
    end
  end
  write(KEYS[4], hold)
else
  local verb = state == 'S' and 'settle' or state == 'R' and 'release' or 'unknown'
  if outcome(hold, verb, member, ARGV[9], ARGV[10], '') then move(hold, was, now, nil) end
  write(KEYS[4], hold)
  redis.call('ZREM', KEYS[3], ARGV[5])
end
local own = ''
if status == 'ok' then
  own = step(n)
  n = own
end
return {status, n, time[1], time[2], own}
