-- What a customer has returned of its blocks is sold again for it, or not. Its worth leaves the block and stays deferred
-- until it is settled: when what was sold of it has run, or when its time has passed.
alter table billing.block_charge
  add column returned_minor bigint not null default 0,      -- the worth of what was returned
  drop constraint refund_within_amount,
  add constraint given_up_within_amount check (refunded_minor >= 0 and returned_minor >= 0
    and refunded_minor + returned_minor <= amount_minor - released_minor);

create table billing.consignment (
  id              uuid primary key,                         -- of the return
  claim_id        uuid not null,                            -- whose blocks it was a part of
  organization_id uuid not null references quota.organization,
  currency        char(3) not null,
  worth_minor     bigint not null check (worth_minor >= 0), -- what had been charged for it
  parts           bigint not null check (parts > 0),        -- equal parts, each of which is settled once
  fee_percent     int not null check (fee_percent between 0 and 100), -- of what it is sold for
  settled_parts   bigint not null default 0,
  settled_minor   bigint not null default 0,                -- of the worth; the rest is deferred
  credited_minor  bigint not null default 0,                -- what came back to the customer
  withdrawn_at    timestamptz,
  check (settled_parts between 0 and parts),
  check (settled_minor between 0 and worth_minor),
  check (credited_minor between 0 and settled_minor),
  check (withdrawn_at is null or settled_parts = 0)
);
call quota.protect('billing.consignment');
grant select on billing.consignment to tessera_tenant;
grant select, insert, update on billing.consignment to tessera_platform;

-- From which blocks it came, as they were before, so that a return can be withdrawn.
create table billing.consigned_block (
  consignment_id  uuid not null references billing.consignment,
  block_id        uuid not null references billing.block_charge,
  organization_id uuid not null references quota.organization,
  worth_minor     bigint not null check (worth_minor >= 0),
  left_start      timestamptz not null,
  left_until      timestamptz not null,
  left_quantity   bigint not null,
  primary key (consignment_id, block_id)
);
call quota.protect('billing.consigned_block');
grant select on billing.consigned_block to tessera_tenant;
grant select, insert on billing.consigned_block to tessera_platform;

-- One return may be sold to several, who are credited one by one; the consignment counts what was.
drop index billing.credit_once;
create unique index credit_once on billing.credit_grant (claim_id, kind)
  where claim_id is not null and kind not in ('refund', 'resale');
