-- People by internal id, dense per portfolio; a phone number, a wa_id and a user id of one person are one id.
CREATE TABLE person_counter (
    portfolio text   PRIMARY KEY,
    next      bigint NOT NULL
);
CREATE TABLE person_alias (
    portfolio text   NOT NULL,
    alias     text   NOT NULL, -- E.164 with +, or a business-scoped user id
    person    bigint NOT NULL,
    PRIMARY KEY (portfolio, alias)
);
CREATE INDEX person_alias_person ON person_alias (portfolio, person);

-- The customer service window of a person with one number: the latest inbound message opens it for 24 h.
CREATE TABLE customer_window (
    portfolio text        NOT NULL,
    sender    text        NOT NULL,
    person    bigint      NOT NULL,
    ends_at   timestamptz NOT NULL,
    PRIMARY KEY (portfolio, sender, person)
);
CREATE INDEX customer_window_ends ON customer_window (portfolio, ends_at);
