local LONG = 40 * 86400
local spent = string.sub(KEYS[1], 1, -6) .. 'spent:'

local function sub(a, b)
  if a == MAX then return MAX end
  if less(a, b) then return 0 end
  local ah, al = parts(a)
  local bh, bl = parts(b)
  local high, low = ah - bh, al - bl
  if low < 0 then high, low = high - 1, low + BASE end
  return joined(high, low)
end

local function counts_of(hold)
  return {st = hold.st, cu = hold.cu, ch = hold.ch, oc = hold.oc, om = hold.om}
end

local function apply(record, w, counts, sign)
  if counts.st == 'R' then return end
  local is_held = counts.st == 'H' and 1 or 0
  local change = sign > 0 and add or sub
  local money = {[counts.cu] = counts.ch, [counts.oc] = counts.oc ~= '' and counts.om or counts.ch}
  for currency in pairs(money) do
    if currency ~= '' then column_for(record, currency) end
  end
  local numbers = record[3]
  local first = (w - 1) * #numbers / record[4]
  numbers[first + 1 + is_held] = numbers[first + 1 + is_held] + sign
  for currency, amount in pairs(money) do
    if currency ~= '' then
      local to = first + column(record, currency) + is_held
      numbers[to] = change(numbers[to], amount)
    end
  end
end

local function change(record, w, was, is)
  if was then apply(record, w, was, -1) end
  apply(record, w, is, 1)
end

local function is_open(counts) return counts and (counts.st == 'H' or counts.st == 'U') and 1 or 0 end

-- How many holds are held and how many unknown, for showing alone. A state is nil where there is no hold.
local function tally(was, is)
  held = held + (is == 'H' and 1 or 0) - (was == 'H' and 1 or 0)
  unknown = unknown + (is == 'U' and 1 or 0) - (was == 'U' and 1 or 0)
end

-- Takes a hold out of all its windows as it was and into them as it is now. What has expired is not made again, unless the hold is taken up
-- anew.
local function move(hold, was, now, is_anew)
  local is = counts_of(hold)
  tally(was and was.st, is.st)
  local froms = seconds(hold.mark)
  for p = 1, #hold.payers, 2 do
    local key = spent .. hold.payers[p]
    local run_key = key .. ':run:' .. hold.payers[p + 1]
    local both = command('MGET', key, run_key)
    local record = both[1] and opened(both[1], 5) or is_anew and fresh(hold.mark, 5)
    if is_anew and record[1] ~= hold.mark then
      local left, taken = {}, {}
      roll(record, key, hold.mark, left, taken)
      write_left(left, taken, now)
    end
    local present = record and (record[1] == hold.mark and froms or seconds(record[1])) or {}
    local last = 0
    for w = 1, 5 do
      if present[w] == froms[w] then
        change(record, w, was, is)
        last = math.max(last, unpack(present, 6, 10))
      else
        local name = window_key(key, w, froms[w])
        local packed = command('GET', name)
        if packed then
          local left = opened(packed, 1)
          change(left, 1, was, is)
          command('SET', name, closed(left), 'KEEPTTL')
        end
      end
    end
    -- Present windows are kept for as long as that of them which is kept longest.
    if last > 0 then command('SET', key, closed(record), 'EX', math.max(60, last - now)) end
    if both[2] or is_anew then
      local run = both[2] and opened(both[2], 1) or fresh(0, 1)
      change(run, 1, was, is)
      run[1] = run[1] + is_open(is) - is_open(was)
      if run[1] > 0 then command('SET', run_key, closed(run)) else command('SET', run_key, closed(run), 'EX', LONG) end
    end
  end
end

-- Open holds are kept for ever, closed ones for as long as their windows.
local function write(key, hold)
  if hold.st == 'S' or hold.st == 'R' then
    command('SET', key, packed_hold(hold), 'EX', LONG)
  else
    command('SET', key, packed_hold(hold))
  end
end

-- The latest settlement stands; one that does not say what was moved leaves an earlier one as it was.
local function settled(hold, currency, moved)
  if currency ~= '' then
    if currency == hold.cu then
      hold.ch, hold.oc, hold.om = moved, '', 0
    else
      hold.ch, hold.oc, hold.om = hold.as, currency, moved
    end
  end
  hold.st = 'S'
end

-- Whether member has taken the hold up after its call last. What was told late is not about that.
local function taken_up_since(hold, member, last)
  local process, number = string.match(last, '^(.*):(%d+)$')
  for i = 1, process and #hold.carriers or 0, 2 do
    if hold.carriers[i] == member then
      local same, latest = string.match(hold.carriers[i + 1], '^(.*):(%d+)$')
      return process == same and tonumber(latest) > tonumber(number)
    end
  end
  return false
end

-- Takes member out of the carriers; false if others are left.
local function let_go(hold, member)
  for i = #hold.carriers - 1, 1, -2 do
    if hold.carriers[i] == member then
      table.remove(hold.carriers, i + 1)
      table.remove(hold.carriers, i)
    end
  end
  return #hold.carriers == 0
end

-- What became of a hold; false if nothing changes. Another member that carries the key may have moved something, and so may a call that this
-- member has made since last.
local function outcome(hold, verb, member, currency, moved, last)
  if verb == 'settle' then
    -- The vendor need not remember that it refused: to another that carries the key it may say yes.
    local is_refusal = currency ~= '' and currency == hold.cu and moved == 0 and hold.st ~= 'S'
    if is_refusal and (taken_up_since(hold, member, last) or not let_go(hold, member)) then return true end
    settled(hold, currency, moved)
    return true
  end
  if hold.st == 'S' then return false end
  if verb == 'release' then
    if taken_up_since(hold, member, last) then return false end
    if let_go(hold, member) then hold.st = 'R' end
  else
    carry(hold, member)
    hold.st = 'U'
  end
  return true
end

-- Keeps the tally even where this is no write of a member that stands well.
local function finish()
  if status ~= 'ok' then command('SET', KEYS[1], state()) end
  return written()
end
