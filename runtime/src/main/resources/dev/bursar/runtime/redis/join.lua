-- A member that remembers nothing takes the epoch it finds, and begins one where there is none. ARGV[4] the epoch to begin.
if ARGV[1] == '' then
  if not read() then
    status = 'foreign'
  elseif lost ~= '' then
    status = lost
  else
    if epoch == '' then
      epoch = ARGV[4]
      command('SET', KEYS[1], state())
    end
    status = 'ok'
  end
else
  stand()
end
local answer = said(status)
if status == 'ok' then
  answer[1], answer[6] = 'joined', epoch
end
return answer
