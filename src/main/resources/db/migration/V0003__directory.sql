-- The directory: what is known of portfolios, numbers, templates and consents.

-- Grows with each change of a portfolio, number or template. A change takes this row first, so that changes happen one
-- after the other: their rules need no further locks, and who has seen version n has seen every change up to n.
CREATE TABLE directory_version (
    single  boolean PRIMARY KEY DEFAULT true CHECK (single),
    version bigint  NOT NULL
);
INSERT INTO directory_version (version) VALUES (0);

CREATE TABLE portfolio (
    id              text   PRIMARY KEY,
    tenant          text   NOT NULL,
    messaging_limit bigint NOT NULL CHECK (messaging_limit = -1 OR messaging_limit > 0), -- -1: unlimited
    version         bigint NOT NULL
);
CREATE INDEX portfolio_version ON portfolio (version);

CREATE TABLE sender (
    id                   text    PRIMARY KEY,
    tenant               text    NOT NULL,
    portfolio            text    NOT NULL REFERENCES portfolio,
    waba_id              text    NOT NULL,
    display_phone_number text    NOT NULL,
    base_url             text    NOT NULL,
    token                bytea   NOT NULL, -- AES-GCM: key id, nonce, ciphertext and tag; bound to the number's id
    throughput           integer NOT NULL,
    daily_limit          bigint,
    paused               boolean NOT NULL,
    webhooks             boolean NOT NULL,
    version              bigint  NOT NULL
);
CREATE INDEX sender_version ON sender (version);
CREATE INDEX sender_waba ON sender (waba_id);
CREATE INDEX sender_portfolio ON sender (portfolio);

CREATE TABLE template (
    waba_id    text     NOT NULL,
    name       text     NOT NULL,
    language   text     NOT NULL,
    tenant     text     NOT NULL,
    category   smallint NOT NULL, -- io.estafet.message.Category, rank
    status     text     NOT NULL, -- io.estafet.template.TemplateStatus, name
    components bytea    NOT NULL, -- JSON; bytes, because text cannot hold NUL
    version    bigint   NOT NULL,
    PRIMARY KEY (waba_id, name, language)
);
CREATE INDEX template_version ON template (version);

-- What a person agreed to: per category the latest word and when it was given. "value" is recipient.ConsentByte.
CREATE TABLE consent (
    portfolio         text     NOT NULL,
    person            bigint   NOT NULL,
    marketing         smallint NOT NULL DEFAULT 0, -- io.estafet.recipient.ConsentStatus, code
    marketing_at      timestamptz,
    utility           smallint NOT NULL DEFAULT 0,
    utility_at        timestamptz,
    authentication    smallint NOT NULL DEFAULT 0,
    authentication_at timestamptz,
    stopped           boolean  NOT NULL DEFAULT false, -- a stop given to WhatsApp itself
    stopped_at        timestamptz,
    value             smallint NOT NULL GENERATED ALWAYS AS
        (marketing + utility * 4 + authentication * 16 + CASE WHEN stopped THEN 64 ELSE 0 END) STORED,
    PRIMARY KEY (portfolio, person)
);

-- Every word as it was given; append only. The proof of an opt-in.
CREATE TABLE consent_history (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    portfolio   text        NOT NULL,
    person      bigint      NOT NULL,
    category    smallint,             -- null: all of them
    status      smallint    NOT NULL,
    source      text        NOT NULL,
    at          timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL
);
CREATE INDEX consent_history_person ON consent_history (portfolio, person, id);

-- Changes that Redis has yet to take: written with the change, deleted once Redis has it. What stays is repaired.
CREATE TABLE projection_debt (
    id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    portfolio text        NOT NULL,
    persons   bigint[],             -- whose consent changed; null: the portfolio, its numbers or templates
    at        timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- An erased address by keyed hash: if the person is addressed again, what they refused still holds.
CREATE TABLE erased_alias (
    portfolio text   NOT NULL,
    hash      bytea  NOT NULL,
    person    bigint NOT NULL,
    PRIMARY KEY (portfolio, hash)
);
