-- Scrapes have a lane of their own now; those that were there keep to it, too.
set local lock_timeout = '2s';
update schedule_plan set lane = 'scrape' where kind = 'scrape' and lane = 'general';
