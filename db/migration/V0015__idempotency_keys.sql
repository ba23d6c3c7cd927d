-- What a caller's Idempotency-Key stands for, so that whoever sends the same again gets the same answer. Kept for a
-- day. A request may be meant by several keys: those pressed while it waited.
set local lock_timeout = '2s';

create table idempotency_key (
  account_id bigint not null references account (id) on delete cascade,
  key text not null check (length(key) <= 200),
  hash text not null,
  -- What it led to: a request, or a schedule; the schedule may be gone by now.
  request_id bigint references run_request (id) on delete cascade,
  schedule_id bigint,
  created_at timestamptz not null default clock_timestamp(),
  primary key (account_id, key),
  constraint idempotency_key_one_thing check (num_nonnulls(request_id, schedule_id) = 1)
);
create index idempotency_key_age on idempotency_key (created_at);
create index idempotency_key_request on idempotency_key (request_id) where request_id is not null;

insert into idempotency_key (account_id, key, hash, request_id, created_at)
select account_id, idempotency_key, encode(sha256(coalesce(idempotency_hash, '')), 'hex'), id, requested_at
from run_request
where idempotency_key is not null and account_id is not null and length(idempotency_key) <= 200;
