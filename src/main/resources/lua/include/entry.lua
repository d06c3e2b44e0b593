-- An entry is seq|rank|person|template|expires (ms)|not before (ms)|attempts|template of the fallback|its rank|fallback
-- in use (0 or 1)|number id. A message comes packed without the seq (see queue.Entry).
local function rank_of_entry(entry) return tonumber(string.match(entry, '^%d+|(%d)')) end
local function person_of_entry(entry) return string.match(entry, '^%d+|%d|(%d+)') end
local function person_of_message(packed) return string.match(packed, '^%d|(%d+)') end
