-- Who may do what. Secrets are kept as SHA-256 only and shown once, when they are made.
create table account (
  id bigint generated always as identity primary key,
  name text not null unique check (name <> '' and length(name) <= 100),
  role text not null check (role in ('viewer', 'operator', 'editor', 'admin')),
  created_at timestamptz not null default clock_timestamp(),
  disabled_at timestamptz
);

create table token (
  id bigint generated always as identity primary key,
  account_id bigint not null references account (id) on delete cascade,
  label text not null default '',
  role text not null check (role in ('viewer', 'operator', 'editor', 'admin')),
  hash bytea not null unique,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);

create table login_link (
  hash bytea primary key,
  account_id bigint not null references account (id) on delete cascade,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at timestamptz
);

create table session (
  hash bytea primary key,
  account_id bigint not null references account (id) on delete cascade,
  csrf text not null,
  created_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
