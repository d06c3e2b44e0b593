-- Which place in the Redis intake list each journalled entry had, so that an entry that comes back with an older Redis
-- is known again. Only for entries without an idempotency key; forgotten after an hour.
CREATE TABLE list_place (
    place      bigint NOT NULL, -- counted by Redis, and put back together with the list
    hash       bigint NOT NULL, -- of the entry's bytes: another entry may stand at a place that was lost
    message_id uuid   NOT NULL,
    PRIMARY KEY (place, hash)
);
-- Ids are in the order of time, and so are the rows.
CREATE INDEX list_place_message ON list_place USING brin (message_id) WITH (pages_per_range = 32, autosummarize = on);
