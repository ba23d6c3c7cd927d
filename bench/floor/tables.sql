-- What the floor is measured on: a run with its three indexes and six checks, its line of the log, and a narrow row
-- for the progress of each schedule. Nothing of the product; psql -v n=20000.
drop schema if exists floor cascade;
create schema floor;
create table floor.plan (
  id bigint primary key,
  name text not null,
  job text not null,
  version bigint not null
);
create table floor.progress (
  id bigint primary key,
  next_slot timestamptz,
  next_due timestamptz,
  current_run uuid,
  current_slot timestamptz,
  current_owner integer,
  current_started_at timestamptz,
  slot_attempts integer not null default 0,
  outcomes bigint not null default 0,
  outcomes_known integer not null default 0,
  failures integer not null default 0,
  last_run uuid,
  last_slot timestamptz,
  last_status text,
  last_started_at timestamptz,
  last_finished_at timestamptz,
  last_success_at timestamptz,
  progress_seq bigint not null default 0
) with (fillfactor = 50);
create index progress_due on floor.progress (next_due) where current_run is null;
create index progress_running on floor.progress (current_owner) where current_run is not null;
create table floor.run (
  id uuid not null,
  slot timestamptz not null,
  schedule_id bigint,
  schedule_name text not null,
  trigger text not null check (trigger in ('scheduled', 'manual', 'test', 'probe')),
  attempt integer not null check (attempt >= 1),
  kind text not null,
  plan_version bigint not null,
  owner integer not null,
  status text not null check (status in ('running', 'succeeded', 'failed')),
  failure_class text,
  message text,
  claimed_at timestamptz not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  samples integer not null default 0,
  items_processed integer not null default 0,
  log_bytes bigint not null default 0,
  primary key (slot, id),
  unique (schedule_id, slot, attempt, trigger),
  check ((status = 'running') = (finished_at is null)),
  check ((status = 'failed') = (failure_class is not null)),
  check (started_at >= slot)
) with (fillfactor = 50);
create index run_id on floor.run (id);
create table floor.run_log (
  id bigint generated always as identity,
  xact xid8 not null default pg_current_xact_id(),
  run_id uuid not null,
  slot timestamptz not null,
  schedule_id bigint,
  at timestamptz not null,
  level text not null,
  byte_offset bigint not null,
  text text not null
);
create index run_log_run on floor.run_log (run_id, byte_offset);
create index run_log_follow on floor.run_log (xact, id);
create index run_log_schedule on floor.run_log (schedule_id, xact, id);
insert into floor.plan select n, 'nothing ' || n, '{"argv": ["/bin/true"], "timeout": "PT30S"}', 1
  from generate_series(1, :n) n;
insert into floor.progress (id, next_slot, next_due) select n, t, t
  from generate_series(1, :n) n, (select date_trunc('second', clock_timestamp()) - interval '1 second') at (t);
vacuum (analyze) floor.plan;
vacuum (analyze) floor.progress;
checkpoint;
