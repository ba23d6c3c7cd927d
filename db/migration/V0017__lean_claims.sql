-- A run moves its schedule twice, and each time every index of the row gets an entry. So that this stays cheap: the
-- words that searches ask for stand beside the row and not on it, and the other indexes hold only the rows they are
-- asked for. A claim reads its own lane from the oldest on.
set local lock_timeout = '2s';

create table schedule_words (
  schedule_id bigint primary key references schedules (id) on delete cascade,
  words tsvector not null
);
insert into schedule_words (schedule_id, words)
select id, to_tsvector('simple', name || ' ' || labels::text) from schedules;
create index schedule_words_search on schedule_words using gin (words);
drop index schedules_search;

create function write_schedule_words() returns trigger
language plpgsql security definer set search_path = rota, pg_temp as $$
begin
  insert into schedule_words (schedule_id, words)
  values (new.id, to_tsvector('simple', new.name || ' ' || new.labels::text))
  on conflict (schedule_id) do update set words = excluded.words;
  return null;
end $$;
create trigger schedules_words after insert or update of name, labels on schedules
  for each row execute function write_schedule_words();

drop index schedules_due;
create index schedules_due on schedules (lane, next_due)
  where enabled and auto_disabled_at is null and current_run is null and deleted_at is null;
drop index schedules_blackouts;
create index schedules_blackouts on schedules using gin (blackouts) where deleted_at is null and blackouts <> '{}';
create index schedules_deleted on schedules (id) where deleted_at is not null;

-- One index less on every run: read backwards, this one gives the runs of a schedule in the order of a page, too.
alter table run drop constraint run_schedule_id_slot_trigger_attempt_key;
alter table run add constraint run_once unique (schedule_id, slot, attempt, trigger);
drop index run_schedule;

-- A run row is written twice within a moment; with room on its page, the second time touches no index.
do $$
declare
  part record;
begin
  for part in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'rota.run'::regclass
  loop
    execute format('alter table rota.%I set (fillfactor = 50)', part.relname);
  end loop;
end $$;

create or replace function ensure_partition(parent text, instant timestamptz) returns boolean
language plpgsql security definer set search_path = rota, pg_temp set lock_timeout = '2s' set timezone to 'UTC' as $$
declare
  week timestamptz := date_trunc('week', instant at time zone 'UTC') at time zone 'UTC';
  part text := parent || '_' || to_char(week at time zone 'UTC', 'IYYY"w"IW');
begin
  if parent not in ('run', 'decision', 'sample', 'run_log') then
    raise exception 'no partitioned table %', parent using errcode = '22023';
  end if;
  if to_regclass('rota.' || part) is not null then
    return false;
  end if;
  execute format('create table if not exists rota.%I partition of rota.%I for values from (%L) to (%L)%s',
    part, parent, week, week + interval '7 days', case parent when 'run' then ' with (fillfactor = 50)' else '' end);
  return true;
end $$;
