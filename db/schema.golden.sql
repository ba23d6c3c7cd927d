-- The schema as the migrations make it, read from the catalogues. Made by SchemaGoldenIT, not by hand; how to
-- renew it stands in README.md.

create table account (
  id bigint not null generated always as identity,
  name text not null,
  role text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  disabled_at timestamp with time zone
);

create table calendar (
  name text not null,
  description text not null default ''::text,
  entries jsonb not null,
  version bigint not null default 1,
  created_at timestamp with time zone not null default clock_timestamp(),
  updated_at timestamp with time zone not null default clock_timestamp()
);

create table daemon (
  id uuid not null,
  host text not null,
  pid bigint not null,
  boot_id text,
  pid_namespace bigint,
  uid bigint,
  start_ticks bigint,
  version text not null,
  state text not null default 'starting'::text,
  kinds text[] not null,
  lanes jsonb not null default '{}'::jsonb,
  totals jsonb not null default '{}'::jsonb,
  slots integer not null,
  running integer not null default 0,
  started_at timestamp with time zone not null default clock_timestamp(),
  heartbeat_at timestamp with time zone not null default clock_timestamp(),
  lease_until timestamp with time zone not null,
  last_poll_at timestamp with time zone,
  poll_lag_ms bigint,
  clock_offset_ms bigint,
  stopped_at timestamp with time zone,
  egress_suspect_since timestamp with time zone
);

create table decision (
  id bigint not null generated always as identity,
  schedule_id bigint not null,
  plan_version bigint not null,
  reason text not null,
  first_slot timestamp with time zone not null,
  last_slot timestamp with time zone not null,
  count bigint,
  detail text,
  decided_at timestamp with time zone not null
) partition by RANGE (first_slot);

create table idempotency_key (
  account_id bigint not null,
  key text not null,
  hash text not null,
  request_id bigint,
  schedule_id bigint,
  created_at timestamp with time zone not null default clock_timestamp()
);

create table item (
  id bigint not null generated always as identity,
  schedule_id bigint not null,
  key text not null,
  fields jsonb not null,
  hash bytea not null,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  misses integer not null default 0
);

create table item_change (
  id bigint not null generated always as identity,
  schedule_id bigint not null,
  item_id bigint not null,
  run_id uuid not null,
  at timestamp with time zone not null,
  change text not null,
  diff jsonb not null default '{}'::jsonb
);

create table job_template (
  name text not null,
  description text not null default ''::text,
  kind text not null,
  job jsonb not null,
  version bigint not null default 1,
  created_at timestamp with time zone not null default clock_timestamp(),
  updated_at timestamp with time zone not null default clock_timestamp()
);

create table login_link (
  hash bytea not null,
  account_id bigint not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone
);

create table run (
  id uuid not null,
  slot timestamp with time zone not null,
  schedule_id bigint,
  schedule_name text not null,
  trigger text not null,
  attempt integer not null,
  kind text not null,
  plan_version bigint not null,
  request_id bigint,
  daemon_id uuid not null,
  status text not null,
  failure_class text,
  message text,
  detail text,
  late boolean not null default false,
  missed bigint not null default 0,
  unchanged boolean not null default false,
  degraded boolean not null default false,
  window_bypassed boolean not null default false,
  claimed_at timestamp with time zone not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  samples integer not null default 0,
  items_processed integer not null default 0,
  items_added integer not null default 0,
  items_updated integer not null default 0,
  items_removed integer not null default 0,
  items_failed integer not null default 0,
  progress jsonb,
  log_bytes bigint not null default 0
) partition by RANGE (slot);

create table run_log (
  id bigint not null generated always as identity,
  xact xid8 not null default pg_current_xact_id(),
  run_id uuid not null,
  slot timestamp with time zone not null,
  schedule_id bigint,
  at timestamp with time zone not null,
  level text not null,
  byte_offset bigint not null,
  text text not null
) partition by RANGE (slot);

create table run_request (
  id bigint not null generated always as identity,
  kind text not null,
  schedule_id bigint,
  run_id uuid,
  run_slot timestamp with time zone,
  job jsonb,
  job_kind text,
  force boolean not null default false,
  account_id bigint,
  reason text,
  idempotency_key text,
  idempotency_hash bytea,
  status text not null default 'waiting'::text,
  refusal text,
  result jsonb,
  requested_at timestamp with time zone not null default clock_timestamp(),
  expires_at timestamp with time zone not null default (clock_timestamp() + '01:00:00'::interval),
  claimed_at timestamp with time zone,
  claimed_by uuid,
  finished_at timestamp with time zone
);

