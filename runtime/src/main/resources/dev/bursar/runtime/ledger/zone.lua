-- In which time zone this ledger's windows begin: that of whoever came first. ARGV[4] the zone of the one who asks.
local status, n = stand()
local time = redis.call('TIME')
local zone = redis.call('HGET', KEYS[1], 'zone')
if not zone and (status == 'ok' or status == 'restoring') then
  zone = ARGV[4]
  redis.call('HSET', KEYS[1], 'zone', zone)
end
return {status, n, time[1], time[2], '', zone or ''}
