-- A person restores the ledger. ARGV[4] 'begin', or the new epoch; ARGV[5..] the epochs that it goes on from.
if not read() then
  status = 'foreign'
  return said(status)
end
if ARGV[4] == 'begin' then
  lost = 'restoring'
else
  local former = KEYS[1] .. ':was'
  if epoch ~= '' then command('HSET', former, epoch, 1) end
  for i = 5, #ARGV do command('HSET', former, ARGV[i], 1) end
  epoch, n, lost = ARGV[4], n + 1, ''
end
command('SET', KEYS[1], state())
return {'ok', 0, time[1], time[2], ''}