create table sample (
  series_id bigint not null,
  at timestamp with time zone not null,
  value double precision,
  raw numeric,
  flag text
) partition by RANGE (at);

create table schedule_words (
  schedule_id bigint not null,
  words tsvector not null
);

create table schedules (
  id bigint not null generated by default as identity,
  owner_id bigint not null,
  version bigint not null default 1,
  name text not null,
  labels jsonb not null default '{}'::jsonb,
  schedule_type text,
  template text,
  kind text not null,
  lane text not null default 'general'::text,
  job jsonb not null,
  recurrence jsonb not null,
  zone text not null,
  active_hours jsonb,
  outside_window text not null default 'at_open'::text,
  window_close text not null default 'finish'::text,
  missed text not null default 'last'::text,
  missed_max integer,
  grace interval not null default '00:01:00'::interval,
  spread interval not null default '00:00:00'::interval,
  attempts integer not null default 1,
  failure_threshold integer not null default 5,
  enabled boolean not null default true,
  created_at timestamp with time zone not null default clock_timestamp(),
  updated_at timestamp with time zone not null default clock_timestamp(),
  deleted_at timestamp with time zone,
  progress_seq bigint not null default 0,
  next_slot timestamp with time zone,
  next_due timestamp with time zone,
  slot_attempts integer not null default 0,
  slot_failures integer not null default 0,
  not_before timestamp with time zone,
  current_run uuid,
  current_slot timestamp with time zone,
  current_daemon uuid,
  current_started_at timestamp with time zone,
  failures integer not null default 0,
  deaths integer not null default 0,
  outcomes bigint not null default 0,
  outcomes_known integer not null default 0,
  auto_disabled_at timestamp with time zone,
  auto_disabled_reason text,
  last_errors jsonb not null default '[]'::jsonb,
  last_run uuid,
  last_slot timestamp with time zone,
  last_started_at timestamp with time zone,
  last_finished_at timestamp with time zone,
  last_status text,
  last_success_at timestamp with time zone,
  last_failure_at timestamp with time zone,
  blackouts text[] not null default '{}'::text[],
  calendars jsonb not null default '[]'::jsonb,
  exceptions jsonb,
  retry_backoff interval not null default '00:00:10'::interval,
  breaker_of integer,
  breaker_at_least_for interval not null default '00:00:00'::interval,
  breaker_probation interval,
  failing_since timestamp with time zone,
  probes integer not null default 0,
  probe_due timestamp with time zone
);

create table schema_info (
  singleton boolean not null default true,
  min_daemon integer not null
);

create table series (
  id bigint not null generated always as identity,
  schedule_id bigint not null,
  name text not null,
  labels jsonb not null default '{}'::jsonb,
  type text not null,
  unit text,
  created_at timestamp with time zone not null default clock_timestamp(),
  last_at timestamp with time zone,
  last_raw numeric,
  last_value double precision
);

create table session (
  hash bytea not null,
  account_id bigint not null,
  csrf text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  last_seen_at timestamp with time zone not null default clock_timestamp(),
  expires_at timestamp with time zone not null,
  role text not null default 'viewer'::text
);

create table token (
  id bigint not null generated always as identity,
  account_id bigint not null,
  label text not null default ''::text,
  role text not null,
  hash bytea not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone
);

alter table account add constraint account_name_check CHECK (((name <> ''::text) AND (length(name) <= 100)));

alter table account add constraint account_name_key UNIQUE (name);

alter table account add constraint account_pkey PRIMARY KEY (id);

alter table account add constraint account_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'operator'::text, 'editor'::text, 'admin'::text])));

alter table calendar add constraint calendar_entries_check CHECK ((jsonb_typeof(entries) = 'array'::text));

alter table calendar add constraint calendar_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9_-]{0,99}$'::text));

alter table calendar add constraint calendar_pkey PRIMARY KEY (name);

alter table daemon add constraint daemon_pkey PRIMARY KEY (id);

alter table daemon add constraint daemon_state_check CHECK ((state = ANY (ARRAY['starting'::text, 'ready'::text, 'draining'::text, 'stopped'::text, 'dead'::text])));

alter table decision add constraint decision_order CHECK ((last_slot >= first_slot));

