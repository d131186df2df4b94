-- What customers return of their reservations, to be sold again at list price after what the operator has unsold itself.
-- A row is first the quote and then the return.
create table inventory.returned (
  id               uuid primary key,
  organization_id  uuid not null references quota.organization,
  project_id       uuid not null,
  reservation_id   uuid not null references inventory.reservation,
  contract         int not null,                            -- of the reservation when it was quoted
  sku              text not null,
  site             text not null references inventory.site,
  start_at         timestamptz not null,                    -- what is returned: so much, for whole hours
  end_at           timestamptz not null,
  quantity         int not null check (quantity > 0),
  was_end          timestamptz not null,                    -- what the reservation had before
  was_quantity     int not null check (was_quantity >= quantity),
  whole            boolean not null,                        -- all of it
  rules            int not null,                            -- version of the rules
  fee_percent      int not null check (fee_percent between 0 and 100),
  worth_minor      bigint not null check (worth_minor >= 0),    -- what had been charged for it
  list_minor       bigint not null check (list_minor >= 0),     -- what it cost when it was quoted
  ahead            int not null check (ahead >= 0),         -- how much of the operator's own was free then
  currency         char(3) not null,
  state            text not null check (state in ('quoted', 'open', 'withdrawn')),
  created_by       text not null,
  created_at       timestamptz not null,
  expires_at       timestamptz not null,
  accepted_at      timestamptz,
  withdrawn_at     timestamptz,
  check (start_at < end_at and end_at <= was_end),
  check ((state = 'quoted') = (accepted_at is null)),
  check ((state = 'withdrawn') = (withdrawn_at is not null))
);
create index on inventory.returned (organization_id, id);
create index on inventory.returned (reservation_id);
call quota.protect('inventory.returned');
grant select, insert, update on inventory.returned to tessera_tenant, tessera_platform;

-- The returned stock, hour by hour. Whoever buys some of it is decided under a lock on these rows.
create table inventory.returned_hour (
  return_id        uuid not null references inventory.returned,
  hour_at          timestamptz not null,
  organization_id  uuid not null references quota.organization,
  site             text not null,
  sku              text not null,
  quantity         int not null check (quantity > 0),
  sold             int not null default 0,
  lapsed           boolean not null default false,          -- what was not sold when it passed is settled
  primary key (return_id, hour_at),
  constraint never_more_sold_than_returned check (sold between 0 and quantity)
);
create index returned_stock on inventory.returned_hour (site, sku, hour_at) where not lapsed;
create index returned_to_settle on inventory.returned_hour (hour_at) where not lapsed;
call quota.protect('inventory.returned_hour');
grant select on inventory.returned_hour to tessera_tenant;
grant select, insert, update, delete on inventory.returned_hour to tessera_platform;

-- Who bought it: how much of a returned hour went to which reservation, at the price of which quote.
create table inventory.resale (
  return_id        uuid not null,
  hour_at          timestamptz not null,
  buyer_id         uuid not null references inventory.reservation,
  quote_id         uuid not null references billing.quote,
  organization_id  uuid not null references quota.organization, -- of the return
  quantity         int not null check (quantity > 0),
  seconds          int not null check (seconds between 0 and 3600), -- of the hour that the buyer was charged for
  settled_at       timestamptz,
  primary key (return_id, hour_at, quote_id),
  foreign key (return_id, hour_at) references inventory.returned_hour
);
create index on inventory.resale (buyer_id);
create index resale_to_settle on inventory.resale (return_id, quote_id) where settled_at is null;
call quota.protect('inventory.resale');
grant select on inventory.resale to tessera_tenant;
grant select, insert, update, delete on inventory.resale to tessera_platform;
