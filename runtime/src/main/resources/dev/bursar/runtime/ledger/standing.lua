-- Where caps of calendar time stand. Counts nothing.
-- KEYS[3..] the bucket of each cap
-- ARGV[4] the time told, or empty for the server's, ARGV[5] and ARGV[6] the seconds within which these windows are right,
-- ARGV[7..] of each cap the two fields of its bucket, spent and held
local status, n = stand()
local time = redis.call('TIME')
local function answer(word, ...) return {word, n, time[1], time[2], '', ...} end
if status ~= 'ok' then return answer(status) end
local now = tonumber(time[1])
if ARGV[4] == '' and (now < tonumber(ARGV[5]) or now >= tonumber(ARGV[6])) then return answer('time') end

local holds = redis.call('HMGET', KEYS[1], 'holds:H', 'holds:U')
local out = answer('stands', holds[1] or '0', holds[2] or '0')
for i = 3, #KEYS do
  local bucket = redis.call('HMGET', KEYS[i], ARGV[2 * i + 1], ARGV[2 * i + 2])
  out[#out + 1] = bucket[1] or '0'
  out[#out + 1] = bucket[2] or '0'
end
return out
