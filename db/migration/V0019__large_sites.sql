-- Pages of runs and logs that cost what they show and not what there is. What a claim or an end writes does not grow by
-- it while all goes well, but for one row in a batch of ends.
set local lock_timeout = '2s';

-- Runs that ended otherwise than well, so that pages of them need no look at all the others. An index on the run's own
-- status would have to be written at the end of every run.
create table run_amiss (
  slot timestamptz not null,
  id uuid not null,
  schedule_id bigint,
  attempt integer not null,
  status text not null
);

create function run_went_amiss() returns trigger
language plpgsql security definer set search_path = rota, pg_temp as $$
begin
  insert into run_amiss (slot, id, schedule_id, attempt, status)
  values (new.slot, new.id, new.schedule_id, new.attempt, new.status);
  return null;
end $$;
insert into run_amiss (slot, id, schedule_id, attempt, status)
select slot, id, schedule_id, attempt, status from run where status not in ('running', 'succeeded') order by slot;
create index run_amiss_status on run_amiss (status, slot, id);
create index run_amiss_schedule on run_amiss (schedule_id, status, slot, attempt, id);
create index run_amiss_slot on run_amiss using brin (slot);
create trigger run_amiss_came after insert on run
  for each row when (new.status not in ('running', 'succeeded')) execute function run_went_amiss();
create trigger run_amiss after update of status on run
  for each row when (new.status not in ('running', 'succeeded')) execute function run_went_amiss();

-- How many runs ended in an hour: each server process that records ends has a row of its own and waits for no other.
create table run_hour (
  hour timestamptz not null,
  writer integer not null,
  succeeded bigint not null,
  failed bigint not null,
  primary key (hour, writer)
) with (fillfactor = 50);
insert into run_hour (hour, writer, succeeded, failed)
select date_trunc('hour', finished_at, 'UTC'), 0, count(*) filter (where status = 'succeeded'),
  count(*) filter (where status = 'failed')
from run where slot > clock_timestamp() - interval '2 days' and status in ('succeeded', 'failed') group by 1;

-- Which transaction would have been the next at an instant, so that the log is read from there on.
create table run_log_mark (
  at timestamptz primary key,
  xact xid8 not null
);
create index run_log_grave on run_log (xact, id) where level in ('WARN', 'ERROR');
create index run_log_errors on run_log (xact, id) where level = 'ERROR';

-- A page in order of next_due reads it to the row where it goes on, also among schedules that are due on one instant.
drop index progress_due;
create index progress_due on schedule_progress (lane, next_due, schedule_id)
  where live and auto_disabled_at is null and current_run is null;
-- … and then those that do not start by themselves.
create index progress_resting on schedule_progress (schedule_id)
  where not live or auto_disabled_at is not null or next_due is null;
-- What a claim and an end write for a run that goes well stands in none of these.
create index progress_issues on schedule_progress (schedule_id) where failures >= 3;
create index progress_last_failed on schedule_progress (schedule_id) where last_status = 'failed';
create index progress_unplanned on schedule_progress (schedule_id) where next_slot is null;
create index schedules_paused on schedule_plan (id) where not enabled and deleted_at is null;

-- The kind and the labels of a schedule as numbers, so that those with one of them are read in order of id.
create table schedule_term (
  term bigint not null,
  schedule_id bigint not null,
  primary key (term, schedule_id)
);

create function term(what text) returns bigint language sql immutable parallel safe
return hashtextextended(what, 0);

create function schedule_terms(kind text, labels jsonb) returns setof bigint language sql immutable parallel safe
begin atomic
  select term('kind ' || kind)
  union select term('label ' || l.key) from jsonb_each(labels) l
  union select term('label ' || l.key || '=' || l.value) from jsonb_each_text(labels) l where l.value is not null;
end;

-- How many schedules of a kind stand how, but for running: the sum of what was added and taken away, so that nobody who
-- adds is in another's way. Whoever reads a long sum adds it up.
create table schedule_tally (
  id bigint generated always as identity primary key,
  kind text not null,
  standing text not null,
  n bigint not null
);

create function add_up_tally() returns void language sql security definer set search_path = rota, pg_temp as $$
  with gone as (
    delete from schedule_tally where id in (select id from schedule_tally order by id for update skip locked)
    returning kind, standing, n)
  insert into schedule_tally (kind, standing, n)
  select kind, standing, sum(n) from gone group by kind, standing having sum(n) <> 0;
$$;
revoke all on function add_up_tally() from public;

