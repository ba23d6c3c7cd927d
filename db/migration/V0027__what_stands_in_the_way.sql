-- What one row has must not stand in the way of all others.
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
