-- What is no longer wanted, and what a scrape is compared with, is found by an index. Nothing but these tables is locked
-- while that is made, however long it takes.
set local lock_timeout = '2s';
set local statement_timeout = 0;

-- What a scrape is compared with, and what goes when it was removed long ago.
create index item_present on item (schedule_id) where removed_at is null;
create index item_removed on item (removed_at) where removed_at is not null;
-- The key to the plan, which every deleted plan is looked for by.
create index run_request_schedule on run_request (schedule_id) where schedule_id is not null;
-- What a daemon holds, asked with each heartbeat.
create index run_request_claimed on run_request (claimed_by) where status = 'claimed';
