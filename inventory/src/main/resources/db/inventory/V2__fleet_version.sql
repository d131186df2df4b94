-- How often an import has changed the fleet. An index in memory knows the version that it has loaded, loads anew when it
-- is another one, and a booking is refused what was found in an older fleet.
create table inventory.fleet_version (
  id      int primary key check (id = 1),
  version bigint not null
);
insert into inventory.fleet_version (id, version) values (1, 1);
grant select on inventory.fleet_version to tessera_tenant;
grant select, update on inventory.fleet_version to tessera_platform;
