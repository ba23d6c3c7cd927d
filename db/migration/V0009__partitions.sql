-- Weekly partitions, made and dropped only by these two functions, so that the daemon needs no right to change tables.
create function ensure_partition(parent text, instant timestamptz) returns boolean
language plpgsql security definer set search_path = rota, pg_temp set lock_timeout = '2s' as $$
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
  execute format('create table if not exists rota.%I partition of rota.%I for values from (%L) to (%L)',
    part, parent, week, week + interval '7 days');
  return true;
end $$;

create function drop_partitions(parent text, before timestamptz) returns integer
language plpgsql security definer set search_path = rota, pg_temp set lock_timeout = '2s' as $$
declare
  part record;
  dropped integer := 0;
begin
  if parent not in ('run', 'decision', 'sample', 'run_log') then
    raise exception 'no partitioned table %', parent using errcode = '22023';
  end if;
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ('rota.' || parent)::regclass
      and to_date(substring(c.relname from '\d{4}w\d{2}$'), 'IYYY"w"IW') + 7 <= (before at time zone 'UTC')::date
  loop
    execute format('drop table rota.%I', part.relname);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;

revoke all on function ensure_partition(text, timestamptz) from public;
revoke all on function drop_partitions(text, timestamptz) from public;

select ensure_partition(t, clock_timestamp() + w * interval '7 days')
from unnest(array['run', 'decision', 'sample', 'run_log']) t, generate_series(-1, 4) w;
