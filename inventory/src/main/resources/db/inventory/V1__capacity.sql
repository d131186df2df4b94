-- What there is and who holds it.

grant usage on schema inventory to tessera_tenant, tessera_platform;

-- fleet/ -------------------------------------------------------------------------------------------------------------

create table inventory.site (
  code         text primary key check (code ~ '^[a-z0-9][a-z0-9-]{0,30}$'),
  name         text not null,
  kind         text not null check (kind in ('core', 'edge')),
  jurisdiction char(2) not null,                            -- ISO 3166-1: whose law holds
  latencies    jsonb not null,                              -- region -> {ms, measured}
  link         text not null default 'up' check (link in ('up', 'down')),
  link_since   timestamptz not null
);
create table inventory.pool (
  code            text primary key,
  site            text not null references inventory.site,
  name            text not null,
  isolation       text not null check (isolation in ('vm', 'sandboxed_container', 'shared_kernel')),
  inference_floor numeric(4, 3) not null check (inference_floor between 0 and 1),  -- share that training cannot take
  private_cards   boolean not null                          -- unpartitioned cards are not shared between organizations
);
create table inventory.fabric_domain (
  code text primary key,
  site text not null references inventory.site,
  kind text not null                                        -- nvlink, infiniband, tpu-pod, ...
);
create table inventory.host (
  id         int generated always as identity primary key,
  name       text not null,
  site       text not null references inventory.site,
  pool       text not null references inventory.pool,
  fabric     text references inventory.fabric_domain,
  cpu_milli  int not null check (cpu_milli >= 0),
  memory_mib bigint not null check (memory_mib >= 0),
  unique (site, name)
);
-- Numbered, because an occupancy names its device a million times.
create table inventory.device (
  id     int generated always as identity primary key,
  host   int not null references inventory.host,
  slot   int not null,                                      -- its place in the host
  model  text not null,                                     -- a key of the catalogue, or of no catalogue: fungible
  slots  int not null check (slots between 1 and 1000),     -- 1000 thousandths where the model is fungible
  extra_slots int not null default 0,                       -- above the card's own: one-per-card profiles
  health text not null default 'healthy' check (health in ('healthy', 'failed')),
  unique (host, slot)
);
create index on inventory.device (model);
grant select on inventory.site, inventory.pool, inventory.fabric_domain, inventory.host, inventory.device to tessera_tenant;
grant update (cpu_milli) on inventory.host to tessera_tenant;   -- what a row lock needs
grant select, insert, update on inventory.site, inventory.pool, inventory.fabric_domain, inventory.host, inventory.device
  to tessera_platform;

-- calendar/ ----------------------------------------------------------------------------------------------------------

-- One tile: device x slots x time. No tenant is named here: the claim is opaque, the holder is a random id that an
-- organization has for its private cards. So the table needs no row-level security, whose policies would lose the index.
create table inventory.occupancy (
  claim_id  uuid not null,
  device_id int not null references inventory.device,
  slots     int4range not null check (not isempty(slots) and not lower_inf(slots) and not upper_inf(slots) and lower(slots) >= 0),
  during    tstzrange not null check (not isempty(during) and not lower_inf(during)),
  holder    uuid,                                           -- set where the card is private to one holder
  constraint no_two_tiles_overlap exclude using gist (
    device_id extensions.gist_int4_ops with =, slots with &&, during with &&),
  constraint one_holder_per_private_card exclude using gist (
    device_id extensions.gist_int4_ops with =, holder extensions.gist_uuid_ops with <>, during with &&)
    where (holder is not null)
) partition by hash (device_id);
create table inventory.occupancy_p0 partition of inventory.occupancy for values with (modulus 4, remainder 0);
create table inventory.occupancy_p1 partition of inventory.occupancy for values with (modulus 4, remainder 1);
create table inventory.occupancy_p2 partition of inventory.occupancy for values with (modulus 4, remainder 2);
create table inventory.occupancy_p3 partition of inventory.occupancy for values with (modulus 4, remainder 3);
create index on inventory.occupancy (claim_id);
grant select, insert, update, delete on inventory.occupancy to tessera_tenant, tessera_platform;

-- CPU and memory of hosts, held beside the tiles: lock the host rows in id order, then compute the peak.
create table inventory.host_use (
  claim_id   uuid not null,
  host       int not null references inventory.host,
  cpu_milli  int not null,
  memory_mib bigint not null,
  during     tstzrange not null check (not isempty(during) and not lower_inf(during)),
  primary key (claim_id, host)
);
create index on inventory.host_use using gist (host extensions.gist_int4_ops, during);
grant select, insert, update, delete on inventory.host_use to tessera_tenant, tessera_platform;

-- Which devices have changed, for indexes in other processes: read in commit order by (xid, seq), and read the devices anew.
create table inventory.calendar_change (
  seq       bigint generated always as identity primary key,
  xid       xid8 not null default pg_current_xact_id(),
  device_id int not null,
  at        timestamptz not null
);
create index on inventory.calendar_change (xid, seq);
grant select, insert on inventory.calendar_change to tessera_tenant;
grant select, insert, delete on inventory.calendar_change to tessera_platform;

-- reservation/ and allocation/ -----------------------------------------------------------------------------------------