alter table decision add constraint decision_pkey PRIMARY KEY (first_slot, id);

alter table decision add constraint decision_reason_check CHECK ((reason = ANY (ARRAY['outside_window'::text, 'blackout'::text, 'overlap'::text, 'coalesced'::text, 'missed'::text, 'paused'::text, 'auto_disabled'::text, 'deferred'::text, 'capacity'::text, 'unknown_kind'::text])));

alter table idempotency_key add constraint idempotency_key_account_id_fkey FOREIGN KEY (account_id) REFERENCES rota.account(id) ON DELETE CASCADE;

alter table idempotency_key add constraint idempotency_key_key_check CHECK ((length(key) <= 200));

alter table idempotency_key add constraint idempotency_key_one_thing CHECK ((num_nonnulls(request_id, schedule_id) = 1));

alter table idempotency_key add constraint idempotency_key_pkey PRIMARY KEY (account_id, key);

alter table idempotency_key add constraint idempotency_key_request_id_fkey FOREIGN KEY (request_id) REFERENCES rota.run_request(id) ON DELETE CASCADE;

alter table item add constraint item_pkey PRIMARY KEY (id);

alter table item add constraint item_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES rota.schedules(id) ON DELETE CASCADE;

alter table item add constraint item_schedule_id_key_key UNIQUE (schedule_id, key);

alter table item_change add constraint item_change_change_check CHECK ((change = ANY (ARRAY['added'::text, 'changed'::text, 'removed'::text, 'returned'::text])));

alter table item_change add constraint item_change_item_id_fkey FOREIGN KEY (item_id) REFERENCES rota.item(id) ON DELETE CASCADE;

alter table item_change add constraint item_change_pkey PRIMARY KEY (id);

alter table job_template add constraint job_template_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9_-]{0,99}$'::text));

alter table job_template add constraint job_template_pkey PRIMARY KEY (name);

alter table login_link add constraint login_link_account_id_fkey FOREIGN KEY (account_id) REFERENCES rota.account(id) ON DELETE CASCADE;

alter table login_link add constraint login_link_pkey PRIMARY KEY (hash);

alter table run add constraint run_attempt_check CHECK ((attempt >= 1));

alter table run add constraint run_failed CHECK (((status = 'failed'::text) = (failure_class IS NOT NULL)));

alter table run add constraint run_finished CHECK (((status = 'running'::text) = (finished_at IS NULL)));

alter table run add constraint run_once UNIQUE (schedule_id, slot, attempt, trigger);

alter table run add constraint run_pkey PRIMARY KEY (slot, id);

alter table run add constraint run_started CHECK ((started_at >= slot));

alter table run add constraint run_status_check CHECK ((status = ANY (ARRAY['running'::text, 'succeeded'::text, 'failed'::text, 'deferred'::text, 'cancelled'::text, 'interrupted'::text, 'abandoned'::text])));

alter table run add constraint run_trigger_check CHECK ((trigger = ANY (ARRAY['scheduled'::text, 'manual'::text, 'test'::text, 'probe'::text])));

alter table run_request add constraint run_request_account_id_fkey FOREIGN KEY (account_id) REFERENCES rota.account(id);

alter table run_request add constraint run_request_kind_check CHECK ((kind = ANY (ARRAY['run'::text, 'test'::text, 'cancel'::text])));

alter table run_request add constraint run_request_pkey PRIMARY KEY (id);

alter table run_request add constraint run_request_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES rota.schedules(id) ON DELETE CASCADE;

alter table run_request add constraint run_request_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'claimed'::text, 'done'::text, 'expired'::text, 'refused'::text])));

alter table sample add constraint sample_flag_check CHECK ((flag = ANY (ARRAY['first_sample'::text, 'reset'::text, 'wrap'::text, 'gap'::text, 'clock'::text, 'max_rate'::text])));

alter table schedule_words add constraint schedule_words_pkey PRIMARY KEY (schedule_id);

alter table schedule_words add constraint schedule_words_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES rota.schedules(id) ON DELETE CASCADE;

alter table schedules add constraint schedules_attempts_check CHECK (((attempts >= 1) AND (attempts <= 20)));

alter table schedules add constraint schedules_auto_disabled CHECK (((auto_disabled_at IS NULL) = (auto_disabled_reason IS NULL)));

alter table schedules add constraint schedules_breaker CHECK (((breaker_of IS NULL) OR (breaker_of >= failure_threshold)));

