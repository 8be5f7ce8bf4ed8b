-- What a caller has spent. Its present windows of the calendar stand in one record, so that a reservation reads and writes one; a window that
-- is left is put into a record of its own until it may be forgotten, and so is a run.
-- A record, packed: the number of currencies, their names, then of each window its first second, when it may be forgotten (of a run: how many
-- of its holds are open), calls spent, calls held, and of each currency money spent and money held.
local KINDS = {'m', 'h', 'd', 'w', 'M'}

-- Where the money of a currency stands in a window; nil if there is none.
local function column(record, currency)
  for i = 1, record[1] do
    if record[1 + i] == currency then return 3 + 2 * i end
  end
end

-- The same record with one more currency.
local function widened(record, currency)
  local count = record[1]
  local width = 4 + 2 * count
  local wide = {count + 1, unpack(record, 2, count + 1)}
  wide[count + 2] = currency
  for first = count + 2, #record, width do
    for i = first, first + width - 1 do wide[#wide + 1] = record[i] end
    wide[#wide + 1] = 0
    wide[#wide + 1] = 0
  end
  return wide
end

local function fresh_windows(froms, ends)
  return {0, froms[1], ends[1], 0, 0, froms[2], ends[2], 0, 0, froms[3], ends[3], 0, 0, froms[4], ends[4], 0, 0,
    froms[5], ends[5], 0, 0}
end

local function window_key(key, w, from) return key .. ':' .. KINDS[w] .. ':' .. string.format('%.0f', from) end

-- Goes on to the windows asked for, with what they have if they were left before. The keys to be written for those that are left, and what
-- to, are added to left; those that are taken up again to taken. Nothing is written here.
local function rolled(record, key, froms, ends, left, taken)
  for w = 1, 5 do
    local count = record[1]
    local width = 4 + 2 * count
    local at = 1 + count + (w - 1) * width
    if record[at + 1] ~= froms[w] then
      local old = {count, unpack(record, 2, count + 1)}
      for i = 1, width do old[1 + count + i] = record[at + i] end
      left[#left + 1] = {window_key(key, w, record[at + 1]), old, record[at + 2]}
      record[at + 1], record[at + 2] = froms[w], ends[w]
      for i = 3, width do record[at + i] = 0 end
      local name = window_key(key, w, froms[w])
      local packed = command('GET', name)
      if packed then
        taken[#taken + 1] = name
        local known = unpacked(packed)
        for i = 1, known[1] do
          if not column(record, known[1 + i]) then record = widened(record, known[1 + i]) end
        end
        at = 1 + record[1] + (w - 1) * (4 + 2 * record[1])
        local from = 1 + known[1]
        record[at + 3], record[at + 4] = known[from + 3], known[from + 4]
        for i = 1, known[1] do
          local to = column(record, known[1 + i])
          record[at + to], record[at + to + 1] = known[from + 3 + 2 * i], known[from + 4 + 2 * i]
        end
      end
    end
  end
  return record
end

local function write_left(left, taken, now)
  for _, name in ipairs(taken) do command('DEL', name) end
  for _, each in ipairs(left) do
    command('SET', each[1], pack(each[2]), 'EX', math.max(60, each[3] - now))
  end
end
