-- A person's charges are one text: message id,counted time (ms),number id; for each.
local CHARGE = '([^,;]+),(%d+),([^,;]+);'
local function charge_text(id, at, number) return id .. ',' .. at .. ',' .. number .. ';' end
local function each_charge(charges) return string.gmatch(charges, CHARGE) end