alter table schedules add constraint schedules_breaker_at_least_for_check CHECK ((breaker_at_least_for >= '00:00:00'::interval));

alter table schedules add constraint schedules_breaker_of_check CHECK (((breaker_of >= 1) AND (breaker_of <= 64)));

alter table schedules add constraint schedules_breaker_probation_check CHECK (((breaker_probation >= '00:00:01'::interval) AND (breaker_probation <= '1 day'::interval)));

alter table schedules add constraint schedules_calendars_check CHECK ((jsonb_typeof(calendars) = 'array'::text));

alter table schedules add constraint schedules_failure_threshold_check CHECK (((failure_threshold >= 1) AND (failure_threshold <= 1000)));

alter table schedules add constraint schedules_labels_check CHECK ((jsonb_typeof(labels) = 'object'::text));

alter table schedules add constraint schedules_missed_check CHECK ((missed = ANY (ARRAY['last'::text, 'none'::text, 'all'::text])));

alter table schedules add constraint schedules_missed_max_check CHECK (((missed_max >= 1) AND (missed_max <= 10000)));

alter table schedules add constraint schedules_name_check CHECK (((name <> ''::text) AND (length(name) <= 200)));

alter table schedules add constraint schedules_next CHECK (((next_slot IS NULL) = (next_due IS NULL)));

alter table schedules add constraint schedules_outside_window_check CHECK ((outside_window = ANY (ARRAY['at_open'::text, 'skip'::text])));

alter table schedules add constraint schedules_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES rota.account(id);

alter table schedules add constraint schedules_pkey PRIMARY KEY (id);

alter table schedules add constraint schedules_probe CHECK (((probe_due IS NULL) OR (auto_disabled_at IS NOT NULL)));

alter table schedules add constraint schedules_retry_backoff_check CHECK (((retry_backoff >= '00:00:00'::interval) AND (retry_backoff <= '1 day'::interval)));

alter table schedules add constraint schedules_running CHECK ((((current_run IS NULL) = (current_daemon IS NULL)) AND ((current_run IS NULL) = (current_slot IS NULL))));

alter table schedules add constraint schedules_template_fkey FOREIGN KEY (template) REFERENCES rota.job_template(name);

alter table schedules add constraint schedules_window_close_check CHECK ((window_close = ANY (ARRAY['finish'::text, 'stop'::text])));

alter table schema_info add constraint schema_info_pkey PRIMARY KEY (singleton);

alter table schema_info add constraint schema_info_singleton_check CHECK (singleton);

alter table series add constraint series_pkey PRIMARY KEY (id);

alter table series add constraint series_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES rota.schedules(id) ON DELETE CASCADE;

alter table series add constraint series_schedule_id_name_labels_key UNIQUE (schedule_id, name, labels);

alter table series add constraint series_type_check CHECK ((type = ANY (ARRAY['gauge'::text, 'counter'::text])));

alter table session add constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES rota.account(id) ON DELETE CASCADE;

alter table session add constraint session_pkey PRIMARY KEY (hash);

alter table session add constraint session_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'operator'::text, 'editor'::text, 'admin'::text])));

alter table token add constraint token_account_id_fkey FOREIGN KEY (account_id) REFERENCES rota.account(id) ON DELETE CASCADE;

alter table token add constraint token_hash_key UNIQUE (hash);

alter table token add constraint token_pkey PRIMARY KEY (id);

alter table token add constraint token_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'operator'::text, 'editor'::text, 'admin'::text])));

CREATE INDEX daemon_lease ON rota.daemon USING btree (lease_until) WHERE (state <> ALL (ARRAY['stopped'::text, 'dead'::text]));

CREATE INDEX decision_schedule ON ONLY rota.decision USING btree (schedule_id, first_slot DESC);

CREATE INDEX idempotency_key_age ON rota.idempotency_key USING btree (created_at);

CREATE INDEX idempotency_key_request ON rota.idempotency_key USING btree (request_id) WHERE (request_id IS NOT NULL);

CREATE INDEX item_changed ON rota.item USING btree (schedule_id, changed_at DESC, id DESC);

CREATE INDEX item_change_at ON rota.item_change USING btree (at);

CREATE INDEX item_change_item ON rota.item_change USING btree (item_id, id DESC);

CREATE INDEX run_id ON ONLY rota.run USING btree (id);

CREATE INDEX run_log_follow ON ONLY rota.run_log USING btree (xact, id);

