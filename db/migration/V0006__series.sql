-- A series' row carries its last stored value, so that a rate needs no look into the samples.
create table series (
  id bigint generated always as identity primary key,
  schedule_id bigint not null references schedules (id) on delete cascade,
  name text not null,
  labels jsonb not null default '{}',
  type text not null check (type in ('gauge', 'counter')),
  unit text,
  created_at timestamptz not null default clock_timestamp(),
  last_at timestamptz,
  last_raw numeric,
  last_value double precision,
  unique (schedule_id, name, labels)
);

-- value: the level of a gauge, the rate per second of a counter (null when there is none, and flag says why);
-- raw: what was read.
create table sample (
  series_id bigint not null,
  at timestamptz not null,
  value double precision,
  raw numeric,
  flag text check (flag in ('first_sample', 'reset', 'wrap', 'gap', 'clock', 'max_rate'))
) partition by range (at);
create index sample_series on sample (series_id, at);
