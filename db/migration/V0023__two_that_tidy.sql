-- Two daemons that tidy up at one moment: what the first does is neither done again nor a mistake of the second's.
set local lock_timeout = '2s';

-- Whoever comes second waits for the first to commit and then finds the week made.
create or replace function ensure_partition(parent text, instant timestamptz) returns boolean
language plpgsql security definer set search_path = rota, pg_temp set lock_timeout = '2s' set timezone = 'UTC' as $$
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
exception when duplicate_table then -- "if not exists" is judged before the lock is there
  return false;
end $$;

-- The weeks are left to whoever drops those of this table now. The name of the lock is also in ChoreStore.
create or replace function drop_partitions(parent text, before timestamptz) returns integer
language plpgsql security definer set search_path = rota, pg_temp set lock_timeout = '2s' as $$
declare
  part record;
  dropped integer := 0;
begin
  if parent not in ('run', 'decision', 'sample', 'run_log') then
    raise exception 'no partitioned table %', parent using errcode = '22023';
  end if;
  if not pg_try_advisory_xact_lock(hashtextextended('rota.drop_partitions.' || parent, 0)) then
    return 0;
  end if;
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ('rota.' || parent)::regclass
      and to_date(substring(c.relname from '\d{4}w\d{2}$'), 'IYYY"w"IW') + 7 <= (before at time zone 'UTC')::date
  loop
    execute format('drop table if exists rota.%I', part.relname);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;
