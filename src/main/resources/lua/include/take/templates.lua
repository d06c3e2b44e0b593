-- Templates and their status.

-- Thousands of messages share a few templates. Each template's word is read once.
local template_words = {}
local function template_word(template)
  if template_words[template] == nil then template_words[template] = redis.call('HGET', templates_key, template) end
  return template_words[template]
end

-- A template's status and the end of its pause (ms), or 0. A pause that ends by itself carries its end in the word.
-- Once that is past, the template may be sent.
local function template_now(word)
  local ends = word and tonumber(string.match(word, '^P(%d+)$'))
  if not ends then return word, 0 end
  if ends <= now then return 'A', 0 end
  return 'P', ends
end
