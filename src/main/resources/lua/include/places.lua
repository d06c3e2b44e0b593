-- How a message is named behind its person and among the parked ones: in the order of seq, which is filled up to
-- 16 digits. A person has a line for each rank.
local function person_line(e) return e.person .. ':' .. e.rank end
local function padded_place(e) return string.format('%016.0f', tonumber(e.seq)) .. ':' .. e.id end
local function behind_member(e) return person_line(e) .. ':' .. padded_place(e) end
local function parked_member(e) return e.template .. ':' .. padded_place(e) end
