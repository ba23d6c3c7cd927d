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

create table run_amiss (
  slot timestamp with time zone not null,
  id uuid not null,
  schedule_id bigint,
  attempt integer not null,
  status text not null
);

create table run_hour (
  hour timestamp with time zone not null,
  writer integer not null,
  succeeded bigint not null,
  failed bigint not null
);

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

create table run_log_mark (
  at timestamp with time zone not null,
  xact xid8 not null
);

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

create table schedule_plan (
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
  blackouts text[] not null default '{}'::text[],
  calendars jsonb not null default '[]'::jsonb,
  exceptions jsonb,
  retry_backoff interval not null default '00:00:10'::interval,
  breaker_of integer,
  breaker_at_least_for interval not null default '00:00:00'::interval,
  breaker_probation interval
);

create table schedule_progress (
  schedule_id bigint not null,
  plan_stamp uuid not null default gen_random_uuid(),
  live boolean not null,
  lane text not null,
  kind text not null,
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
  failing_since timestamp with time zone,
  probes integer not null default 0,
  probe_due timestamp with time zone,
  auto_disabled_at timestamp with time zone,
  auto_disabled_reason text,
  last_errors jsonb not null default '[]'::jsonb,
  last_run uuid,
  last_slot timestamp with time zone,
  last_started_at timestamp with time zone,
  last_finished_at timestamp with time zone,
  last_status text,
  last_success_at timestamp with time zone,
  last_failure_at timestamp with time zone
);

create table schedule_tally (
  id bigint not null generated always as identity,
  kind text not null,
  standing text not null,
  n bigint not null
);

create table schedule_term (
  term bigint not null,
  schedule_id bigint not null
);

create table schedule_words (
  schedule_id bigint not null,
  name text not null,
  words tsvector not null
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

alter table item add constraint item_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES rota.schedule_plan(id) ON DELETE CASCADE;

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

alter table run_hour add constraint run_hour_pkey PRIMARY KEY (hour, writer);

alter table run_log_mark add constraint run_log_mark_pkey PRIMARY KEY (at);

alter table run_request add constraint run_request_account_id_fkey FOREIGN KEY (account_id) REFERENCES rota.account(id);

alter table run_request add constraint run_request_kind_check CHECK ((kind = ANY (ARRAY['run'::text, 'test'::text, 'cancel'::text])));

alter table run_request add constraint run_request_pkey PRIMARY KEY (id);

alter table run_request add constraint run_request_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES rota.schedule_plan(id) ON DELETE CASCADE;

alter table run_request add constraint run_request_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'claimed'::text, 'done'::text, 'expired'::text, 'refused'::text])));

alter table sample add constraint sample_flag_check CHECK ((flag = ANY (ARRAY['first_sample'::text, 'reset'::text, 'wrap'::text, 'gap'::text, 'clock'::text, 'max_rate'::text])));

alter table schedule_plan add constraint schedules_attempts_check CHECK (((attempts >= 1) AND (attempts <= 20)));

alter table schedule_plan add constraint schedules_breaker CHECK (((breaker_of IS NULL) OR (breaker_of >= failure_threshold)));

alter table schedule_plan add constraint schedules_breaker_at_least_for_check CHECK ((breaker_at_least_for >= '00:00:00'::interval));

alter table schedule_plan add constraint schedules_breaker_of_check CHECK (((breaker_of >= 1) AND (breaker_of <= 64)));

alter table schedule_plan add constraint schedules_breaker_probation_check CHECK (((breaker_probation >= '00:00:01'::interval) AND (breaker_probation <= '1 day'::interval)));

alter table schedule_plan add constraint schedules_calendars_check CHECK ((jsonb_typeof(calendars) = 'array'::text));

alter table schedule_plan add constraint schedules_failure_threshold_check CHECK (((failure_threshold >= 1) AND (failure_threshold <= 1000)));

alter table schedule_plan add constraint schedules_labels_check CHECK ((jsonb_typeof(labels) = 'object'::text));

