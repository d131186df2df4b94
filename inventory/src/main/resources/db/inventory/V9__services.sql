-- A service: so many replicas as its owner wants, each an allocation of its own.
create table inventory.service (
  id              uuid primary key,
  organization_id uuid not null references quota.organization,
  project_id      uuid not null,
  name            text not null check (length(name) between 1 and 100),
  model           text not null,
  profile         text,
  quantity        int not null check (quantity > 0),          -- of each replica
  gang            boolean not null,
  cpu_milli       int not null,
  memory_mib      bigint not null,
  site            text references inventory.site,             -- null: wherever there is room
  image           text not null,
  baseline        int not null check (baseline >= 0),
  overflow        text not null check (overflow in ('on_demand', 'preemptible')),
  minimum         int not null check (minimum >= baseline),
  maximum         int not null check (maximum between greatest(1, minimum) and 64),
  desired         int not null check (desired between minimum and maximum),
  target_percent  int check (target_percent between 10 and 95),
  ceiling_minor   bigint check (ceiling_minor >= 0),          -- a month, in the currency of the organization
  limited         text,                                       -- why fewer run than are desired
  scaled_at       timestamptz not null,
  ended_at        timestamptz,
  created_by      text not null,
  created_at      timestamptz not null,
  version         int not null default 1
);
create index on inventory.service (organization_id, id);
create index service_kept on inventory.service (id) where ended_at is null;
call quota.protect('inventory.service');
grant select, insert, update on inventory.service to tessera_tenant, tessera_platform;

create table inventory.service_replica (
  allocation_id   uuid primary key references inventory.allocation,
  service_id      uuid not null references inventory.service,
  organization_id uuid not null references quota.organization,
  overflow        boolean not null,
  at              timestamptz not null
);
create index on inventory.service_replica (service_id, allocation_id);
call quota.protect('inventory.service_replica');
grant select, insert on inventory.service_replica to tessera_tenant, tessera_platform;
