-- Begins every script. Reads all its keys at once, and says whether this Redis still has all that its member was told it has.
-- KEYS[1] state of the ledger, KEYS[2] the number of this member's latest write
-- ARGV[1] epoch, ARGV[2] the highest number this member was told, ARGV[3] the number of its own latest write
-- The state: the layout of all keys, number of the latest write, the latest time of a reservation, how many holds are held and unknown, epoch, and
-- what befell it ('' for nothing), and the time zone in which its windows begin ('' while nobody has said).
local LAYOUT, FORM = 2, '<dddddBc0Bc0Bc0'
local command, pack, unpacked = redis.call, cmsgpack.pack, cmsgpack.unpack
local found = command('MGET', unpack(KEYS))
local time = command('TIME')
local status, epoch, n, lost, zone, high, held, unknown = nil, '', 0, '', '', 0, 0, 0

local function state() return struct.pack(FORM, LAYOUT, n, high, held, unknown, #epoch, epoch, #lost, lost, #zone, zone) end

-- Leaves alone what is not a state of this layout: another version's, or somebody else's.
local function read()
  if found[1] then
    if #found[1] < 43 or struct.unpack('<d', found[1]) ~= LAYOUT then return false end
    local _
    _, n, high, held, unknown, epoch, lost, zone = struct.unpack(FORM, found[1])
    return true
  end
  return command('TYPE', KEYS[1]).ok == 'none'
end

local function stand()
  if not read() then
    status = 'foreign'
  elseif lost ~= '' then
    status = lost
  elseif epoch ~= '' and epoch == ARGV[1] and n >= tonumber(ARGV[2]) and tonumber(found[2] or 0) >= tonumber(ARGV[3]) then
    status = 'ok'
  elseif epoch ~= '' and epoch ~= ARGV[1] and command('HEXISTS', KEYS[1] .. ':was', ARGV[1]) == 1 then
    status = 'moved'
  else
    lost = epoch == '' and 'empty' or epoch ~= ARGV[1] and 'other' or 'behind'
    status = lost
    command('SET', KEYS[1], state())
  end
  return status
end

-- What the script says: a word, the number of the latest write or the epoch that the ledger moved to, the time, and the number of this write.
local function said(word, own)
  local told = n
  if word == 'moved' then told = epoch elseif word ~= 'ok' and word == status then told = 0 end
  return {word, told, time[1], time[2], own or ''}
end

-- Counts this write, if its member stands well.
local function written()
  if status ~= 'ok' then return said(status) end
  n = n + 1
  command('MSET', KEYS[1], state(), KEYS[2], n)
  return said(status, n)
end
