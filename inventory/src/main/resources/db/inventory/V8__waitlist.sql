-- Who waits for capacity. What is served is decided in the transaction that books, under a lock on the entry.
create table inventory.waitlist_entry (
  id              uuid primary key,
  organization_id uuid not null references quota.organization,
  project_id      uuid not null,
  payer_id        uuid not null,                            -- payers take turns
  name            text not null check (length(name) between 1 and 100),
  image           text not null,
  model           text not null,
  profile         text,
  quantity        int not null check (quantity > 0),
  gang            boolean not null,
  cpu_milli       int not null,
  memory_mib      bigint not null,
  sites           text[] not null,                          -- any of them; none: all that have the model
  earliest_start  timestamptz not null,
  latest_end      timestamptz not null,
  hours           int not null check (hours > 0),
  ceiling_minor   bigint check (ceiling_minor >= 0),        -- the most that it may cost; null: whatever the price is
  currency        char(3) not null,
  mode            text not null check (mode in ('book', 'notify')),
  state           text not null check (state in ('waiting', 'notified', 'booked', 'expired', 'withdrawn')),
  reason_code     text,                                     -- why it was not served although there was room
  reason          text,
  found_site      text,
  found_start     timestamptz,
  reservation_id  uuid references inventory.reservation,
  created_by      text not null,
  created_at      timestamptz not null,
  served_at       timestamptz,                              -- when it was booked or notified
  check (earliest_start + make_interval(hours => hours) <= latest_end)
);
create index on inventory.waitlist_entry (organization_id, id);
create index waitlist_open on inventory.waitlist_entry (created_at, id) where state = 'waiting';
create index waitlist_served on inventory.waitlist_entry (payer_id, served_at) where served_at is not null;
call quota.protect('inventory.waitlist_entry');
grant select, insert, update on inventory.waitlist_entry to tessera_tenant, tessera_platform;
