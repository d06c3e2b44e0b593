-- Bounds per tenant: what a tenant has is known without reading it.

-- A deleted template stays as a row without components for some days, so that every replica and Redis learn of it.
ALTER TABLE template ADD COLUMN deleted boolean NOT NULL DEFAULT false;

-- How many templates each tenant has, the bytes of their components, and how many are remembered as deleted. Kept by triggers, so that it also holds when
-- somebody changes templates by SQL.
CREATE TABLE template_usage (
    tenant    text   PRIMARY KEY,
    templates bigint NOT NULL,
    bytes     bigint NOT NULL,
    deleted   bigint NOT NULL DEFAULT 0
);

-- The length of a stored value is read without the value.
INSERT INTO template_usage (tenant, templates, bytes)
SELECT tenant, count(*), sum(octet_length(components)) FROM template GROUP BY tenant;

CREATE FUNCTION count_templates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO template_usage AS u (tenant, templates, bytes, deleted)
        SELECT tenant, count(*) FILTER (WHERE NOT deleted), sum(octet_length(components)),
               count(*) FILTER (WHERE deleted) FROM added GROUP BY tenant
        ON CONFLICT (tenant) DO UPDATE
        SET templates = u.templates + excluded.templates, bytes = u.bytes + excluded.bytes,
            deleted = u.deleted + excluded.deleted;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO template_usage AS u (tenant, templates, bytes, deleted)
        SELECT tenant, -count(*) FILTER (WHERE NOT deleted), -sum(octet_length(components)),
               -count(*) FILTER (WHERE deleted) FROM removed GROUP BY tenant
        ON CONFLICT (tenant) DO UPDATE
        SET templates = u.templates + excluded.templates, bytes = u.bytes + excluded.bytes,
            deleted = u.deleted + excluded.deleted;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO template_usage AS u (tenant, templates, bytes, deleted)
        SELECT tenant, sum(templates), sum(bytes), sum(deleted)
          FROM (SELECT tenant, count(*) FILTER (WHERE NOT deleted) AS templates, sum(octet_length(components)) AS bytes,
                       count(*) FILTER (WHERE deleted) AS deleted
                  FROM added GROUP BY tenant
                UNION ALL
                SELECT tenant, -count(*) FILTER (WHERE NOT deleted), -sum(octet_length(components)),
                       -count(*) FILTER (WHERE deleted)
                  FROM removed GROUP BY tenant) AS changes
         GROUP BY tenant HAVING sum(templates) <> 0 OR sum(bytes) <> 0 OR sum(deleted) <> 0
        ON CONFLICT (tenant) DO UPDATE
        SET templates = u.templates + excluded.templates, bytes = u.bytes + excluded.bytes,
            deleted = u.deleted + excluded.deleted;
    ELSE
        DELETE FROM template_usage;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER template_added AFTER INSERT ON template
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_templates();
CREATE TRIGGER template_changed AFTER UPDATE ON template
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_templates();
CREATE TRIGGER template_removed AFTER DELETE ON template
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_templates();
CREATE TRIGGER template_truncated AFTER TRUNCATE ON template
    FOR EACH STATEMENT EXECUTE FUNCTION count_templates();

-- A replica of the version before knows no deleted templates: what it puts in the place of one is there again.
CREATE FUNCTION revive_template() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.deleted := false;
    RETURN NEW;
END $$;
CREATE TRIGGER template_revived BEFORE UPDATE ON template FOR EACH ROW
    WHEN (OLD.deleted AND NEW.deleted AND octet_length(NEW.components) > 0) EXECUTE FUNCTION revive_template();

-- Deleted templates are forgotten by tenant and time.
CREATE INDEX template_deleted ON template (tenant, status_at) WHERE deleted;

-- What changed in an account since a place: Redis takes an account's templates in this order.
CREATE INDEX template_account_version ON template (waba_id, version, name, language);

-- Numbers and portfolios of a tenant are counted when one is new.
CREATE INDEX sender_tenant ON sender (tenant);
CREATE INDEX portfolio_tenant ON portfolio (tenant);
