-- @include charge
-- Needs the clock and `day` (ms), the moving day.

-- The charges of other messages that still count, as text; then the latest counted time of this message, or nil. Nobody
-- looks at a charge that has left the moving day: without it its person may leave the limit.
local function other_charges(charges, id)
  local kept, counted = {}, nil
  for by, at, number in each_charge(charges) do
    if by == id then
      counted = math.max(counted or 0, tonumber(at))
    elseif tonumber(at) > now - day then
      kept[#kept + 1] = charge_text(by, at, number)
    end
  end
  return table.concat(kept), counted
end

-- The latest counted time (ms), or 0; of one number's charges, or of all.
local function latest_charge(charges, number)
  local latest = 0
  for _, at, by in each_charge(charges) do
    if not number or by == number then latest = math.max(latest, tonumber(at)) end
  end
  return latest
end
