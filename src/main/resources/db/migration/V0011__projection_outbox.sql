-- The outbox of projections to Redis gets its usual name. Replicas of the version before read and write it by the old
-- one, an updatable view, while both versions run; the view is dropped by a later version.
ALTER TABLE projection_debt RENAME TO projection_outbox;
ALTER TABLE projection_outbox RENAME COLUMN paid_at TO projected_at;

CREATE VIEW projection_debt AS
    SELECT id, portfolio, persons, at, projected_at AS paid_at FROM projection_outbox;
