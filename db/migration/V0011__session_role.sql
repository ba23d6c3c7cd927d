-- A session never does more than the token it was opened with, so it keeps that token's role.
alter table session add column role text not null default 'viewer'
  check (role in ('viewer', 'operator', 'editor', 'admin'));
