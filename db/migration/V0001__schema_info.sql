-- What the schema is, for daemons to judge whether they fit it. A migration that old daemons cannot work with raises
-- min_daemon in the same file.
create table schema_info (
  singleton boolean primary key default true check (singleton),
  min_daemon integer not null
);
insert into schema_info (min_daemon) values (1);
