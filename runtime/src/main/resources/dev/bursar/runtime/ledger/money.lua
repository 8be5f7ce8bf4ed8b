-- Exact numbers. Lua's own are exact below 2^53: money below SAFE is one. More is decimal text, and so above every number; it is counted in
-- two parts below 10^10. A sum that has once reached the largest number stays there: it must not come back as a small one.
local SAFE, BASE = 1e15, 1e10
local MAX, MAX_HIGH, MAX_LOW = '9223372036854775807', 922337203, 6854775807

local function parts(money)
  if type(money) == 'number' then
    local low = math.fmod(money, BASE)
    return (money - low) / BASE, low
  end
  return tonumber(string.sub(money, 1, -11)), tonumber(string.sub(money, -10))
end

local function joined(high, low)
  if high < SAFE / BASE then return high * BASE + low end
  return string.format('%.0f%010.0f', high, low)
end

local function less(a, b)
  if type(a) == 'number' and type(b) == 'number' then return a < b end
  local ah, al = parts(a)
  local bh, bl = parts(b)
  return ah < bh or (ah == bh and al < bl)
end

local function add(a, b)
  if type(a) == 'number' and type(b) == 'number' and a + b < SAFE then return a + b end
  if a == MAX then return MAX end
  local ah, al = parts(a)
  local bh, bl = parts(b)
  local high, low = ah + bh, al + bl
  if low >= BASE then high, low = high + 1, low - BASE end
  if high > MAX_HIGH or (high == MAX_HIGH and low >= MAX_LOW) then return MAX end
  return joined(high, low)
end
