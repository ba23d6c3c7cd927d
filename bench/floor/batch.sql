-- pgbench: claims :batch of what is due with their history, then records how they ended. Two transactions.
with due as materialized (
  select p.id, p.next_slot, l.name, l.version, l.job from floor.progress p join floor.plan l using (id)
  where p.current_run is null and p.next_due <= clock_timestamp()
  order by p.next_due limit :batch for update of p skip locked),
moved as (
  update floor.progress p set current_run = gen_random_uuid(), current_slot = d.next_slot,
    current_owner = :client_id, current_started_at = clock_timestamp(), next_slot = d.next_slot + interval '1 day',
    next_due = d.next_slot + interval '1 day', slot_attempts = 1, last_slot = d.next_slot,
    last_started_at = clock_timestamp(), progress_seq = p.progress_seq + 1
  from due d where p.id = d.id
  returning p.id, p.current_run, p.current_slot, d.name, d.version)
insert into floor.run (id, slot, schedule_id, schedule_name, trigger, attempt, kind, plan_version, owner, status,
  claimed_at, started_at)
select current_run, current_slot, id, name, 'scheduled', 1, 'command', version, :client_id, 'running',
  clock_timestamp(), clock_timestamp() from moved;

with mine as materialized (
  select id, current_run, current_slot from floor.progress
  where current_run is not null and current_owner = :client_id order by id for update),
ended as (
  update floor.run r set status = 'succeeded', message = 'exit 0', finished_at = clock_timestamp(), log_bytes = 40
  from mine m where r.slot = m.current_slot and r.id = m.current_run),
logged as (
  insert into floor.run_log (run_id, slot, schedule_id, at, level, byte_offset, text)
  select current_run, current_slot, id, clock_timestamp(), 'info', 0, 'a line of forty characters, more or less'
  from mine)
update floor.progress p set last_run = m.current_run, current_run = null, current_slot = null, current_owner = null,
  current_started_at = null, outcomes = (p.outcomes << 1) | 1, outcomes_known = least(64, p.outcomes_known + 1),
  last_status = 'succeeded', last_finished_at = clock_timestamp(), last_success_at = clock_timestamp(),
  progress_seq = p.progress_seq + 1
from mine m where p.id = m.id;