alter table schedule_plan add constraint schedules_missed_check CHECK ((missed = ANY (ARRAY['last'::text, 'none'::text, 'all'::text])));

alter table schedule_plan add constraint schedules_missed_max_check CHECK (((missed_max >= 1) AND (missed_max <= 10000)));

alter table schedule_plan add constraint schedules_name_check CHECK (((name <> ''::text) AND (length(name) <= 200)));

alter table schedule_plan add constraint schedules_outside_window_check CHECK ((outside_window = ANY (ARRAY['at_open'::text, 'skip'::text])));

alter table schedule_plan add constraint schedules_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES rota.account(id);

alter table schedule_plan add constraint schedules_pkey PRIMARY KEY (id);

alter table schedule_plan add constraint schedules_retry_backoff_check CHECK (((retry_backoff >= '00:00:00'::interval) AND (retry_backoff <= '1 day'::interval)));

alter table schedule_plan add constraint schedules_template_fkey FOREIGN KEY (template) REFERENCES rota.job_template(name);

alter table schedule_plan add constraint schedules_window_close_check CHECK ((window_close = ANY (ARRAY['finish'::text, 'stop'::text])));

alter table schedule_progress add constraint progress_auto_disabled CHECK (((auto_disabled_at IS NULL) = (auto_disabled_reason IS NULL)));

alter table schedule_progress add constraint progress_instants CHECK ((isfinite(next_slot) AND isfinite(next_due) AND isfinite(not_before) AND isfinite(probe_due))) NOT VALID;

alter table schedule_progress add constraint progress_next CHECK (((next_slot IS NULL) = (next_due IS NULL)));

alter table schedule_progress add constraint progress_probe CHECK (((probe_due IS NULL) OR (auto_disabled_at IS NOT NULL)));

alter table schedule_progress add constraint progress_running CHECK ((((current_run IS NULL) = (current_daemon IS NULL)) AND ((current_run IS NULL) = (current_slot IS NULL))));

alter table schedule_progress add constraint schedule_progress_pkey PRIMARY KEY (schedule_id);

alter table schedule_progress add constraint schedule_progress_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES rota.schedule_plan(id) ON DELETE CASCADE;

alter table schedule_tally add constraint schedule_tally_pkey PRIMARY KEY (id);

alter table schedule_term add constraint schedule_term_pkey PRIMARY KEY (term, schedule_id);

alter table schedule_words add constraint schedule_words_pkey PRIMARY KEY (schedule_id);

alter table schedule_words add constraint schedule_words_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES rota.schedule_plan(id) ON DELETE CASCADE;

alter table schema_info add constraint schema_info_pkey PRIMARY KEY (singleton);

alter table schema_info add constraint schema_info_singleton_check CHECK (singleton);

alter table series add constraint series_pkey PRIMARY KEY (id);

alter table series add constraint series_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES rota.schedule_plan(id) ON DELETE CASCADE;

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

CREATE INDEX item_present ON rota.item USING btree (schedule_id) WHERE (removed_at IS NULL);

CREATE INDEX item_removed ON rota.item USING btree (removed_at) WHERE (removed_at IS NOT NULL);

CREATE INDEX item_change_at ON rota.item_change USING btree (at);

CREATE INDEX item_change_item ON rota.item_change USING btree (item_id, id DESC);

CREATE INDEX run_id ON ONLY rota.run USING btree (id);

CREATE INDEX run_amiss_schedule ON rota.run_amiss USING btree (schedule_id, status, slot, attempt, id);

CREATE INDEX run_amiss_slot ON rota.run_amiss USING brin (slot);

CREATE INDEX run_amiss_status ON rota.run_amiss USING btree (status, slot, id);

CREATE INDEX run_log_errors ON ONLY rota.run_log USING btree (xact, id) WHERE (level = 'ERROR'::text);

CREATE INDEX run_log_follow ON ONLY rota.run_log USING btree (xact, id);

CREATE INDEX run_log_grave ON ONLY rota.run_log USING btree (xact, id) WHERE (level = ANY (ARRAY['WARN'::text, 'ERROR'::text]));

