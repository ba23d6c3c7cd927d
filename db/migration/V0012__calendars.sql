-- Named lists of dates and times, which schedules name as blackouts. `version` counts the edits.
create table calendar (
  name text primary key check (name ~ '^[a-z0-9][a-z0-9_-]{0,99}$'),
  description text not null default '',
  entries jsonb not null check (jsonb_typeof(entries) = 'array'),
  version bigint not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);

-- `blackouts` names calendars; the store checks that they are there. `calendars` is a copy of what they hold, written
-- with every edit of theirs under the lock of the row, so that a claim reads one row and never half of an edit.
alter table schedules add column blackouts text[] not null default '{}';
alter table schedules add column calendars jsonb not null default '[]' check (jsonb_typeof(calendars) = 'array');
create index schedules_blackouts on schedules using gin (blackouts) where deleted_at is null;
