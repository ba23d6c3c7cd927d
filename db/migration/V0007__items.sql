create table item (
  id bigint generated always as identity primary key,
  schedule_id bigint not null references schedules (id) on delete cascade,
  key text not null,
  fields jsonb not null,
  hash bytea not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  changed_at timestamptz not null,
  removed_at timestamptz,
  misses integer not null default 0,
  unique (schedule_id, key)
);
create index item_changed on item (schedule_id, changed_at desc, id desc);

create table item_change (
  id bigint generated always as identity primary key,
  schedule_id bigint not null,
  item_id bigint not null references item (id) on delete cascade,
  run_id uuid not null,
  at timestamptz not null,
  change text not null check (change in ('added', 'changed', 'removed', 'returned')),
  diff jsonb not null default '{}'
);
create index item_change_item on item_change (item_id, id desc);
create index item_change_at on item_change (at);