CREATE INDEX run_log_run ON ONLY rota.run_log USING btree (run_id, byte_offset);

CREATE INDEX run_log_schedule ON ONLY rota.run_log USING btree (schedule_id, xact, id);

CREATE INDEX run_request_claimed ON rota.run_request USING btree (claimed_by) WHERE (status = 'claimed'::text);

CREATE UNIQUE INDEX run_request_idempotency ON rota.run_request USING btree (account_id, idempotency_key) WHERE (idempotency_key IS NOT NULL);

CREATE UNIQUE INDEX run_request_one_waiter ON rota.run_request USING btree (schedule_id) WHERE ((kind = 'run'::text) AND (status = 'waiting'::text));

CREATE INDEX run_request_schedule ON rota.run_request USING btree (schedule_id) WHERE (schedule_id IS NOT NULL);

CREATE INDEX run_request_waiting ON rota.run_request USING btree (id) WHERE (status = 'waiting'::text);

CREATE INDEX sample_series ON ONLY rota.sample USING btree (series_id, at);

CREATE INDEX schedules_blackouts ON rota.schedule_plan USING gin (blackouts) WHERE ((deleted_at IS NULL) AND (blackouts <> '{}'::text[]));

CREATE INDEX schedules_deleted ON rota.schedule_plan USING btree (id) WHERE (deleted_at IS NOT NULL);

CREATE INDEX schedules_name ON rota.schedule_plan USING btree (name, id) WHERE (deleted_at IS NULL);

CREATE INDEX schedules_paused ON rota.schedule_plan USING btree (id) WHERE ((NOT enabled) AND (deleted_at IS NULL));

CREATE UNIQUE INDEX schedules_type ON rota.schedule_plan USING btree (owner_id, schedule_type) WHERE ((schedule_type IS NOT NULL) AND (deleted_at IS NULL));

CREATE INDEX progress_auto_disabled ON rota.schedule_progress USING btree (schedule_id) WHERE (auto_disabled_at IS NOT NULL);

CREATE INDEX progress_due ON rota.schedule_progress USING btree (lane, next_due, schedule_id) WHERE (live AND (auto_disabled_at IS NULL) AND (current_run IS NULL));

CREATE INDEX progress_issues ON rota.schedule_progress USING btree (schedule_id) WHERE (failures >= 3);

CREATE INDEX progress_last_failed ON rota.schedule_progress USING btree (schedule_id) WHERE (last_status = 'failed'::text);

CREATE INDEX progress_probe ON rota.schedule_progress USING btree (probe_due) WHERE (probe_due IS NOT NULL);

CREATE INDEX progress_resting ON rota.schedule_progress USING btree (schedule_id) WHERE ((NOT live) OR (auto_disabled_at IS NOT NULL) OR (next_due IS NULL));

CREATE INDEX progress_running ON rota.schedule_progress USING btree (current_daemon) WHERE (current_run IS NOT NULL);

CREATE INDEX progress_suspects ON rota.schedule_progress USING btree (next_due) WHERE (deaths >= 2);

CREATE INDEX progress_unplanned ON rota.schedule_progress USING btree (schedule_id) WHERE (next_slot IS NULL);

CREATE INDEX schedule_words_search ON rota.schedule_words USING gin (words);

CREATE TRIGGER run_amiss AFTER UPDATE OF status ON rota.run FOR EACH ROW WHEN ((new.status <> ALL (ARRAY['running'::text, 'succeeded'::text]))) EXECUTE FUNCTION rota.run_went_amiss();

CREATE TRIGGER run_amiss_came AFTER INSERT ON rota.run FOR EACH ROW WHEN ((new.status <> ALL (ARRAY['running'::text, 'succeeded'::text]))) EXECUTE FUNCTION rota.run_went_amiss();

CREATE TRIGGER plan_carried AFTER UPDATE ON rota.schedule_plan FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION rota.carry_plan();

