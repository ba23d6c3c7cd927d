-- One row an attempt. No foreign keys: history outlives its schedule and is dropped by whole weeks.
create table run (
  id uuid not null,
  slot timestamptz not null,
  schedule_id bigint,
  schedule_name text not null,
  trigger text not null check (trigger in ('scheduled', 'manual', 'test', 'probe')),
  attempt integer not null check (attempt >= 1),
  kind text not null,
  plan_version bigint not null,
  request_id bigint,
  daemon_id uuid not null,
  status text not null check (status in
    ('running', 'succeeded', 'failed', 'deferred', 'cancelled', 'interrupted', 'abandoned')),
  failure_class text,
  message text,
  detail text,
  late boolean not null default false,
  missed bigint not null default 0,
  unchanged boolean not null default false,
  degraded boolean not null default false,
  window_bypassed boolean not null default false,
  claimed_at timestamptz not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  samples integer not null default 0,
  items_processed integer not null default 0,
  items_added integer not null default 0,
  items_updated integer not null default 0,
  items_removed integer not null default 0,
  items_failed integer not null default 0,
  progress jsonb,
  log_bytes bigint not null default 0,
  primary key (slot, id),
  unique (schedule_id, slot, trigger, attempt),
  constraint run_finished check ((status = 'running') = (finished_at is null)),
  constraint run_failed check ((status = 'failed') = (failure_class is not null)),
  constraint run_started check (started_at >= slot)
) partition by range (slot);
create index run_id on run (id);
create index run_schedule on run (schedule_id, slot desc, attempt desc);

-- Slots that became no run, and why. A repeat extends the row as long as nothing else happened in between.
create table decision (
  id bigint generated always as identity,
  schedule_id bigint not null,
  plan_version bigint not null,
  reason text not null check (reason in ('outside_window', 'blackout', 'overlap', 'coalesced', 'missed', 'paused',
    'auto_disabled', 'deferred', 'capacity', 'unknown_kind')),
  first_slot timestamptz not null,
  last_slot timestamptz not null,
  count bigint,
  detail text,
  decided_at timestamptz not null,
  primary key (first_slot, id),
  constraint decision_order check (last_slot >= first_slot)
) partition by range (first_slot);
create index decision_schedule on decision (schedule_id, first_slot desc);

-- Somebody pressed a button: a row of its own, never a moved next_due.
create table run_request (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('run', 'test', 'cancel')),
  schedule_id bigint references schedules (id) on delete cascade,
  run_id uuid,
  run_slot timestamptz,
  job jsonb,
  job_kind text,
  force boolean not null default false,
  account_id bigint references account (id),
  reason text,
  idempotency_key text,
  idempotency_hash bytea,
  status text not null default 'waiting' check (status in ('waiting', 'claimed', 'done', 'expired', 'refused')),
  refusal text,
  result jsonb,
  requested_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null default clock_timestamp() + interval '1 hour',
  claimed_at timestamptz,
  claimed_by uuid,
  finished_at timestamptz
);
create unique index run_request_one_waiter on run_request (schedule_id) where kind = 'run' and status = 'waiting';
create index run_request_waiting on run_request (id) where status = 'waiting';
create unique index run_request_idempotency on run_request (account_id, idempotency_key)
  where idempotency_key is not null;
