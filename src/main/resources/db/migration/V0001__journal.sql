-- The journal: the truth about every accepted message. Redis can be rebuilt from it at any time.

-- One row per message. Partitioned by day: ids are UUIDv7, so a range of ids is a range of time.
-- "state" is in no index and in no index predicate, so that a change of state can stay on its page (HOT);
-- "open" is true while the queue or a sender still has work with the message and flips at most a few times.
CREATE TABLE message (
    id                uuid        NOT NULL,
    tenant            text        NOT NULL,
    portfolio         text        NOT NULL,
    sender            text        NOT NULL,
    person            bigint      NOT NULL,
    address           text        NOT NULL, -- E.164 with +, or a business-scoped user id
    category          smallint    NOT NULL, -- io.estafet.message.Category, rank
    template          text,                 -- waba/name/language; null for free-form
    state             smallint    NOT NULL, -- io.estafet.message.State, code
    reason            smallint,             -- io.estafet.message.Reason, ordinal: add at the end only
    until             timestamptz,
    open              boolean     NOT NULL DEFAULT true,
    attempts          integer     NOT NULL DEFAULT 0, -- rights to send that were ever committed
    tries             integer     NOT NULL DEFAULT 0, -- attempts that count against estafet.retry.max-attempts
    attempt_at        timestamptz,          -- when the latest right was committed
    attempt_deadline  timestamptz,          -- no request of the latest attempt can begin or be under way after it
    counted_at        timestamptz,          -- its live charge against the limits; null when it has none
    wamid             text,                 -- of the latest attempt; null until an answer or a status names it
    accepted_at       timestamptz NOT NULL,
    send_at           timestamptz,
    expires_at        timestamptz NOT NULL,
    sent_at           timestamptz,
    campaign          text,
    reference         text,
    body              bytea       NOT NULL, -- the message object as JSON; bytes, because text cannot hold NUL
    fallback_template text,
    fallback_category smallint,
    fallback_body     bytea,
    fallback_used     boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE TABLE message_other PARTITION OF message DEFAULT;
ALTER TABLE message_other SET (fillfactor = 80);
CREATE INDEX message_open ON message (portfolio, id) WHERE open;
-- Block ranges, because a change of a column that only BRIN indexes know can stay on its page too (PostgreSQL 16 on).
CREATE INDEX message_counted ON message USING brin (counted_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX message_attempt ON message USING brin (attempt_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX message_tenant ON message (tenant, id);
CREATE INDEX message_person ON message (portfolio, person, id);
CREATE INDEX message_reference ON message (tenant, reference) WHERE reference IS NOT NULL;
CREATE INDEX message_campaign ON message (tenant, campaign, id) WHERE campaign IS NOT NULL;

-- What happened to a message, for its timeline; append only. Acceptance and the rights to send have no rows of their
-- own: the first is in the message's row, a right is "began" of the row that tells its outcome.
-- "seq" is the order of what happened: "at" of a status is WhatsApp's clock, in seconds.
CREATE SEQUENCE event_seq;
CREATE TABLE event (
    seq        bigint      NOT NULL DEFAULT nextval('event_seq'),
    message_id uuid        NOT NULL,
    at         timestamptz NOT NULL,
    state      smallint    NOT NULL,
    reason     smallint,
    attempt    integer,
    began      timestamptz, -- when the right to this attempt was committed: its "sending" in the timeline
    detail     text
) PARTITION BY RANGE (message_id);
CREATE TABLE event_other PARTITION OF event DEFAULT;
CREATE INDEX event_message ON event (message_id);

-- Messages whose outcome is not known; few, and each is looked at until it is decided.
CREATE TABLE unknown_outcome (
    message_id uuid        PRIMARY KEY,
    attempt    integer     NOT NULL,
    portfolio  text        NOT NULL,
    sender     text        NOT NULL,
    person     bigint      NOT NULL,
    category   smallint    NOT NULL,
    since      timestamptz NOT NULL
);
CREATE INDEX unknown_outcome_since ON unknown_outcome (since);

-- Grows at each rebuild of the portfolio's Redis state. A right to send names the epoch under which its message was
-- taken and shares a lock on this row; a rebuild takes the row for itself, so that every right is either seen by the
-- rebuild or refused after it.
CREATE TABLE portfolio_epoch (
    portfolio text   PRIMARY KEY,
    epoch     bigint NOT NULL
);

-- Remembered for 24 h, only for accepted messages.
CREATE TABLE idempotency_key (
    tenant     text        NOT NULL,
    key        text        NOT NULL,
    body_hash  bytea       NOT NULL, -- SHA-256 of the canonical JSON
    message_id uuid        NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (tenant, key)
);
CREATE INDEX idempotency_key_at ON idempotency_key (at);
