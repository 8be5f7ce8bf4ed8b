-- All windows and caps of all payers at once.
-- KEYS[3] keys that this member has open, KEYS[4] the hold, KEYS[5..] of each payer the buckets minute, hour, day, week, month, run
-- ARGV[4] member, ARGV[5] the time told, or empty for the server's, ARGV[6] and ARGV[7] the seconds within which these windows are right,
-- ARGV[8] call (process:number, ever higher in one process), ARGV[9] key, ARGV[10] and ARGV[11] currency and amount, ARGV[12..16] when each kind of window may be forgotten,
-- ARGV[17] currencies, ARGV[18] payers, then of each: name, 1 if no cap covers the currency, number of caps, and of each cap: m or c, window
-- (0 for the call), limit, currency
local status, n, high = stand()
local time = redis.call('TIME')
local function answer(word, ...) return {word, n, time[1], time[2], '', ...} end
if status ~= 'ok' then return answer(status) end

local told = ARGV[5] ~= ''
local now = tonumber(told and ARGV[5] or time[1])
local member, call, currency, amount = ARGV[4], ARGV[8], ARGV[10], ARGV[11]
local currencies = words(ARGV[17])
local payers, cursor = {}, 19
for p = 1, tonumber(ARGV[18]) do
  local payer = {name = ARGV[cursor], uncovered = ARGV[cursor + 1] == '1', caps = {}}
  local caps = tonumber(ARGV[cursor + 2])
  cursor = cursor + 3
  for c = 1, caps do
    payer.caps[c] = {money = ARGV[cursor] == 'm', window = tonumber(ARGV[cursor + 1]), limit = ARGV[cursor + 2], cu = ARGV[cursor + 3]}
    cursor = cursor + 4
  end
  payers[p] = payer
end

local fields = {'cs', 'ch', 'op'}
local at = {}
for i, each in ipairs(currencies) do
  at[each] = 2 + 2 * i
  fields[2 + 2 * i] = 's:' .. each
  fields[3 + 2 * i] = 'h:' .. each
end
local function bucket_at(key) return redis.call('HMGET', key, unpack(fields)) end

-- Whether asked is more than what limit leaves beyond total.
local function exceeds(limit, total, asked)
  local lh, ll = split(limit)
  local th, tl = split(total)
  local high, low = lh - th, ll - tl
  if low < 0 then high, low = high - 1, low + BASE end
  if high < 0 then return true end
  local ah, al = split(asked)
  return high < ah or (high == ah and low < al)
end

-- Spent and held under a cap. own: what this hold itself is charged, for caps per call, which have no bucket.
local function standing(cap, bucket, hold, own)
  if bucket then
    if not cap.money then return tostring(tonumber(bucket[1] or 0)), tostring(tonumber(bucket[2] or 0)) end
    return bucket[at[cap.cu]] or '0', bucket[at[cap.cu] + 1] or '0'
  end
  if hold and hold.st == 'H' then return '0', own end
  return own, '0'
end

