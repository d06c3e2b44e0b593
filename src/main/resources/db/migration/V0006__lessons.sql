-- What WhatsApp's answers teach about templates and people, and which messages break their workers.

-- "status_at" is when the template was last said to be so: a refusal of a request that began before an approval is an
-- echo. "paused_until" is the end of a pause that WhatsApp's refusals taught us; null when no end is known.
ALTER TABLE template ADD COLUMN status_at timestamptz NOT NULL DEFAULT 'epoch';
ALTER TABLE template ADD COLUMN paused_until timestamptz;
ALTER TABLE template ADD COLUMN pauses integer NOT NULL DEFAULT 0; -- how often a refusal has paused it

-- A person who gets nothing, or no marketing, for a while, since WhatsApp refused a message to them. A row whose end
-- has passed stays for a while: the next refusal in a row lasts longer, and an echo of this one changes nothing.
CREATE TABLE person_suppression (
    portfolio text        NOT NULL,
    person    bigint      NOT NULL,
    kind      smallint    NOT NULL, -- io.estafet.directory.Suppression, code
    ends_at   timestamptz NOT NULL,
    refused_at timestamptz NOT NULL, -- when the request began that was refused
    repeats   integer     NOT NULL, -- suppressions in a row before this one
    PRIMARY KEY (portfolio, person, kind)
);
CREATE INDEX person_suppression_ends ON person_suppression (portfolio, ends_at);

-- Attempts whose worker died or threw before there was an outcome.
ALTER TABLE message ADD COLUMN breaks smallint NOT NULL DEFAULT 0;

-- How WhatsApp says that a number is doing: its newest word, by WhatsApp's time.
CREATE TABLE sender_health (
    sender  text        PRIMARY KEY,
    quality text        NOT NULL, -- io.estafet.sender.Health.Quality, name
    status  text        NOT NULL, -- io.estafet.sender.Health.Status, name
    at      timestamptz NOT NULL
);
