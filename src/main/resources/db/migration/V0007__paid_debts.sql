-- When Redis took a change that it had been owed for long; such a debt is remembered for a moment.
ALTER TABLE projection_debt ADD COLUMN paid_at timestamptz;
