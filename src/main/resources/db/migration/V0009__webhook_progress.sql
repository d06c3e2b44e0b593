-- A payload of many items is worked on in several turns. Where the next one begins is kept with it.
ALTER TABLE webhook
    ADD COLUMN done integer  NOT NULL DEFAULT 0, -- items that need no more work, in the order of inbound.PayloadSteps
    ADD COLUMN kept smallint NOT NULL DEFAULT 0; -- why it will be put aside, by these items: bit n for Aside's code n
