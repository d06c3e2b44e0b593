-- What WhatsApp told us, from the moment it was answered 200 until it was worked on. Rows come and go; what is put
-- aside stays for people to look at.
CREATE TABLE webhook (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at timestamptz NOT NULL,
    due_at      timestamptz NOT NULL, -- not taken before; a taken one is due again when its taker's lease ends
    tries       integer     NOT NULL DEFAULT 0,
    aside       smallint,             -- io.estafet.inbound.Payloads.Aside, code; null while there is work
    body        bytea       NOT NULL  -- as it came, byte for byte
);
CREATE INDEX webhook_due ON webhook (due_at) WHERE aside IS NULL;
CREATE INDEX webhook_aside ON webhook (received_at) WHERE aside IS NOT NULL;
-- JSON of some hundred bytes to some hundred kilobytes: not worth compressing for the second that most rows live.
ALTER TABLE webhook ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE webhook SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);

-- The newest word about a thing, by WhatsApp's time: an older one that comes later changes nothing.
CREATE TABLE webhook_fact (
    subject text        PRIMARY KEY,
    value   text        NOT NULL,
    at      timestamptz NOT NULL
);
