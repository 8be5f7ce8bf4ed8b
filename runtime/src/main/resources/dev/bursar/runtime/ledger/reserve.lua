-- All windows and caps of all payers at once.
-- KEYS[3] keys that this member has open, KEYS[4] the hold, KEYS[5..] of each payer its present windows and its run
-- ARGV[4] packed: member, key, call, the time told or nil for the server's, currency ('' for none), asked, the seconds within which these
-- windows are right, their mark, when the first of them may be forgotten, and payers: each its name, its run, 1 if no cap covers the currency, and
-- of each cap in turn currency ('' for calls), window (0 for the call), limit
if stand() ~= 'ok' then return said(status) end
local member, key, call, told, currency, asked, from, till, mark, oldest, payers = unpacked(ARGV[4])
local now = told or tonumber(time[1])

local function answer(word, ...)
  local out = said(word)
  for i = 1, select('#', ...) do out[5 + i] = select(i, ...) end
  return out
end

-- Whether asked is more than what limit leaves beyond total.
local function exceeds(limit, total)
  if type(total) == 'number' and type(asked) == 'number' then
    if type(limit) == 'number' then return total + asked > limit end
    if total + asked < SAFE then return false end
  end
  local lh, ll = parts(limit)
  local th, tl = parts(total)
  local high, low = lh - th, ll - tl
  if low < 0 then high, low = high - 1, low + BASE end
  if high < 0 then return true end
  local ah, al = parts(asked)
  return high < ah or (high == ah and low < al)
end

-- Spent and held of a currency, or of calls, in the window of a record.
local function standing(record, w, of)
  local to = of == '' and 1 or column(record, of)
  if not to then return 0, 0 end
  local numbers = record[3]
  to = to + (w - 1) * #numbers / record[4]
  return numbers[to], numbers[to + 1]
end

-- What a hold itself is charged, for caps per call, which have no window.
local function own_standing(hold, of)
  local own = of == '' and 1 or of == hold.cu and hold.ch or of == hold.oc and hold.om or 0
  if hold.st == 'H' then return 0, own end
  return own, 0
end

-- The key stands for a hold already.
local function again(hold)
  if currency ~= '' and asked ~= 0 then
    local most = less(hold.as, hold.ch) and hold.ch or hold.as
    if hold.cu == '' then return answer('mismatch', 'none', '', '') end
    if currency ~= hold.cu then return answer('mismatch', 'money', hold.as, hold.cu) end
    if less(most, asked) then return answer('mismatch', 'money', most, hold.cu) end
  end
  local is_fresh = hold.by == call
  local own
  if hold.st ~= 'S' and not is_fresh then
    carry(hold, member, call)
    hold.by = ''
    n = n + 1
    own = n
    command('MSET', KEYS[1], state(), KEYS[2], n, KEYS[4], packed_hold(hold))
    command('HSET', KEYS[3], key, time[1])
  end
  local out = answer('held', is_fresh and 1 or 0, hold.mark)
  out[5] = own or ''
  local froms = seconds(hold.mark)
  for p, payer in ipairs(payers) do
    local run
    for i = 1, #hold.payers, 2 do
      if hold.payers[i] == payer[1] then run = hold.payers[i + 1] end
    end
    out[#out + 1] = run and 1 or 0
    for c = 4, run and #payer or 0, 3 do
      local w, spent, held = payer[c + 1], nil, nil
      if w == 0 then
        spent, held = own_standing(hold, payer[c])
      else
        local record = w < 6 and found[3 + 2 * p] and opened(found[3 + 2 * p], 5)
        if not record or seconds(record[1])[w] ~= froms[w] then
          local name = w == 6 and KEYS[3 + 2 * p] .. ':run:' .. run or window_key(KEYS[3 + 2 * p], w, froms[w])
          local packed = command('GET', name)
          record, w = packed and opened(packed, 1) or fresh(0, 1), 1
        end
        spent, held = standing(record, w, payer[c])
      end
      out[#out + 1] = spent
      out[#out + 1] = held
    end
  end
  return out
end

if found[4] then
  local hold = hold_of(found[4])
  if hold.payers[1] ~= payers[1][1] then return answer('mismatch', 'owner', '', '') end
  if hold.st ~= 'R' then return again(hold) end
end

if not told and (now < from or now >= till) then return said('time') end
if oldest <= high then return said('forgotten') end

local records, runs, left, taken = {}, {}, {}, {}
for p, payer in ipairs(payers) do
  if payer[3] == 1 then return answer('uncovered', p) end
  local record, run = found[3 + 2 * p], found[4 + 2 * p]
  record = record and opened(record, 5) or fresh(mark, 5)
  run = run and opened(run, 1) or fresh(0, 1)
  if record[1] ~= mark then roll(record, KEYS[3 + 2 * p], mark, left, taken) end
  records[p], runs[p] = record, run
  for c = 4, #payer, 3 do
    local of, w, limit = payer[c], payer[c + 1], payer[c + 2]
    local spent, held = 0, 0
    if w == 6 then
      spent, held = standing(run, 1, of)
    elseif w > 0 then
      spent, held = standing(record, w, of)
    end
    local full
    if of == '' then
      full = not less(spent + held, limit)
    elseif of == currency and asked ~= 0 then
      full = exceeds(limit, add(spent, held))
    end
    if full then return answer('exhausted', p, (c - 1) / 3, spent, held) end
  end
  -- The sum must stay below the largest number, which means beyond counting. Three amounts below SAFE do.
  local is_small = type(asked) == 'number' and record[5] and run[5]
  for w = 1, (is_small or currency == '') and 0 or 6 do
    local spent, held
    if w == 6 then spent, held = standing(run, 1, currency) else spent, held = standing(record, w, currency) end
    if add(add(spent, held), asked) == MAX then return said('beyond') end
  end
end

n = n + 1
held = held + 1
if now > high then high = now end
local out = {'held', n, time[1], time[2], n, 1, ''}
local names, set = {}, {KEYS[1], state(), KEYS[2], n, KEYS[4], ''}
local function count(record)
  local to = currency ~= '' and column_for(record, currency) + 1
  local numbers = record[3]
  local width = #numbers / record[4]
  for first = 0, #numbers - width, width do
    numbers[first + 2] = numbers[first + 2] + 1
    if to then numbers[first + to] = add(numbers[first + to], asked) end
  end
end
for p, payer in ipairs(payers) do
  local record, run = records[p], runs[p]
  count(record)
  count(run)
  run[1] = run[1] + 1
  set[3 + 4 * p], set[4 + 4 * p] = KEYS[3 + 2 * p], closed(record)
  set[5 + 4 * p], set[6 + 4 * p] = KEYS[4 + 2 * p], closed(run)
  names[2 * p - 1], names[2 * p] = payer[1], payer[2]
  out[#out + 1] = 1
  for c = 4, #payer, 3 do
    local of, w = payer[c], payer[c + 1]
    local spent, held
    if w == 0 then
      spent, held = own_standing({st = 'H', cu = currency, ch = asked, oc = ''}, of)
    elseif w == 6 then
      spent, held = standing(run, 1, of)
    else
      spent, held = standing(record, w, of)
    end
    out[#out + 1] = spent
    out[#out + 1] = held
  end
end
set[6] = pack({'H', currency, asked, asked, '', 0, call, mark, names, {member, call}})
write_left(left, taken, now)
command('MSET', unpack(set))
command('HSET', KEYS[3], key, time[1])
return out
