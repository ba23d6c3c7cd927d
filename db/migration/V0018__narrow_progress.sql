-- Two writers, two records: `schedule_plan` is what people write, wide and checked; `schedule_progress` is where a
-- schedule stands, narrow, and written twice for every run. `schedules` is both of them side by side, to be read and
-- written as the one table that it was. Whoever locks both takes the plan first; a daemon locks only the progress.
set local lock_timeout = '2s';

alter table schedules rename to schedule_plan;

create table schedule_progress (
  schedule_id bigint primary key references schedule_plan (id) on delete cascade,
  -- What a claim has to know of the plan, kept by a trigger. `live`: enabled, and not deleted. The stamp is another one
  -- after each change of the plan, so that whoever remembers a plan knows whether it is still the one.
  plan_stamp uuid not null default gen_random_uuid(),
  live boolean not null,
  lane text not null,
  kind text not null,

  progress_seq bigint not null default 0,
  next_slot timestamptz,
  next_due timestamptz,
  slot_attempts integer not null default 0,
  slot_failures integer not null default 0,
  not_before timestamptz,
  current_run uuid,
  current_slot timestamptz,
  current_daemon uuid,
  current_started_at timestamptz,
  failures integer not null default 0,
  deaths integer not null default 0,
  outcomes bigint not null default 0,
  outcomes_known integer not null default 0,
  failing_since timestamptz,
  probes integer not null default 0,
  probe_due timestamptz,
  auto_disabled_at timestamptz,
  auto_disabled_reason text,
  last_errors jsonb not null default '[]',
  last_run uuid,
  last_slot timestamptz,
  last_started_at timestamptz,
  last_finished_at timestamptz,
  last_status text,
  last_success_at timestamptz,
  last_failure_at timestamptz
) with (fillfactor = 70);

insert into schedule_progress (schedule_id, live, lane, kind, progress_seq, next_slot, next_due, slot_attempts,
  slot_failures, not_before, current_run, current_slot, current_daemon, current_started_at, failures, deaths, outcomes,
  outcomes_known, failing_since, probes, probe_due, auto_disabled_at, auto_disabled_reason, last_errors, last_run,
  last_slot, last_started_at, last_finished_at, last_status, last_success_at, last_failure_at)
select id, enabled and deleted_at is null, lane, kind, progress_seq, next_slot, next_due, slot_attempts,
  slot_failures, not_before, current_run, current_slot, current_daemon, current_started_at, failures, deaths, outcomes,
  outcomes_known, failing_since, probes, probe_due, auto_disabled_at, auto_disabled_reason, last_errors, last_run,
  last_slot, last_started_at, last_finished_at, last_status, last_success_at, last_failure_at
from schedule_plan;

alter table schedule_progress
  add constraint progress_running check ((current_run is null) = (current_daemon is null)
    and (current_run is null) = (current_slot is null)),
  add constraint progress_auto_disabled check ((auto_disabled_at is null) = (auto_disabled_reason is null)),
  add constraint progress_next check ((next_slot is null) = (next_due is null)),
  add constraint progress_probe check (probe_due is null or auto_disabled_at is not null);

-- The poll reads only this: what may start, the oldest of a lane first.
create index progress_due on schedule_progress (lane, next_due)
  where live and auto_disabled_at is null and current_run is null;
create index progress_running on schedule_progress (current_daemon) where current_run is not null;
create index progress_probe on schedule_progress (probe_due) where probe_due is not null;
create index progress_auto_disabled on schedule_progress (schedule_id) where auto_disabled_at is not null;

alter table schedule_plan
  drop column progress_seq, drop column next_slot, drop column next_due, drop column slot_attempts,
  drop column slot_failures, drop column not_before, drop column current_run, drop column current_slot,
  drop column current_daemon, drop column current_started_at, drop column failures, drop column deaths,
  drop column outcomes, drop column outcomes_known, drop column failing_since, drop column probes,
  drop column probe_due, drop column auto_disabled_at, drop column auto_disabled_reason, drop column last_errors,
  drop column last_run, drop column last_slot, drop column last_started_at, drop column last_finished_at,
  drop column last_status, drop column last_success_at, drop column last_failure_at;

create function carry_plan() returns trigger
language plpgsql set search_path = rota, pg_temp as $$
begin
  update schedule_progress set plan_stamp = gen_random_uuid(), live = new.enabled and new.deleted_at is null,
    lane = new.lane, kind = new.kind
  where schedule_id = new.id;
  return null;
end $$;
create trigger plan_carried after update on schedule_plan
  for each row when (old.* is distinct from new.*) execute function carry_plan();

