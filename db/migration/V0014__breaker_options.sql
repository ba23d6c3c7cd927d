-- How a schedule is given up and how it comes back: failures among the last slots, a time they must have lasted,
-- and probes after it was given up. A failing slot is tried again after a pause that grows.
set local lock_timeout = '2s';

alter table schedules
  add column retry_backoff interval not null default '10 seconds'
    check (retry_backoff between interval '0' and interval '1 day'),
  add column breaker_of integer check (breaker_of between 1 and 64),
  add column breaker_at_least_for interval not null default '0 seconds'
    check (breaker_at_least_for >= interval '0'),
  add column breaker_probation interval
    check (breaker_probation between interval '1 second' and interval '1 day'),
  add column failing_since timestamptz,
  add column probes integer not null default 0,
  add column probe_due timestamptz,
  add constraint schedules_breaker check (breaker_of is null or breaker_of >= failure_threshold),
  add constraint schedules_probe check (probe_due is null or auto_disabled_at is not null);

create index schedules_probe on schedules (probe_due) where probe_due is not null and deleted_at is null;

-- Since when a daemon suspects its own way out and counts no failures; null: it does not.
alter table daemon add column egress_suspect_since timestamptz;
