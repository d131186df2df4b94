-- What a reservation was bought under: the version of the steps by which a cancellation is refunded, and how often its
-- window, quantity or site has been changed since. An offer to change it holds only for what it was made for.
alter table inventory.reservation
  add column cancellation_steps int not null default 1,
  add column contract int not null default 1;

-- An offer to change a reservation, and what came of it.
create table inventory.amendment (
  id               uuid primary key,
  organization_id  uuid not null references quota.organization,
  project_id       uuid not null,
  reservation_id   uuid not null references inventory.reservation,
  contract         int not null,
  start_at         timestamptz not null,
  end_at           timestamptz not null,
  quantity         int not null check (quantity > 0),
  site             text not null references inventory.site,
  quotes           uuid[] not null,                         -- of what is added; each becomes a block of its own
  additional_minor bigint not null check (additional_minor >= 0),
  worth_minor      bigint not null check (worth_minor >= 0),    -- what had been charged for what is given up
  percent          int not null check (percent between 0 and 100),
  refund_minor     bigint not null check (refund_minor between 0 and worth_minor),
  price_minor      bigint not null,                         -- of the whole reservation afterwards
  currency         char(3) not null,
  created_by       text not null,
  created_at       timestamptz not null,
  expires_at       timestamptz not null,
  applied_at       timestamptz,
  check (start_at < end_at)
);
create index on inventory.amendment (reservation_id);
call quota.protect('inventory.amendment');
grant select, insert, update on inventory.amendment to tessera_tenant, tessera_platform;

-- What a cancellation would refund; it binds until it expires.
create table inventory.cancellation_quote (
  id               uuid primary key,
  organization_id  uuid not null references quota.organization,
  project_id       uuid not null,
  reservation_id   uuid not null references inventory.reservation,
  contract         int not null,
  kept_until       timestamptz,                             -- end of the window that is kept; null: nothing is
  step             text not null,
  percent          int not null check (percent between 0 and 100),
  worth_minor      bigint not null check (worth_minor >= 0),
  refund_minor     bigint not null check (refund_minor between 0 and worth_minor),
  currency         char(3) not null,
  created_at       timestamptz not null,
  expires_at       timestamptz not null
);
create index on inventory.cancellation_quote (reservation_id);
call quota.protect('inventory.cancellation_quote');
grant select, insert on inventory.cancellation_quote to tessera_tenant, tessera_platform;
