-- A first run that goes well changes no standing: it was no failure before, and is none after.
set local lock_timeout = '2s';
-- The plan first, as whoever edits one does.
lock table schedule_plan, schedule_progress in access exclusive mode;

drop trigger progress_counted on schedule_progress;
create trigger progress_counted after update on schedule_progress for each row
  when ((old.auto_disabled_at is null) <> (new.auto_disabled_at is null)
    or (old.failures >= 3) <> (new.failures >= 3)
    or (old.last_status is distinct from 'failed') <> (new.last_status is distinct from 'failed')
    or (old.next_slot is null) <> (new.next_slot is null))
  execute function progress_counts_otherwise();

-- Whatever of a plan is written through the view, all its columns are named; only what differs has to be found anew.
drop trigger schedules_words on schedule_plan;
create trigger schedules_words after insert or delete on schedule_plan
  for each row execute function write_schedule_words();
create trigger schedules_words_changed after update on schedule_plan for each row
  when (old.name <> new.name or old.labels <> new.labels or old.kind <> new.kind
    or (old.deleted_at is null) <> (new.deleted_at is null))
  execute function write_schedule_words();