create view schedules as
select s.*, p.progress_seq, p.next_slot, p.next_due, p.slot_attempts, p.slot_failures, p.not_before, p.current_run,
  p.current_slot, p.current_daemon, p.current_started_at, p.failures, p.deaths, p.outcomes, p.outcomes_known,
  p.failing_since, p.probes, p.probe_due, p.auto_disabled_at, p.auto_disabled_reason, p.last_errors, p.last_run,
  p.last_slot, p.last_started_at, p.last_finished_at, p.last_status, p.last_success_at, p.last_failure_at
from schedule_plan s join schedule_progress p on p.schedule_id = s.id;

-- A write to the view goes to the two tables, and leaves alone what it does not name: of an update only the columns
-- that differ from what the statement saw are written. A statement on a view reads the rows without locking them; who
-- reckons with what he read locks them first (select … for update). What the functions say of each column is written
-- here from the catalogue; whoever adds a column to one of the tables makes the view and them anew.
do $$
declare
  of_plan name[] := array(select attname from pg_attribute where attrelid = 'schedule_plan'::regclass and attnum > 0
    and not attisdropped and attname <> 'id' order by attnum);
  of_progress name[] := array(select attname from pg_attribute where attrelid = 'schedule_progress'::regclass
    and attnum > 0 and not attisdropped and attname not in ('schedule_id', 'plan_stamp', 'live', 'lane', 'kind')
    order by attnum);
  preset record;
begin
  for preset in
    select attname, pg_get_expr(adbin, adrelid) as value from pg_attrdef join pg_attribute
      on attrelid = adrelid and attnum = adnum
    where adrelid in ('schedule_plan'::regclass, 'schedule_progress'::regclass)
      and attname = any(of_plan || of_progress)
  loop
    execute format('alter view schedules alter column %I set default %s', preset.attname, preset.value);
  end loop;
  alter view schedules alter column id set default nextval('schedules_id_seq');

  execute format($made$
create function insert_schedule() returns trigger
language plpgsql set search_path = rota, pg_temp as $body$
begin
  insert into schedule_plan (id, %s)
  values (new.id, %s);
  insert into schedule_progress (schedule_id, live, lane, kind, %s)
  values (new.id, new.enabled and new.deleted_at is null, new.lane, new.kind, %s);
  return new;
end $body$
$made$,
    (select string_agg(quote_ident(c), ', ') from unnest(of_plan) c),
    (select string_agg('new.' || quote_ident(c), ', ') from unnest(of_plan) c),
    (select string_agg(quote_ident(c), ', ') from unnest(of_progress) c),
    (select string_agg('new.' || quote_ident(c), ', ') from unnest(of_progress) c));

  execute format($made$
create function update_schedule() returns trigger
language plpgsql set search_path = rota, pg_temp as $body$
begin
  if (%1$s) is distinct from
    (%2$s) then
    update schedule_plan s set %3$s
    where s.id = old.id;
  end if;
  if (%4$s) is distinct from
    (%5$s) then
    update schedule_progress s set %6$s
    where s.schedule_id = old.id;
  end if;
  select * into new from schedules where id = old.id;
  if not found then
    return null;
  end if;
  return new;
end $body$
$made$,
    (select string_agg('new.' || quote_ident(c), ', ') from unnest(of_plan) c),
    (select string_agg('old.' || quote_ident(c), ', ') from unnest(of_plan) c),
    (select string_agg(format(E'\n      %1$I = case when new.%1$I is distinct from old.%1$I then new.%1$I else s.%1$I end',
      c), ',') from unnest(of_plan) c),
    (select string_agg('new.' || quote_ident(c), ', ') from unnest(of_progress) c),
    (select string_agg('old.' || quote_ident(c), ', ') from unnest(of_progress) c),
    (select string_agg(format(E'\n      %1$I = case when new.%1$I is distinct from old.%1$I then new.%1$I else s.%1$I end',
      c), ',') from unnest(of_progress) c));
end $$;

create function delete_schedule() returns trigger
language plpgsql set search_path = rota, pg_temp as $$
begin
  delete from schedule_plan where id = old.id;
  if not found then
    return null;
  end if;
  return old;
end $$;
create trigger schedule_inserted instead of insert on schedules for each row execute function insert_schedule();
create trigger schedule_updated instead of update on schedules for each row execute function update_schedule();
create trigger schedule_deleted instead of delete on schedules for each row execute function delete_schedule();

-- Daemons before this one write to columns that are no more.
update schema_info set min_daemon = 18;
