-- Exact numbers. Lua's own lose integers above 2^53, so money is decimal text, taken apart into two numbers below 10^10.
-- A sum that has once reached the largest number stays there: it must not come back as a small one.
local BASE = 10000000000
local MAX, MAX_HIGH, MAX_LOW = '9223372036854775807', 922337203, 6854775807
local LONG = 40 * 86400

local function split(text)
  if not text then return 0, 0 end
  local length = #text
  if length <= 10 then return 0, tonumber(text) end
  return tonumber(string.sub(text, 1, length - 10)), tonumber(string.sub(text, length - 9))
end

local function join(high, low)
  if high == 0 then return string.format('%.0f', low) end
  return string.format('%.0f%010.0f', high, low)
end

local function less(a, b)
  local ah, al = split(a)
  local bh, bl = split(b)
  return ah < bh or (ah == bh and al < bl)
end

local function add(a, b)
  if a == MAX then return MAX end
  local ah, al = split(a)
  local bh, bl = split(b)
  local high, low = ah + bh, al + bl
  if low >= BASE then high, low = high + 1, low - BASE end
  if high > MAX_HIGH or (high == MAX_HIGH and low >= MAX_LOW) then return MAX end
  return join(high, low)
end

local function sub(a, b)
  if a == MAX then return MAX end
  if less(a, b) then return '0' end
  local ah, al = split(a)
  local bh, bl = split(b)
  local high, low = ah - bh, al - bl
  if low < 0 then high, low = high - 1, low + BASE end
  return join(high, low)
end

-- A hold: st state (H held, S settled, R released, U unknown), cu currency, as asked, ch charged, oc and om what was moved in another
-- currency, ow owner, pn payers, bk the buckets it counts in (of each payer minute, hour, day, week, month, run), by the call that made it.
-- Fields that begin with @ name the members that carry the key and have not proved that they moved nothing, with the latest call of each.
local function hold_at(key)
  local flat = redis.call('HGETALL', key)
  if #flat == 0 then return nil end
  local hold = {}
  for i = 1, #flat, 2 do hold[flat[i]] = flat[i + 1] end
  return hold
end

local function carried_by_others(hold, member)
  for name in pairs(hold) do
    if string.sub(name, 1, 1) == '@' and name ~= '@' .. member then return true end
  end
  return false
end

local function words(text)
  local all = {}
  for word in string.gmatch(text, '%S+') do all[#all + 1] = word end
  return all
end

local function counts_of(hold)
  return {st = hold.st, cu = hold.cu, ch = hold.ch, oc = hold.oc, om = hold.om}
end

local function apply(values, counts, sign)
  if counts.st == 'R' then return end
  local calls = counts.st == 'H' and 'ch' or 'cs'
  values[calls] = (values[calls] or 0) + sign
  if counts.st ~= 'S' then values.op = (values.op or 0) + sign end
  local kind = counts.st == 'H' and 'h:' or 's:'
  local change = sign > 0 and add or sub
  if counts.cu ~= '' then values[kind .. counts.cu] = change(values[kind .. counts.cu] or '0', counts.ch) end
  if counts.oc ~= '' then values[kind .. counts.oc] = change(values[kind .. counts.oc] or '0', counts.om) end
end

-- How many holds are held and how many unknown, for showing alone. A state is nil where there is no hold.
local function tally(was, is)
  if was == is then return end
  if was == 'H' or was == 'U' then redis.call('HINCRBY', KEYS[1], 'holds:' .. was, -1) end
  if is == 'H' or is == 'U' then redis.call('HINCRBY', KEYS[1], 'holds:' .. is, 1) end
end

-- Takes a hold out of all its buckets as it was and into them as it is now. What has expired is not made again, unless the hold is taken up
-- anew. ends: by kind of window, when it may be forgotten.
local function move(hold, was, now, ends)
  local is = counts_of(hold)
  tally(was and was.st, is.st)
  for i, bucket in ipairs(words(hold.bk)) do
    local flat = redis.call('HGETALL', bucket)
    if #flat > 0 or ends then
      local values = {}
      for j = 1, #flat, 2 do
        local name = flat[j]
        values[name] = (name == 'cs' or name == 'ch' or name == 'op') and tonumber(flat[j + 1]) or flat[j + 1]
      end
      if was then apply(values, was, -1) end
      apply(values, is, 1)
      local set = {}
      for name, value in pairs(values) do
        set[#set + 1] = name
        set[#set + 1] = value
      end
      if #set > 0 then redis.call('HSET', bucket, unpack(set)) end
      local window = (i - 1) % 6 + 1
      if window == 6 then
        if (values.op or 0) > 0 then redis.call('PERSIST', bucket) else redis.call('EXPIRE', bucket, LONG) end
      elseif #flat == 0 then
        redis.call('EXPIRE', bucket, math.max(60, tonumber(ends[window]) - now))
      end
    end
  end
end

-- Open holds are kept for ever, closed ones for as long as their windows.
local function keep(key, hold)
  if hold.st == 'S' or hold.st == 'R' then redis.call('EXPIRE', key, LONG) else redis.call('PERSIST', key) end
end

local function write(key, hold)
  local set = {}
  for name, value in pairs(hold) do
    set[#set + 1] = name
    set[#set + 1] = value
  end
  redis.call('DEL', key)
  redis.call('HSET', key, unpack(set))
  keep(key, hold)
end

-- The latest settlement stands; one that does not say what was moved leaves an earlier one as it was.
local function settled(hold, currency, moved)
  if moved ~= '' then
    if currency == hold.cu then
      hold.ch, hold.oc, hold.om = moved, '', '0'
    else
      hold.ch, hold.oc, hold.om = hold.as, currency, moved
    end
  end
  hold.st = 'S'
end

-- Whether member has taken the hold up after its call last, which is process:number. What was told late is not about that.
local function taken_up_since(hold, member, last)
  local process, n = string.match(last, '^(.*):(%d+)$')
  local same, latest = string.match(hold['@' .. member] or '', '^(.*):(%d+)$')
  return process ~= nil and process == same and tonumber(latest) > tonumber(n)
end

-- What became of a hold; false if nothing changes. Another member that carries the key may have moved something, and so may a call that this
-- member has made since.
local function outcome(hold, verb, member, currency, moved, last)
  if verb == 'settle' then
    settled(hold, currency, moved)
    return true
  end
  if hold.st == 'S' then return false end
  if verb == 'release' then
    if taken_up_since(hold, member, last) then return false end
    hold['@' .. member] = nil
    if not carried_by_others(hold, member) then hold.st = 'R' end
  else
    hold['@' .. member] = hold['@' .. member] or '1'
    hold.st = 'U'
  end
  return true
end
