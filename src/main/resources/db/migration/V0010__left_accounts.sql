-- Accounts that a number of a portfolio has left, while messages of the portfolio may still name their templates: the
-- portfolio's Redis keeps knowing these. One row for each such account that has templates.
CREATE TABLE left_account (
    portfolio text NOT NULL,
    waba_id   text NOT NULL,
    PRIMARY KEY (portfolio, waba_id)
);
CREATE INDEX left_account_waba ON left_account (waba_id);