CREATE TRIGGER plan_counted AFTER UPDATE ON rota.schedule_plan FOR EACH ROW WHEN (((old.enabled <> new.enabled) OR ((old.recurrence <> '{}'::jsonb) <> (new.recurrence <> '{}'::jsonb)) OR ((old.deleted_at IS NULL) <> (new.deleted_at IS NULL)) OR (old.kind <> new.kind))) EXECUTE FUNCTION rota.plan_counts_otherwise();

CREATE TRIGGER plan_uncounted BEFORE DELETE ON rota.schedule_plan FOR EACH ROW EXECUTE FUNCTION rota.plan_counts_otherwise();

CREATE TRIGGER schedules_words AFTER INSERT OR DELETE ON rota.schedule_plan FOR EACH ROW EXECUTE FUNCTION rota.write_schedule_words();

CREATE TRIGGER schedules_words_changed AFTER UPDATE ON rota.schedule_plan FOR EACH ROW WHEN (((old.name <> new.name) OR (old.labels <> new.labels) OR (old.kind <> new.kind) OR ((old.deleted_at IS NULL) <> (new.deleted_at IS NULL)))) EXECUTE FUNCTION rota.write_schedule_words();

CREATE TRIGGER progress_began AFTER INSERT ON rota.schedule_progress FOR EACH ROW EXECUTE FUNCTION rota.progress_counts_otherwise();

CREATE TRIGGER progress_counted AFTER UPDATE ON rota.schedule_progress FOR EACH ROW WHEN ((((old.auto_disabled_at IS NULL) <> (new.auto_disabled_at IS NULL)) OR ((old.failures >= 3) <> (new.failures >= 3)) OR ((old.last_status IS DISTINCT FROM 'failed'::text) <> (new.last_status IS DISTINCT FROM 'failed'::text)) OR ((old.next_slot IS NULL) <> (new.next_slot IS NULL)))) EXECUTE FUNCTION rota.progress_counts_otherwise();

CREATE TRIGGER schedule_deleted INSTEAD OF DELETE ON rota.schedules FOR EACH ROW EXECUTE FUNCTION rota.delete_schedule();

CREATE TRIGGER schedule_inserted INSTEAD OF INSERT ON rota.schedules FOR EACH ROW EXECUTE FUNCTION rota.insert_schedule();

CREATE TRIGGER schedule_updated INSTEAD OF UPDATE ON rota.schedules FOR EACH ROW EXECUTE FUNCTION rota.update_schedule();

CREATE OR REPLACE FUNCTION rota.add_up_tally()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'rota', 'pg_temp'
AS $function$
  with gone as (
    delete from schedule_tally where id in (select id from schedule_tally order by id limit 50000 for update skip locked)
    returning kind, standing, n)
  insert into schedule_tally (kind, standing, n)
  select kind, standing, sum(n) from gone group by kind, standing having sum(n) <> 0;
$function$;
revoke all on function rota.add_up_tally() from public;

CREATE OR REPLACE FUNCTION rota.carry_plan()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'rota', 'pg_temp'
AS $function$
begin
  update schedule_progress set plan_stamp = gen_random_uuid(), live = new.enabled and new.deleted_at is null,
    lane = new.lane, kind = new.kind
  where schedule_id = new.id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION rota.delete_schedule()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'rota', 'pg_temp'
AS $function$
begin
  delete from schedule_plan where id = old.id;
  if not found then
    return null;
  end if;
  return old;
end $function$;

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
  if not pg_try_advisory_xact_lock(hashtextextended('rota.drop_partitions.' || parent, 0)) then
    return 0;
  end if;
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ('rota.' || parent)::regclass
      and to_date(substring(c.relname from '\d{4}w\d{2}$'), 'IYYY"w"IW') + 7 <= (before at time zone 'UTC')::date
  loop
    execute format('drop table if exists rota.%I', part.relname);
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
exception when duplicate_table then -- "if not exists" is judged before the lock is there
  return false;
end $function$;
revoke all on function rota.ensure_partition(text,timestamp with time zone) from public;

