-- Where caps of calendar time stand. Counts nothing.
-- KEYS[3..] of each cap its caller's present windows
-- ARGV[4] packed: whether the time is told (or nil), the seconds within which these windows are right, and of each cap in turn: kind of window, its
-- first second, currency or '' for calls
if stand() ~= 'ok' then return said(status) end
local told, from, till, caps = unpacked(ARGV[4])
local now = tonumber(time[1])
if not told and (now < from or now >= till) then return said('time') end

local out = said('stands')
out[6], out[7] = held, unknown
for i = 3, #KEYS do
  local w, first, currency = unpack(caps, 3 * i - 8, 3 * i - 6)
  local record = found[i] and opened(found[i], 5)
  local at = (w - 1) * (record and #record[3] / 5 or 0)
  if not record or seconds(record[1])[w] ~= first then
    local packed = command('GET', window_key(KEYS[i], w, first))
    record, at = packed and opened(packed, 1), 0
  end
  local to = record and (currency == '' and 1 or column(record, currency))
  out[#out + 1] = to and record[3][at + to] or 0
  out[#out + 1] = to and record[3][at + to + 1] or 0
end
return out
