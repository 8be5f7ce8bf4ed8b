-- What a caller has spent. Its present windows of the calendar stand in one record, so that a reservation reads and writes one; a window that
-- is left goes into a record of its own until it may be forgotten, and a run has one.
-- A record: its mark, its currencies with commas between, its numbers, of how many windows they are, and whether all money in it was below SAFE
-- when it was opened. Of each window: calls spent, calls held,
-- and of each currency money spent and money held. The mark of present windows is the first seconds of the five kinds and then when each may be
-- forgotten, with spaces between; of a left window when it may be forgotten; of a run how many of its holds are open.
-- Numbers are kept as doubles, or one by one where any is text: that costs six times as much.
local KINDS = {'m', 'h', 'd', 'w', 'M'}
local rep, struct_pack, struct_unpack = string.rep, struct.pack, struct.unpack

local function opened(packed, windows)
  local mark, currencies, numbers = unpacked(packed)
  local is_small = type(numbers) == 'string'
  if is_small then
    numbers = {struct_unpack('<' .. rep('d', #numbers / 8), numbers)}
    -- Last comes where the reading ended.
    numbers[#numbers] = nil
  end
  return {mark, currencies, numbers, windows, is_small}
end

local function closed(record)
  local numbers = record[3]
  for i = 1, #numbers do
    if type(numbers[i]) ~= 'number' then return pack(record[1], record[2], numbers) end
  end
  return pack(record[1], record[2], struct_pack('<' .. rep('d', #numbers), unpack(numbers)))
end

local function fresh(mark, windows)
  if windows == 1 then return {mark, '', {0, 0}, 1, true} end
  return {mark, '', {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 5, true}
end

-- Where the money of a currency stands in a window; nil if there is none.
local function column(record, currency)
  if record[2] == currency then return 3 end
  local at = 1
  for each in string.gmatch(record[2], '[^,]+') do
    at = at + 2
    if each == currency then return at end
  end
end

-- As column; makes room where there is none.
local function column_for(record, currency)
  local known = column(record, currency)
  if known then return known end
  local numbers, width, wide = record[3], #record[3] / record[4], {}
  for i = 1, #numbers do
    wide[#wide + 1] = numbers[i]
    if i % width == 0 then
      wide[#wide + 1] = 0
      wide[#wide + 1] = 0
    end
  end
  record[2] = record[2] == '' and currency or record[2] .. ',' .. currency
  record[3] = wide
  return width + 1
end

-- The seconds that a mark of present windows is made of.
local function seconds(mark)
  local all = {}
  for each in string.gmatch(mark, '%S+') do all[#all + 1] = tonumber(each) end
  return all
end

local function window_key(key, w, from) return key .. ':' .. KINDS[w] .. ':' .. string.format('%.0f', from) end

-- Goes on to the windows of another mark, with what they have if they were left before. Records of windows that are left, under their keys, are
-- added to left, and keys of those that are taken up again to taken. Nothing is written here.
local function roll(record, key, mark, left, taken)
  local was, is = seconds(record[1]), seconds(mark)
  for w = 1, 5 do
    if was[w] ~= is[w] then
      local width = #record[3] / 5
      local first = (w - 1) * width
      local old = {was[5 + w], record[2], {unpack(record[3], first + 1, first + width)}, 1}
      left[#left + 1] = {window_key(key, w, was[w]), old}
      for i = first + 1, first + width do record[3][i] = 0 end
      local name = window_key(key, w, is[w])
      local packed = command('GET', name)
      if packed then
        taken[#taken + 1] = name
        local known = opened(packed, 1)
        record[5] = record[5] and known[5]
        for currency in string.gmatch(known[2], '[^,]+') do column_for(record, currency) end
        first = (w - 1) * #record[3] / 5
        record[3][first + 1], record[3][first + 2] = known[3][1], known[3][2]
        for currency in string.gmatch(known[2], '[^,]+') do
          local from, to = column(known, currency), first + column(record, currency)
          record[3][to], record[3][to + 1] = known[3][from], known[3][from + 1]
        end
      end
    end
  end
  record[1] = mark
end

local function write_left(left, taken, now)
  for _, name in ipairs(taken) do command('DEL', name) end
  for _, each in ipairs(left) do
    command('SET', each[1], closed(each[2]), 'EX', math.max(60, each[2][1] - now))
  end
end