CREATE OR REPLACE FUNCTION rota.insert_schedule()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'rota', 'pg_temp'
AS $function$
begin
  insert into schedule_plan (id, owner_id, version, name, labels, schedule_type, template, kind, lane, job, recurrence, zone, active_hours, outside_window, window_close, missed, missed_max, grace, spread, attempts, failure_threshold, enabled, created_at, updated_at, deleted_at, blackouts, calendars, exceptions, retry_backoff, breaker_of, breaker_at_least_for, breaker_probation)
  values (new.id, new.owner_id, new.version, new.name, new.labels, new.schedule_type, new.template, new.kind, new.lane, new.job, new.recurrence, new.zone, new.active_hours, new.outside_window, new.window_close, new.missed, new.missed_max, new.grace, new.spread, new.attempts, new.failure_threshold, new.enabled, new.created_at, new.updated_at, new.deleted_at, new.blackouts, new.calendars, new.exceptions, new.retry_backoff, new.breaker_of, new.breaker_at_least_for, new.breaker_probation);
  insert into schedule_progress (schedule_id, live, lane, kind, progress_seq, next_slot, next_due, slot_attempts, slot_failures, not_before, current_run, current_slot, current_daemon, current_started_at, failures, deaths, outcomes, outcomes_known, failing_since, probes, probe_due, auto_disabled_at, auto_disabled_reason, last_errors, last_run, last_slot, last_started_at, last_finished_at, last_status, last_success_at, last_failure_at)
  values (new.id, new.enabled and new.deleted_at is null, new.lane, new.kind, new.progress_seq, new.next_slot, new.next_due, new.slot_attempts, new.slot_failures, new.not_before, new.current_run, new.current_slot, new.current_daemon, new.current_started_at, new.failures, new.deaths, new.outcomes, new.outcomes_known, new.failing_since, new.probes, new.probe_due, new.auto_disabled_at, new.auto_disabled_reason, new.last_errors, new.last_run, new.last_slot, new.last_started_at, new.last_finished_at, new.last_status, new.last_success_at, new.last_failure_at);
  return new;
end $function$;

CREATE OR REPLACE FUNCTION rota.plan_counts_otherwise()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'rota', 'pg_temp'
AS $function$
declare
  progress schedule_progress;
begin
  select * into progress from schedule_progress where schedule_id = old.id for update;
  if not found then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  insert into schedule_tally (kind, standing, n)
  select old.kind, standing_at_rest(old, progress), -1 where old.deleted_at is null;
  if tg_op = 'DELETE' then
    return old;
  end if;
  insert into schedule_tally (kind, standing, n)
  select new.kind, standing_at_rest(new, progress), 1 where new.deleted_at is null;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION rota.progress_counts_otherwise()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'rota', 'pg_temp'
AS $function$
declare
  plan schedule_plan;
