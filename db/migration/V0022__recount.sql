-- The tally is counted anew now and then, and put right.
set local lock_timeout = '2s';

-- Two count one after the other, or else both would add the same. What is counted and what is summed up is seen as of one
-- instant, by one statement; a change comes with its parts of the sum in one transaction, so that one which goes on
-- meanwhile is in both of them or in none. What is added is therefore right whenever that change commits.
-- All schedules are gone through: not by key, as a daemon's connection is told to do it.
create function recount_tally() returns table (kind text, standing text, n bigint)
language plpgsql security definer set search_path = rota, pg_temp set enable_seqscan = on set enable_hashjoin = on as $$
#variable_conflict use_column
begin
  if not pg_try_advisory_xact_lock(hashtextextended('rota.recount_tally', 0)) then
    return;
  end if;
  return query
    with parts as (
      select s.kind, standing_at_rest(s, p) as standing, count(*) as n
      from schedule_plan s join schedule_progress p on p.schedule_id = s.id
      where s.deleted_at is null group by 1, 2
      union all select t.kind, t.standing, -t.n from schedule_tally t)
    insert into schedule_tally (kind, standing, n)
    select parts.kind, parts.standing, cast(sum(parts.n) as bigint) from parts group by 1, 2 having sum(parts.n) <> 0
    returning kind, standing, n;
end $$;
revoke all on function recount_tally() from public;
