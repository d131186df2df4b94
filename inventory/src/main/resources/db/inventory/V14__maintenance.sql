-- A draining card takes no new work; what is on it runs to its end or is moved.
alter table inventory.device drop constraint device_health_check;
alter table inventory.device add constraint device_health_check check (health in ('healthy', 'draining', 'failed'));
create index device_out_of_use on inventory.device (host) where health <> 'healthy';
-- Who is on its way to which place: asked for by place.
create index allocation_by_place on inventory.allocation (place) where place is not null;

-- A window in which the platform works on cards: a claim like any other, whose tiles keep the cards for it.
create table inventory.maintenance (
  id           uuid primary key,
  scope        text not null check (scope in ('host', 'pool', 'site', 'fabric')),
  target       text not null,                               -- number of the host, or code of the others
  name         text not null,                               -- as people call the target
  site         text not null references inventory.site,
  start_at     timestamptz not null,
  end_at       timestamptz not null,
  reason       text not null check (length(reason) between 1 and 200),
  hosts        int not null check (hosts > 0),
  cards        int not null check (cards > 0),
  created_by   text not null,
  created_at   timestamptz not null,
  cancelled_at timestamptz,
  check (start_at < end_at)
);
grant select, insert, update on inventory.maintenance to tessera_platform;

-- Claims that make way for a window, and how; those that were moving and have not settled are looked after until they have.
create table inventory.maintenance_claim (
  maintenance_id uuid not null references inventory.maintenance,
  claim_id       uuid not null,
  way            text not null check (way in ('rebind', 'move', 'give_way')),
  settled        boolean not null,
  primary key (maintenance_id, claim_id)
);
create index maintenance_unsettled on inventory.maintenance_claim (maintenance_id) where not settled;
grant select, insert, update on inventory.maintenance_claim to tessera_platform;
