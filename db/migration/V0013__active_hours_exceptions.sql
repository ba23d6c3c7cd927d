-- Dates on which other windows start than those of `active_hours`: a list of {"date", "windows": [{"from", "until"}]}
-- with minutes since midnight; null: none.
alter table schedules add column exceptions jsonb;
