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
  local record = found[i] and unpacked(found[i])
  local at = record and 1 + record[1] + (w - 1) * (4 + 2 * record[1])
  if not record or record[at + 1] ~= first then
    local known = command('GET', window_key(KEYS[i], w, first))
    record = known and unpacked(known)
    at = record and 1 + record[1]
  end
  local to = record and (currency == '' and 3 or column(record, currency))
  out[#out + 1] = to and record[at + to] or 0
  out[#out + 1] = to and record[at + to + 1] or 0
end
return out
