-- Renames the projection outbox. While replicas of the version before still run, they read and write it under its old
-- name, through an updatable view. A later version drops the view.
-- Every right to send would queue behind a rename that waits for a long transaction. Without the lock in time the
-- migration fails, and the next start tries again.
SET LOCAL lock_timeout = '2s';

ALTER TABLE projection_debt RENAME TO projection_outbox;
ALTER TABLE projection_outbox RENAME COLUMN paid_at TO projected_at;

CREATE VIEW projection_debt AS
    SELECT id, portfolio, persons, at, projected_at AS paid_at FROM projection_outbox;