create function standing_at_rest(plan schedule_plan, progress schedule_progress) returns text
language sql immutable parallel safe
return case when not (plan).enabled then 'paused' when (progress).auto_disabled_at is not null then 'failed'
  when (progress).failures >= 3 then 'having_issues' when (progress).last_status = 'failed' then 'last_run_failed'
  when (progress).next_slot is null and (plan).recurrence <> '{}' then 'finished' else 'active' end;

-- A plan that changes has locked its progress before this is asked, for it carries something over to it; so nothing
-- moves between what is added and what is taken away.
create function plan_counts_otherwise() returns trigger
language plpgsql security definer set search_path = rota, pg_temp as $$
declare
  progress schedule_progress;
begin
  select * into progress from schedule_progress where schedule_id = old.id for update;
  if not found then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  insert into schedule_tally (kind, standing, n)
  select old.kind, standing_at_rest(old, progress), -1 where old.deleted_at is null;
  if tg_op = 'DELETE' then
    return old;
  end if;
  insert into schedule_tally (kind, standing, n)
  select new.kind, standing_at_rest(new, progress), 1 where new.deleted_at is null;
  return null;
end $$;
create trigger plan_counted after update on schedule_plan for each row
  when (old.enabled <> new.enabled or (old.recurrence <> '{}') <> (new.recurrence <> '{}')
    or (old.deleted_at is null) <> (new.deleted_at is null) or old.kind <> new.kind)
  execute function plan_counts_otherwise();
create trigger plan_uncounted before delete on schedule_plan for each row execute function plan_counts_otherwise();

create function progress_counts_otherwise() returns trigger
language plpgsql security definer set search_path = rota, pg_temp as $$
declare
  plan schedule_plan;
begin
  select * into plan from schedule_plan where id = new.schedule_id;
  if plan.deleted_at is null then
    if tg_op = 'UPDATE' then
      insert into schedule_tally (kind, standing, n) values (plan.kind, standing_at_rest(plan, old), -1);
    end if;
    insert into schedule_tally (kind, standing, n) values (plan.kind, standing_at_rest(plan, new), 1);
  end if;
  return null;
end $$;
create trigger progress_began after insert on schedule_progress
  for each row execute function progress_counts_otherwise();
-- For a run that goes as the one before it this is a comparison, and nothing more.
create trigger progress_counted after update on schedule_progress for each row
  when ((old.auto_disabled_at is null) <> (new.auto_disabled_at is null)
    or (old.failures >= 3) <> (new.failures >= 3)
    or (old.last_status = 'failed') is distinct from (new.last_status = 'failed')
    or (old.next_slot is null) <> (new.next_slot is null))
  execute function progress_counts_otherwise();

-- The name stands beside the words, so that many that have a word are put into order without a look at each of them.
drop table schedule_words;
create table schedule_words (
  schedule_id bigint primary key references schedule_plan (id) on delete cascade,
  name text not null,
  words tsvector not null
);

create or replace function write_schedule_words() returns trigger
language plpgsql security definer set search_path = rota, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    delete from schedule_term where schedule_id = old.id
      and term = any(array(select schedule_terms(old.kind, old.labels)));
    delete from schedule_words where schedule_id = old.id;
  end if;
  if tg_op = 'DELETE' or new.deleted_at is not null then
    return null;
  end if;
  insert into schedule_words (schedule_id, name, words)
  values (new.id, new.name, to_tsvector('simple', new.name || ' ' || new.labels::text));
  insert into schedule_term (term, schedule_id) select t, new.id from schedule_terms(new.kind, new.labels) t;
  return null;
end $$;
drop trigger schedules_words on schedule_plan;
create trigger schedules_words after insert or delete or update of name, labels, kind, deleted_at on schedule_plan
  for each row execute function write_schedule_words();

insert into schedule_words (schedule_id, name, words)
select id, name, to_tsvector('simple', name || ' ' || labels::text) from schedule_plan where deleted_at is null;
create index schedule_words_search on schedule_words using gin (words);
insert into schedule_term (term, schedule_id)
select t, id from schedule_plan, schedule_terms(kind, labels) t where deleted_at is null;
insert into schedule_tally (kind, standing, n)
select s.kind, standing_at_rest(s, p), count(*) from schedule_plan s join schedule_progress p on p.schedule_id = s.id
where s.deleted_at is null group by 1, 2;

-- Until its statistics are there, a new table is taken for an empty one, and then all of it is read.
analyze schedule_progress, schedule_words, schedule_term, run_amiss, run_hour;