local function balances(out, payer, buckets, hold)
  for _, cap in ipairs(payer.caps) do
    local own = '1'
    if cap.money then own = cap.cu == hold.cu and hold.ch or cap.cu == hold.oc and hold.om or '0' end
    local spent, held = standing(cap, buckets[cap.window], hold, own)
    out[#out + 1] = spent
    out[#out + 1] = held
  end
end

local hold = hold_at(KEYS[4])
local was_there = hold ~= nil
if hold and hold.ow ~= payers[1].name then return answer('mismatch', 'owner', '', '') end

if hold and hold.st ~= 'R' then
  if amount ~= '' and amount ~= '0' then
    local most = less(hold.as, hold.ch) and hold.ch or hold.as
    if hold.cu == '' then return answer('mismatch', 'none', '', '') end
    if currency ~= hold.cu then return answer('mismatch', 'money', hold.as, hold.cu) end
    if less(most, amount) then return answer('mismatch', 'money', most, hold.cu) end
  end
  local own = ''
  local fresh = hold.by == call and '1' or '0'
  if hold.st ~= 'S' and fresh == '0' then
    redis.call('HSET', KEYS[4], '@' .. member, call, 'by', '')
    redis.call('ZADD', KEYS[3], time[1], ARGV[9])
    own = step(n)
    n = own
  end
  local out = answer('held', fresh, hold.bk)
  out[5] = own
  local names, keys = words(hold.pn), words(hold.bk)
  for _, payer in ipairs(payers) do
    local part = 0
    for i, name in ipairs(names) do if name == payer.name then part = i end end
    out[#out + 1] = tostring(part)
    if part > 0 then
      local buckets = {}
      for _, cap in ipairs(payer.caps) do
        if cap.window > 0 then buckets[cap.window] = bucket_at(keys[6 * (part - 1) + cap.window]) end
      end
      balances(out, payer, buckets, hold)
    end
  end
  return out
end

if not told and (now < tonumber(ARGV[6]) or now >= tonumber(ARGV[7])) then return answer('time') end
for w = 1, 5 do
  if tonumber(ARGV[11 + w]) <= high then return answer('forgotten') end
end

local asked = amount == '' and '0' or amount
for p, payer in ipairs(payers) do
  if payer.uncovered then return answer('uncovered', tostring(p)) end
  payer.buckets = {}
  for w = 1, 6 do payer.buckets[w] = bucket_at(KEYS[4 + 6 * (p - 1) + w]) end
  for c, cap in ipairs(payer.caps) do
    local bucket = payer.buckets[cap.window]
    local spent, held = standing(cap, bucket, nil, '0')
    local full
    if not cap.money then
      full = tonumber(spent) + tonumber(held) >= tonumber(cap.limit)
    elseif cap.cu == currency and asked ~= '0' then
      full = exceeds(cap.limit, add(spent, held), asked)
    end
    if full then return answer('exhausted', tostring(p), tostring(c), spent, held) end
  end
  if currency ~= '' then
    for w = 1, 6 do
      local bucket = payer.buckets[w]
      local total = add(bucket[at[currency]] or '0', bucket[at[currency] + 1] or '0')
      -- The sum must stay below the largest number, which means beyond counting.
      if total == MAX or add(total, asked) == MAX then return answer('beyond') end
    end
  end
end

hold = {st = 'H', cu = currency, as = asked, ch = asked, oc = '', om = '0'}
local out = answer('held', '1', '')
local names = {}
for p, payer in ipairs(payers) do
  names[p] = payer.name
  for w = 1, 6 do
    local key, bucket = KEYS[4 + 6 * (p - 1) + w], payer.buckets[w]
    local is_new = not bucket[1] and not bucket[2]
    bucket[2] = tonumber(bucket[2] or 0) + 1
    local open = tonumber(bucket[3] or 0) + 1
    if currency ~= '' then
      bucket[at[currency] + 1] = add(bucket[at[currency] + 1] or '0', asked)
      redis.call('HSET', key, 'ch', bucket[2], 'op', open, 'h:' .. currency, bucket[at[currency] + 1])
    else
      redis.call('HSET', key, 'ch', bucket[2], 'op', open)
    end
    if w == 6 then
      if not is_new and open == 1 then redis.call('PERSIST', key) end
    elseif is_new then
      redis.call('EXPIRE', key, math.max(60, tonumber(ARGV[11 + w]) - now))
    end
  end
  out[#out + 1] = tostring(p)
  balances(out, payer, payer.buckets, hold)
end
if was_there then redis.call('DEL', KEYS[4]) end
redis.call('HSET', KEYS[4], 'st', 'H', 'cu', currency, 'as', asked, 'ch', asked, 'oc', '', 'om', '0', 'ow', payers[1].name,
  'pn', table.concat(names, ' '), 'bk', table.concat(KEYS, ' ', 5), 'by', call, '@' .. member, call)
redis.call('ZADD', KEYS[3], time[1], ARGV[9])
tally(nil, 'H')
if now >= high + 60 then redis.call('HSET', KEYS[1], 't', now) end
local own = step(n)
out[2], out[5] = own, own
return out
