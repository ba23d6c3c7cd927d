-- The runs' own logs. (xact, id) orders the whole log for readers that follow it: a page ends before the oldest
-- transaction still open, so that a late commit is never skipped.
create table run_log (
  id bigint generated always as identity,
  xact xid8 not null default pg_current_xact_id(),
  run_id uuid not null,
  slot timestamptz not null,
  schedule_id bigint,
  at timestamptz not null,
  level text not null,
  byte_offset bigint not null,
  text text not null
) partition by range (slot);
create index run_log_run on run_log (run_id, byte_offset);
create index run_log_follow on run_log (xact, id);
create index run_log_schedule on run_log (schedule_id, xact, id);
