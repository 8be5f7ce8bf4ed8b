local status, n = stand()
local time = redis.call('TIME')
return {status, n, time[1], time[2], ''}
