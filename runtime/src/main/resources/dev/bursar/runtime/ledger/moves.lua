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

local function applied(record, w, counts, sign)
  if counts.st == 'R' then return record end
  for _, currency in ipairs({counts.cu, counts.oc}) do
    if currency ~= '' and not column(record, currency) then record = widened(record, currency) end
  end
  local at = 1 + record[1] + (w - 1) * (4 + 2 * record[1])
  local is_held = counts.st == 'H' and 1 or 0
  record[at + 3 + is_held] = record[at + 3 + is_held] + sign
  local change = sign > 0 and add or sub
  if counts.cu ~= '' then
    local to = at + column(record, counts.cu) + is_held
    record[to] = change(record[to], counts.ch)
  end
  if counts.oc ~= '' then
    local to = at + column(record, counts.oc) + is_held
    record[to] = change(record[to], counts.om)
  end
  return record
end

local function changed(record, w, was, is)
  if was then record = applied(record, w, was, -1) end
  return applied(record, w, is, 1)
end

local function is_open(counts) return counts and (counts.st == 'H' or counts.st == 'U') and 1 or 0 end

-- How many holds are held and how many unknown, for showing alone. A state is nil where there is no hold.
local function tally(was, is)
  held = held + (is == 'H' and 1 or 0) - (was == 'H' and 1 or 0)
  unknown = unknown + (is == 'U' and 1 or 0) - (was == 'U' and 1 or 0)
end

-- Takes a hold out of all its windows as it was and into them as it is now. What has expired is not made again, unless the hold is taken up
-- anew. ends: by kind of window, when it may be forgotten.
local function move(hold, was, now, ends)
  local is = counts_of(hold)
  tally(was and was.st, is.st)
  for p = 1, #hold.payers, 2 do
    local key = spent .. hold.payers[p]
    local run_key = key .. ':run:' .. hold.payers[p + 1]
    local both = command('MGET', key, run_key)
    local record = both[1] and unpacked(both[1])
    if ends then
      local left, taken = {}, {}
      record = rolled(record or fresh_windows(hold.froms, ends), key, hold.froms, ends, left, taken)
      write_left(left, taken, now)
    end
    local last = 0
    for w = 1, 5 do
      local at = record and 1 + record[1] + (w - 1) * (4 + 2 * record[1])
      if record and record[at + 1] == hold.froms[w] then
        last = math.max(last, record[at + 2])
        record = changed(record, w, was, is)
      else
        local name = window_key(key, w, hold.froms[w])
        local known = command('GET', name)
        if known then command('SET', name, pack(changed(unpacked(known), 1, was, is)), 'KEEPTTL') end
      end
    end
    if last > 0 then
      -- Kept for the longest of the windows in it, of which there is one later than all of these if it has gone on.
      for w = 1, 5 do last = math.max(last, record[3 + record[1] + (w - 1) * (4 + 2 * record[1])]) end
      command('SET', key, pack(record), 'EX', math.max(60, last - now))
    end
    if both[2] or ends then
      local run = changed(both[2] and unpacked(both[2]) or {0, 0, 0, 0, 0}, 1, was, is)
      local open = run[1] + 3
      run[open] = run[open] + is_open(is) - is_open(was)
      if run[open] > 0 then command('SET', run_key, pack(run)) else command('SET', run_key, pack(run), 'EX', LONG) end
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

-- What became of a hold; false if nothing changes. Another member that carries the key may have moved something.
local function outcome(hold, verb, member, currency, moved)
  if verb == 'settle' then
    settled(hold, currency, moved)
    return true
  end
  if hold.st == 'S' then return false end
  if verb == 'release' then
    for i = #hold.carriers, 1, -1 do
      if hold.carriers[i] == member then table.remove(hold.carriers, i) end
    end
    if #hold.carriers == 0 then hold.st = 'R' end
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