-- An offer is a quote with a placement that was found and is not held.
create table inventory.offer (
  quote_id        uuid primary key references billing.quote,
  organization_id uuid not null references quota.organization,
  project_id      uuid not null,
  model           text not null,
  profile         text,                                     -- null: whole cards
  quantity        int not null check (quantity > 0),        -- cards, partitions, or thousandths of a fungible card
  gang            boolean not null,                         -- all inside one fabric domain
  cpu_milli       int not null,                             -- of each card or partition
  memory_mib      bigint not null,
  site            text not null references inventory.site,
  start_at        timestamptz not null,
  end_at          timestamptz not null,
  placement       jsonb not null                            -- what was found, for people; it is sought again at the hold
);
call quota.protect('inventory.offer');
grant select, insert on inventory.offer to tessera_tenant, tessera_platform;

create table inventory.reservation (
  id              uuid primary key,
  organization_id uuid not null references quota.organization,
  project_id      uuid not null,
  quote_id        uuid not null unique references billing.quote,
  name            text not null check (length(name) between 1 and 100),
  model           text not null,
  profile         text,
  quantity        int not null check (quantity > 0),
  gang            boolean not null,
  cpu_milli       int not null,
  memory_mib      bigint not null,
  sku             text not null,
  site            text not null references inventory.site,
  start_at        timestamptz not null,
  end_at          timestamptz not null,
  turnaround_s    int not null check (turnaround_s >= 0),   -- the last seconds of the window, which are the platform's
  image           text not null,                            -- what is started: a built-in image
  state           text not null check (state in ('held', 'payment_pending', 'scheduled', 'provisioning', 'active', 'ending',
                    'completed', 'expired', 'payment_failed', 'cancelled', 'failed')),
  hold_until      timestamptz,
  amount_minor    bigint not null check (amount_minor >= 0),
  currency        char(3) not null,
  confirmed_at    timestamptz,
  ready_at        timestamptz,                              -- first time
  ended_at        timestamptz,
  degraded        boolean not null default false,
  lost_units      int not null default 0,                   -- of the quantity, sold and not delivered at present
  lost_since      timestamptz,                              -- since when; null while all is delivered
  undelivered_unit_s bigint not null default 0,             -- unit-seconds not delivered before that
  reason          text,
  due_at          timestamptz,                              -- when the life cycle must look at it next; null at the end
  created_by      text not null,
  created_at      timestamptz not null,
  version         int not null default 1,
  check (start_at < end_at),
  check ((state in ('completed', 'expired', 'payment_failed', 'cancelled', 'failed')) = (due_at is null))
);
create index on inventory.reservation (organization_id, id);
create index reservation_due on inventory.reservation (due_at) where due_at is not null;
call quota.protect('inventory.reservation');
grant select, insert, update on inventory.reservation to tessera_tenant, tessera_platform;

create table inventory.allocation (
  id              uuid primary key,
  organization_id uuid not null references quota.organization,
  project_id      uuid not null,
  name            text not null check (length(name) between 1 and 100),
  model           text not null,
  profile         text,
  quantity        int not null check (quantity > 0),
  gang            boolean not null,
  cpu_milli       int not null,
  memory_mib      bigint not null,
  sku             text not null,
  site            text not null references inventory.site,
  image           text not null,
  state           text not null check (state in ('provisioning', 'active', 'releasing', 'released', 'failed')),
  ready_at        timestamptz,
  release_asked_at timestamptz,                             -- charging ends here
  released_at     timestamptz,
  reason          text,
  due_at          timestamptz,
  created_by      text not null,
  created_at      timestamptz not null,
  version         int not null default 1,
  check ((state in ('released', 'failed')) = (due_at is null))
);
create index on inventory.allocation (organization_id, id);
create index allocation_due on inventory.allocation (due_at) where due_at is not null;
call quota.protect('inventory.allocation');
grant select, insert, update on inventory.allocation to tessera_tenant, tessera_platform;

-- What happened to a claim, for the time line of its page.
create table inventory.claim_event (
  claim_id        uuid not null,
  seq             bigint generated always as identity,
  organization_id uuid not null references quota.organization,
  at              timestamptz not null,
  state           text not null,
  detail          text,
  primary key (claim_id, seq)
);
call quota.protect('inventory.claim_event');
grant select, insert on inventory.claim_event to tessera_tenant, tessera_platform;

-- engine/ --------------------------------------------------------------------------------------------------------------

-- What engines run for a claim: a run for each attempt, and how its owner reaches it. The meter works on runs.
create table inventory.workload (
  claim_id        uuid not null,
  attempt         int not null check (attempt > 0),
  organization_id uuid not null references quota.organization,
  project_id      uuid not null,
  engine          text not null,
  task            jsonb not null,                           -- what the engine was told, so that it can be asked again
  address         text,
  token           text,
  ready_at        timestamptz,
  ended_at        timestamptz,                              -- nothing is metered from here on
  metered_until   timestamptz,                              -- readings up to here have been taken in
  updated_at      timestamptz not null,
  primary key (claim_id, attempt)
);
create index run_to_meter on inventory.workload (claim_id)
  where ready_at is not null and (ended_at is null or metered_until is null or metered_until < ended_at);
call quota.protect('inventory.workload');
grant select, insert, update on inventory.workload to tessera_tenant;
grant select, insert, update, delete on inventory.workload to tessera_platform;

create table inventory.utilisation (
  claim_id        uuid not null,
  at              timestamptz not null,
  organization_id uuid not null references quota.organization,
  busy            numeric(4, 3) not null check (busy between 0 and 1),
  memory          numeric(4, 3) not null check (memory between 0 and 1),
  primary key (claim_id, at)
);
call quota.protect('inventory.utilisation');
grant select on inventory.utilisation to tessera_tenant;
grant select, insert, delete on inventory.utilisation to tessera_platform;
