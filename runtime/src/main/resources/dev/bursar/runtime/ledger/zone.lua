-- In which time zone this ledger's windows begin: that of whoever came first. ARGV[4] the zone of the one who asks.
stand()
if zone == '' and (status == 'ok' or status == 'restoring') then
  zone = ARGV[4]
  command('SET', KEYS[1], state())
end
local answer = said(status)
answer[6] = zone
return answer