CREATE INDEX run_log_run ON ONLY rota.run_log USING btree (run_id, byte_offset);

CREATE INDEX run_log_schedule ON ONLY rota.run_log USING btree (schedule_id, xact, id);

CREATE UNIQUE INDEX run_request_idempotency ON rota.run_request USING btree (account_id, idempotency_key) WHERE (idempotency_key IS NOT NULL);

CREATE UNIQUE INDEX run_request_one_waiter ON rota.run_request USING btree (schedule_id) WHERE ((kind = 'run'::text) AND (status = 'waiting'::text));

CREATE INDEX run_request_waiting ON rota.run_request USING btree (id) WHERE (status = 'waiting'::text);

CREATE INDEX sample_series ON ONLY rota.sample USING btree (series_id, at);

CREATE INDEX schedule_words_search ON rota.schedule_words USING gin (words);

CREATE INDEX schedules_auto_disabled ON rota.schedules USING btree (id) WHERE ((auto_disabled_at IS NOT NULL) AND (deleted_at IS NULL));

CREATE INDEX schedules_blackouts ON rota.schedules USING gin (blackouts) WHERE ((deleted_at IS NULL) AND (blackouts <> '{}'::text[]));

CREATE INDEX schedules_deleted ON rota.schedules USING btree (id) WHERE (deleted_at IS NOT NULL);

CREATE INDEX schedules_due ON rota.schedules USING btree (lane, next_due) WHERE (enabled AND (auto_disabled_at IS NULL) AND (current_run IS NULL) AND (deleted_at IS NULL));

CREATE INDEX schedules_name ON rota.schedules USING btree (name, id) WHERE (deleted_at IS NULL);

CREATE INDEX schedules_probe ON rota.schedules USING btree (probe_due) WHERE ((probe_due IS NOT NULL) AND (deleted_at IS NULL));

CREATE INDEX schedules_running ON rota.schedules USING btree (current_daemon) WHERE (current_run IS NOT NULL);

CREATE UNIQUE INDEX schedules_type ON rota.schedules USING btree (owner_id, schedule_type) WHERE ((schedule_type IS NOT NULL) AND (deleted_at IS NULL));

CREATE TRIGGER schedules_words AFTER INSERT OR UPDATE OF name, labels ON rota.schedules FOR EACH ROW EXECUTE FUNCTION rota.write_schedule_words();

CREATE OR REPLACE FUNCTION rota.drop_partitions(parent text, before timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'rota', 'pg_temp'
 SET lock_timeout TO '2s'
AS $function$
declare
  part record;
  dropped integer := 0;
begin
  if parent not in ('run', 'decision', 'sample', 'run_log') then
    raise exception 'no partitioned table %', parent using errcode = '22023';
  end if;
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ('rota.' || parent)::regclass
      and to_date(substring(c.relname from '\d{4}w\d{2}$'), 'IYYY"w"IW') + 7 <= (before at time zone 'UTC')::date
  loop
    execute format('drop table rota.%I', part.relname);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $function$;
revoke all on function rota.drop_partitions(text,timestamp with time zone) from public;

CREATE OR REPLACE FUNCTION rota.ensure_partition(parent text, instant timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'rota', 'pg_temp'
 SET lock_timeout TO '2s'
 SET "TimeZone" TO 'UTC'
AS $function$
declare
  week timestamptz := date_trunc('week', instant at time zone 'UTC') at time zone 'UTC';
  part text := parent || '_' || to_char(week at time zone 'UTC', 'IYYY"w"IW');
begin
  if parent not in ('run', 'decision', 'sample', 'run_log') then
    raise exception 'no partitioned table %', parent using errcode = '22023';
  end if;
  if to_regclass('rota.' || part) is not null then
    return false;
  end if;
  execute format('create table if not exists rota.%I partition of rota.%I for values from (%L) to (%L)%s',
    part, parent, week, week + interval '7 days', case parent when 'run' then ' with (fillfactor = 50)' else '' end);
  return true;
end $function$;
revoke all on function rota.ensure_partition(text,timestamp with time zone) from public;

CREATE OR REPLACE FUNCTION rota.write_schedule_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'rota', 'pg_temp'
AS $function$
begin
  insert into schedule_words (schedule_id, words)
  values (new.id, to_tsvector('simple', new.name || ' ' || new.labels::text))
  on conflict (schedule_id) do update set words = excluded.words;
  return null;
end $function$;
