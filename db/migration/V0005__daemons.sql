-- One row an incarnation of a daemon. The row is its heartbeat and the lease for all its runs.
create table daemon (
  id uuid primary key,
  host text not null,
  pid bigint not null,
  boot_id text,
  pid_namespace bigint,
  uid bigint,
  start_ticks bigint,
  version text not null,
  state text not null default 'starting' check (state in ('starting', 'ready', 'draining', 'stopped', 'dead')),
  kinds text[] not null,
  lanes jsonb not null default '{}',
  totals jsonb not null default '{}',
  slots integer not null,
  running integer not null default 0,
  started_at timestamptz not null default clock_timestamp(),
  heartbeat_at timestamptz not null default clock_timestamp(),
  lease_until timestamptz not null,
  last_poll_at timestamptz,
  poll_lag_ms bigint,
  clock_offset_ms bigint,
  stopped_at timestamptz
);
create index daemon_lease on daemon (lease_until) where state not in ('stopped', 'dead');
