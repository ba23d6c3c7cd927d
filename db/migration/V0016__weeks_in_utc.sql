-- A week of a partition is 168 hours of UTC. Until now seven days were added in the zone of the session, so that a week
-- in which its clocks change came out an hour short (nothing could be stored in that hour) or long (the next week
-- could not be made).
set local lock_timeout = '2s';
set local timezone to 'UTC';

alter function ensure_partition(text, timestamptz) set timezone to 'UTC';

-- Weeks that were made wrong and are still empty are made again.
do $$
declare
  part record;
  used boolean;
begin
  for part in
    select parent, name, week from (
      select p.relname as parent, c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bounds,
        to_date(substring(c.relname from '\d{4}w\d{2}$'), 'IYYY"w"IW')::timestamptz as week
      from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
      where p.relnamespace = 'rota'::regnamespace and p.relname in ('run', 'decision', 'sample', 'run_log')) w
    where bounds <> format('FOR VALUES FROM (%L) TO (%L)', week, week + interval '7 days')
    order by week
  loop
    execute format('select exists (select from rota.%I)', part.name) into used;
    if not used then
      execute format('drop table rota.%I', part.name);
      perform ensure_partition(part.parent, part.week);
    end if;
  end loop;
end $$;
