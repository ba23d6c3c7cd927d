-- What one row has must not stand in the way of all others, and what is no longer wanted is found by an index.
set local lock_timeout = '2s';

-- No slot lies at the end of time. Who has such a one is put aside, and begins anew when he is enabled.
update schedule_progress set
  next_slot = case when isfinite(next_slot) and isfinite(next_due) then next_slot end,
  next_due = case when isfinite(next_slot) and isfinite(next_due) then next_due end,
  not_before = case when isfinite(not_before) then not_before end,
  probe_due = case when isfinite(probe_due) then probe_due end,
  auto_disabled_at = coalesce(auto_disabled_at, clock_timestamp()),
  auto_disabled_reason = coalesce(auto_disabled_reason, 'broken: its next slot was no instant')
where not isfinite(next_slot) or not isfinite(next_due) or not isfinite(not_before) or not isfinite(probe_due);

-- Not validated: that would read the table under the lock of this statement, and the rows were just seen to.
alter table schedule_progress add constraint progress_instants
  check (isfinite(next_slot) and isfinite(next_due) and isfinite(not_before) and isfinite(probe_due)) not valid;

-- The key to the plan, which every deleted plan is looked for by.
create index run_request_schedule on run_request (schedule_id) where schedule_id is not null;
-- What a daemon holds, asked with each heartbeat.
create index run_request_claimed on run_request (claimed_by) where status = 'claimed';
-- What a scrape is compared with, and what goes when it was removed long ago.
create index item_present on item (schedule_id) where removed_at is null;
create index item_removed on item (removed_at) where removed_at is not null;