begin
  select * into plan from schedule_plan where id = new.schedule_id;
  if plan.deleted_at is null then
    if tg_op = 'UPDATE' then
      insert into schedule_tally (kind, standing, n) values (plan.kind, standing_at_rest(plan, old), -1);
    end if;
    insert into schedule_tally (kind, standing, n) values (plan.kind, standing_at_rest(plan, new), 1);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION rota.recount_tally()
 RETURNS TABLE(kind text, standing text, n bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'rota', 'pg_temp'
 SET enable_seqscan TO 'on'
 SET enable_hashjoin TO 'on'
AS $function$
#variable_conflict use_column
begin
  if not pg_try_advisory_xact_lock(hashtextextended('rota.recount_tally', 0)) then
    return;
  end if;
  return query
    with parts as (
      select s.kind, standing_at_rest(s, p) as standing, count(*) as n
      from schedule_plan s join schedule_progress p on p.schedule_id = s.id
      where s.deleted_at is null group by 1, 2
      union all select t.kind, t.standing, -t.n from schedule_tally t)
    insert into schedule_tally (kind, standing, n)
    select parts.kind, parts.standing, cast(sum(parts.n) as bigint) from parts group by 1, 2 having sum(parts.n) <> 0
    returning kind, standing, n;
end $function$;
revoke all on function rota.recount_tally() from public;

CREATE OR REPLACE FUNCTION rota.run_went_amiss()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'rota', 'pg_temp'
AS $function$
begin
  insert into run_amiss (slot, id, schedule_id, attempt, status)
  values (new.slot, new.id, new.schedule_id, new.attempt, new.status);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION rota.schedule_terms(kind text, labels jsonb)
 RETURNS SETOF bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT rota.term(('kind '::text || schedule_terms.kind)) AS term
 UNION
  SELECT rota.term(('label '::text || l.key)) AS term
    FROM jsonb_each(schedule_terms.labels) l(key, value)
 UNION
  SELECT rota.term(((('label '::text || l.key) || '='::text) || l.value)) AS term
    FROM jsonb_each_text(schedule_terms.labels) l(key, value)
   WHERE (l.value IS NOT NULL);
END;

CREATE OR REPLACE FUNCTION rota.standing_at_rest(plan rota.schedule_plan, progress rota.schedule_progress)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (NOT (plan).enabled) THEN 'paused'::text WHEN ((progress).auto_disabled_at IS NOT NULL) THEN 'failed'::text WHEN ((progress).failures >= 3) THEN 'having_issues'::text WHEN ((progress).last_status = 'failed'::text) THEN 'last_run_failed'::text WHEN (((progress).next_slot IS NULL) AND ((plan).recurrence <> '{}'::jsonb)) THEN 'finished'::text ELSE 'active'::text END;

CREATE OR REPLACE FUNCTION rota.term(what text)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN hashtextextended(what, (0)::bigint);

CREATE OR REPLACE FUNCTION rota.update_schedule()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'rota', 'pg_temp'
AS $function$
begin
  if (new.owner_id, new.version, new.name, new.labels, new.schedule_type, new.template, new.kind, new.lane, new.job, new.recurrence, new.zone, new.active_hours, new.outside_window, new.window_close, new.missed, new.missed_max, new.grace, new.spread, new.attempts, new.failure_threshold, new.enabled, new.created_at, new.updated_at, new.deleted_at, new.blackouts, new.calendars, new.exceptions, new.retry_backoff, new.breaker_of, new.breaker_at_least_for, new.breaker_probation) is distinct from
    (old.owner_id, old.version, old.name, old.labels, old.schedule_type, old.template, old.kind, old.lane, old.job, old.recurrence, old.zone, old.active_hours, old.outside_window, old.window_close, old.missed, old.missed_max, old.grace, old.spread, old.attempts, old.failure_threshold, old.enabled, old.created_at, old.updated_at, old.deleted_at, old.blackouts, old.calendars, old.exceptions, old.retry_backoff, old.breaker_of, old.breaker_at_least_for, old.breaker_probation) then
    update schedule_plan s set 
      owner_id = case when new.owner_id is distinct from old.owner_id then new.owner_id else s.owner_id end,
      version = case when new.version is distinct from old.version then new.version else s.version end,
      name = case when new.name is distinct from old.name then new.name else s.name end,
      labels = case when new.labels is distinct from old.labels then new.labels else s.labels end,
      schedule_type = case when new.schedule_type is distinct from old.schedule_type then new.schedule_type else s.schedule_type end,
      template = case when new.template is distinct from old.template then new.template else s.template end,
      kind = case when new.kind is distinct from old.kind then new.kind else s.kind end,
      lane = case when new.lane is distinct from old.lane then new.lane else s.lane end,
      job = case when new.job is distinct from old.job then new.job else s.job end,
      recurrence = case when new.recurrence is distinct from old.recurrence then new.recurrence else s.recurrence end,
      zone = case when new.zone is distinct from old.zone then new.zone else s.zone end,
      active_hours = case when new.active_hours is distinct from old.active_hours then new.active_hours else s.active_hours end,
      outside_window = case when new.outside_window is distinct from old.outside_window then new.outside_window else s.outside_window end,
      window_close = case when new.window_close is distinct from old.window_close then new.window_close else s.window_close end,
      missed = case when new.missed is distinct from old.missed then new.missed else s.missed end,
      missed_max = case when new.missed_max is distinct from old.missed_max then new.missed_max else s.missed_max end,
      grace = case when new.grace is distinct from old.grace then new.grace else s.grace end,
      spread = case when new.spread is distinct from old.spread then new.spread else s.spread end,
      attempts = case when new.attempts is distinct from old.attempts then new.attempts else s.attempts end,
      failure_threshold = case when new.failure_threshold is distinct from old.failure_threshold then new.failure_threshold else s.failure_threshold end,
      enabled = case when new.enabled is distinct from old.enabled then new.enabled else s.enabled end,
      created_at = case when new.created_at is distinct from old.created_at then new.created_at else s.created_at end,
      updated_at = case when new.updated_at is distinct from old.updated_at then new.updated_at else s.updated_at end,
      deleted_at = case when new.deleted_at is distinct from old.deleted_at then new.deleted_at else s.deleted_at end,
      blackouts = case when new.blackouts is distinct from old.blackouts then new.blackouts else s.blackouts end,
      calendars = case when new.calendars is distinct from old.calendars then new.calendars else s.calendars end,
      exceptions = case when new.exceptions is distinct from old.exceptions then new.exceptions else s.exceptions end,
      retry_backoff = case when new.retry_backoff is distinct from old.retry_backoff then new.retry_backoff else s.retry_backoff end,
      breaker_of = case when new.breaker_of is distinct from old.breaker_of then new.breaker_of else s.breaker_of end,
      breaker_at_least_for = case when new.breaker_at_least_for is distinct from old.breaker_at_least_for then new.breaker_at_least_for else s.breaker_at_least_for end,
      breaker_probation = case when new.breaker_probation is distinct from old.breaker_probation then new.breaker_probation else s.breaker_probation end
    where s.id = old.id;
  end if;
  if (new.progress_seq, new.next_slot, new.next_due, new.slot_attempts, new.slot_failures, new.not_before, new.current_run, new.current_slot, new.current_daemon, new.current_started_at, new.failures, new.deaths, new.outcomes, new.outcomes_known, new.failing_since, new.probes, new.probe_due, new.auto_disabled_at, new.auto_disabled_reason, new.last_errors, new.last_run, new.last_slot, new.last_started_at, new.last_finished_at, new.last_status, new.last_success_at, new.last_failure_at) is distinct from
    (old.progress_seq, old.next_slot, old.next_due, old.slot_attempts, old.slot_failures, old.not_before, old.current_run, old.current_slot, old.current_daemon, old.current_started_at, old.failures, old.deaths, old.outcomes, old.outcomes_known, old.failing_since, old.probes, old.probe_due, old.auto_disabled_at, old.auto_disabled_reason, old.last_errors, old.last_run, old.last_slot, old.last_started_at, old.last_finished_at, old.last_status, old.last_success_at, old.last_failure_at) then
    update schedule_progress s set 
      progress_seq = case when new.progress_seq is distinct from old.progress_seq then new.progress_seq else s.progress_seq end,
      next_slot = case when new.next_slot is distinct from old.next_slot then new.next_slot else s.next_slot end,
      next_due = case when new.next_due is distinct from old.next_due then new.next_due else s.next_due end,
      slot_attempts = case when new.slot_attempts is distinct from old.slot_attempts then new.slot_attempts else s.slot_attempts end,
      slot_failures = case when new.slot_failures is distinct from old.slot_failures then new.slot_failures else s.slot_failures end,
      not_before = case when new.not_before is distinct from old.not_before then new.not_before else s.not_before end,
      current_run = case when new.current_run is distinct from old.current_run then new.current_run else s.current_run end,
      current_slot = case when new.current_slot is distinct from old.current_slot then new.current_slot else s.current_slot end,
      current_daemon = case when new.current_daemon is distinct from old.current_daemon then new.current_daemon else s.current_daemon end,
      current_started_at = case when new.current_started_at is distinct from old.current_started_at then new.current_started_at else s.current_started_at end,
      failures = case when new.failures is distinct from old.failures then new.failures else s.failures end,
      deaths = case when new.deaths is distinct from old.deaths then new.deaths else s.deaths end,
      outcomes = case when new.outcomes is distinct from old.outcomes then new.outcomes else s.outcomes end,
      outcomes_known = case when new.outcomes_known is distinct from old.outcomes_known then new.outcomes_known else s.outcomes_known end,
      failing_since = case when new.failing_since is distinct from old.failing_since then new.failing_since else s.failing_since end,
      probes = case when new.probes is distinct from old.probes then new.probes else s.probes end,
      probe_due = case when new.probe_due is distinct from old.probe_due then new.probe_due else s.probe_due end,
      auto_disabled_at = case when new.auto_disabled_at is distinct from old.auto_disabled_at then new.auto_disabled_at else s.auto_disabled_at end,
      auto_disabled_reason = case when new.auto_disabled_reason is distinct from old.auto_disabled_reason then new.auto_disabled_reason else s.auto_disabled_reason end,
      last_errors = case when new.last_errors is distinct from old.last_errors then new.last_errors else s.last_errors end,
      last_run = case when new.last_run is distinct from old.last_run then new.last_run else s.last_run end,
      last_slot = case when new.last_slot is distinct from old.last_slot then new.last_slot else s.last_slot end,
      last_started_at = case when new.last_started_at is distinct from old.last_started_at then new.last_started_at else s.last_started_at end,
      last_finished_at = case when new.last_finished_at is distinct from old.last_finished_at then new.last_finished_at else s.last_finished_at end,
      last_status = case when new.last_status is distinct from old.last_status then new.last_status else s.last_status end,
      last_success_at = case when new.last_success_at is distinct from old.last_success_at then new.last_success_at else s.last_success_at end,
      last_failure_at = case when new.last_failure_at is distinct from old.last_failure_at then new.last_failure_at else s.last_failure_at end
    where s.schedule_id = old.id;
  end if;
  select * into new from schedules where id = old.id;
  if not found then
    return null;
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION rota.write_schedule_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'rota', 'pg_temp'
AS $function$
begin
  if tg_op <> 'INSERT' then
    delete from schedule_term where schedule_id = old.id
      and term = any(array(select schedule_terms(old.kind, old.labels)));
    delete from schedule_words where schedule_id = old.id;
  end if;
  if tg_op = 'DELETE' or new.deleted_at is not null then
    return null;
  end if;
  insert into schedule_words (schedule_id, name, words)
  values (new.id, new.name, to_tsvector('simple', new.name || ' ' || new.labels::text));
  insert into schedule_term (term, schedule_id) select t, new.id from schedule_terms(new.kind, new.labels) t;
  return null;
end $function$;

create view schedules as  SELECT s.id,
    s.owner_id,
    s.version,
    s.name,
    s.labels,
    s.schedule_type,
    s.template,
    s.kind,
    s.lane,
    s.job,
    s.recurrence,
    s.zone,
    s.active_hours,
    s.outside_window,
    s.window_close,
    s.missed,
    s.missed_max,
    s.grace,
    s.spread,
    s.attempts,
    s.failure_threshold,
    s.enabled,
    s.created_at,
    s.updated_at,
    s.deleted_at,
    s.blackouts,
    s.calendars,
    s.exceptions,
    s.retry_backoff,
    s.breaker_of,
    s.breaker_at_least_for,
    s.breaker_probation,
    p.progress_seq,
    p.next_slot,
    p.next_due,
    p.slot_attempts,
    p.slot_failures,
    p.not_before,
    p.current_run,
    p.current_slot,
    p.current_daemon,
    p.current_started_at,
    p.failures,
    p.deaths,
    p.outcomes,
    p.outcomes_known,
    p.failing_since,
    p.probes,
    p.probe_due,
    p.auto_disabled_at,
    p.auto_disabled_reason,
    p.last_errors,
    p.last_run,
    p.last_slot,
    p.last_started_at,
    p.last_finished_at,
    p.last_status,
    p.last_success_at,
    p.last_failure_at
   FROM (rota.schedule_plan s
     JOIN rota.schedule_progress p ON ((p.schedule_id = s.id)));
