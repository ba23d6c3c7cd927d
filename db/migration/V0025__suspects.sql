-- Who may be what kills daemons; next to nobody, among however many.
set local lock_timeout = '2s';
create index progress_suspects on schedule_progress (next_due) where deaths >= 2;
