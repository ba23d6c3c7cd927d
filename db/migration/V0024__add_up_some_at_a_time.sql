-- A sum that has grown long is added up in parts, each within the limit of a statement.
create or replace function add_up_tally() returns void language sql security definer set search_path = rota, pg_temp as $$
  with gone as (
    delete from schedule_tally where id in (select id from schedule_tally order by id limit 50000 for update skip locked)
    returning kind, standing, n)
  insert into schedule_tally (kind, standing, n)
  select kind, standing, sum(n) from gone group by kind, standing having sum(n) <> 0;
$$;
