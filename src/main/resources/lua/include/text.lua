-- A number as text without exponent. One call writes the same few times for each of its messages.
local texts = {}
local function text(n)
  local known = texts[n]
  if not known then
    known = string.format('%.0f', n)
    texts[n] = known
  end
  return known
end
