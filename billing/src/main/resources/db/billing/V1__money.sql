-- What it costs: prices, quotes, readings, charges, the ledger and invoices. Billing knows SKUs, never GPUs.

grant usage on schema billing to tessera_tenant, tessera_platform;

-- pricing/ -----------------------------------------------------------------------------------------------------------

-- Rates per unit and hour in major units of the currency, exact. A price is valid over an interval of whole UTC hours;
-- two prices for the same thing at the same time cannot be stored. Site '*' holds wherever no site has its own price.
create table billing.price (
  sku           text not null,
  workload      text not null check (workload in ('training', 'inference')),
  site          text not null,
  currency      char(3) not null,
  valid         tstzrange not null check (not isempty(valid)),
  rate_per_hour numeric(20, 10) not null check (rate_per_hour >= 0),
  source        text not null,                              -- where the figure comes from, or 'example'
  constraint price_once primary key (sku, workload, site, currency, valid without overlaps)
);
grant select on billing.price to tessera_tenant;
grant select, insert, update on billing.price to tessera_platform;

create table billing.quote (
  id              uuid primary key,
  organization_id uuid not null references quota.organization,
  project_id      uuid not null,
  sku             text not null,
  workload        text not null check (workload in ('training', 'inference')),
  site            text not null,
  quantity        bigint not null check (quantity > 0),
  start_at        timestamptz not null,
  end_at          timestamptz not null,
  billable_until  timestamptz not null,                     -- the end less the turnaround, which is not charged
  currency        char(3) not null,
  amount_minor    bigint not null check (amount_minor >= 0),
  pieces          jsonb not null,                           -- the rates it froze: [{from, until, rate}]
  created_at      timestamptz not null,
  expires_at      timestamptz not null,
  check (start_at < billable_until and billable_until <= end_at)
);
create index on billing.quote (organization_id, id);
call quota.protect('billing.quote');
grant select, insert on billing.quote to tessera_tenant, tessera_platform;

-- budget/: what a payer may owe (exposure) ----------------------------------------------------------------------------

create table billing.exposure_limit (
  payer_id       uuid primary key references quota.organization,
  currency       char(3) not null,
  limit_minor    bigint not null check (limit_minor >= 0),
  accrued_minor  bigint not null default 0,                 -- metered and not yet invoiced, refreshed hourly
  accrued_until  timestamptz,
  updated_at     timestamptz not null
);
call quota.protect('billing.exposure_limit', 'payer_id');
grant select on billing.exposure_limit to tessera_tenant;
grant select, insert, update on billing.exposure_limit to tessera_platform;

-- What is promised to be paid: a held or confirmed block until it is invoiced, an allocation's next hours.
create table billing.commitment (
  claim_id        uuid primary key,
  payer_id        uuid not null references quota.organization,
  organization_id uuid not null references quota.organization,
  amount_minor    bigint not null check (amount_minor >= 0),
  currency        char(3) not null
);
create index on billing.commitment (payer_id) include (amount_minor);
call quota.protect('billing.commitment');
grant select on billing.commitment to tessera_tenant;
grant select, insert, update, delete on billing.commitment to tessera_platform;

-- metering/ ----------------------------------------------------------------------------------------------------------

-- A fact: this claim held this SKU in this quantity for these whole seconds, all within one UTC hour and billing month.
create table billing.reading (
  claim_id        uuid not null,
  occurred_at     timestamptz not null,                     -- the first of its seconds
  sequence        int not null,
  organization_id uuid not null,
  project_id      uuid not null,
  sku             text not null,
  workload        text not null check (workload in ('training', 'inference')),
  site            text not null,
  quantity        bigint not null check (quantity > 0),
  seconds         int not null check (seconds between 1 and 3600),
  source          text not null,
  received_at     timestamptz not null,
  billing_month   date not null,                            -- first day, in the organization's zone
  taken           bigint generated always as identity,      -- an invoice has seen those of its organization up to one
  primary key (claim_id, occurred_at, sequence)
) partition by range (occurred_at);
create table billing.reading_rest partition of billing.reading default;
create index on billing.reading (organization_id, billing_month);
call quota.protect('billing.reading');
grant select on billing.reading to tessera_tenant;
grant select, insert on billing.reading to tessera_platform;

create table billing.usage_hour (
  claim_id           uuid not null,
  sku                text not null,
  hour               timestamptz not null,
  billing_month      date not null,                         -- first day, in the organization's zone
  organization_id    uuid not null references quota.organization,
  project_id         uuid not null,
  workload           text not null check (workload in ('training', 'inference')),
  site               text not null,
  first_at           timestamptz not null,                  -- the first second that was held in this hour
  last_at            timestamptz not null,                  -- the second after the last one
  unit_seconds       bigint not null check (unit_seconds >= 0),
  invoiced_seconds   bigint not null default 0,             -- what invoices have taken in so far
  primary key (claim_id, sku, hour, billing_month)
) with (fillfactor = 80);
create index on billing.usage_hour (organization_id, hour);
create index usage_to_invoice on billing.usage_hour (organization_id, billing_month)
  where unit_seconds <> invoiced_seconds and workload = 'inference';   -- blocks are not billed by their readings
call quota.protect('billing.usage_hour');
grant select on billing.usage_hour to tessera_tenant;
grant select, insert, update on billing.usage_hour to tessera_platform;

-- ledger/ ------------------------------------------------------------------------------------------------------------

create table billing.ledger_transaction (
  id              uuid primary key,
  at              timestamptz not null,
  organization_id uuid not null references quota.organization,
  kind            text not null,                            -- charge, credit, recognition, invoice, payment, ...
  subject         uuid not null                             -- the claim, invoice or grant behind it
);
create index on billing.ledger_transaction (subject);
create index on billing.ledger_transaction (organization_id, at);
call quota.protect('billing.ledger_transaction');
grant select on billing.ledger_transaction to tessera_tenant;
grant select, insert on billing.ledger_transaction to tessera_platform;

-- Debit positive, credit negative. Rows are only ever inserted: nobody has the right to change or delete one.
create table billing.ledger_entry (
  transaction_id  uuid not null references billing.ledger_transaction,
  line            int not null,
  organization_id uuid not null references quota.organization,
  account         text not null check (account in ('receivable', 'unbilled', 'deferred_revenue', 'revenue:training',
                    'revenue:inference', 'credits', 'credits_granted', 'tax', 'cash:manual', 'cash:stripe', 'write_off')),
  currency        char(3) not null,
  amount_minor    bigint not null check (amount_minor <> 0),
  primary key (transaction_id, line)
);
create index on billing.ledger_entry (organization_id, account) include (amount_minor);
call quota.protect('billing.ledger_entry');
grant select on billing.ledger_entry to tessera_tenant;
grant select, insert on billing.ledger_entry to tessera_platform;

-- The sums of the entries, kept with them so that what a payer owes is read in one step.
create table billing.ledger_balance (
  organization_id uuid not null references quota.organization,
  account         text not null,
  currency        char(3) not null,
  payer_id        uuid not null references quota.organization,
  balance_minor   bigint not null,
  primary key (organization_id, account, currency)
) with (fillfactor = 70);
create index on billing.ledger_balance (payer_id);
call quota.protect('billing.ledger_balance');
grant select on billing.ledger_balance to tessera_tenant;
grant select, insert, update on billing.ledger_balance to tessera_platform;

create function billing.refuse_unbalanced() returns trigger language plpgsql as $$
begin
  if exists (select from billing.ledger_entry where transaction_id = new.transaction_id
             group by currency having sum(amount_minor) <> 0) then
    raise exception 'ledger transaction % does not balance', new.transaction_id using errcode = '23514';
  end if;
  return null;
end $$;
create constraint trigger balanced after insert on billing.ledger_entry
  deferrable initially deferred for each row execute function billing.refuse_unbalanced();

-- charges and credits --------------------------------------------------------------------------------------------------

-- A sold block. It is charged when the reservation is confirmed and appears on the invoice of that month.
create table billing.block_charge (
  claim_id        uuid primary key,
  quote_id        uuid not null references billing.quote,
  organization_id uuid not null references quota.organization,
  project_id      uuid not null,
  sku             text not null,
  site            text not null,
  quantity        bigint not null,
  start_at        timestamptz not null,
  billable_until  timestamptz not null,
  currency        char(3) not null,
  amount_minor    bigint not null,
  charged_at      timestamptz not null,
  billing_month   date not null,
  prepaid_minor   bigint not null check (prepaid_minor between 0 and amount_minor),  -- paid from credits at the charge
  released_minor  bigint not null default 0 check (released_minor in (0, amount_minor)),  -- given back: never started
  recognised_minor bigint not null default 0,               -- revenue so far; the rest is deferred
  stopped_at      timestamptz,                              -- where the block ended early
  invoice_id      uuid,
  check (recognised_minor between 0 and amount_minor - released_minor)
);
create index on billing.block_charge (organization_id, billing_month);
create index block_to_invoice on billing.block_charge (organization_id, billing_month)
  where invoice_id is null and released_minor = 0;
create index on billing.block_charge (invoice_id) where invoice_id is not null;
create index block_to_recognise on billing.block_charge (start_at)
  where recognised_minor < amount_minor - released_minor;
call quota.protect('billing.block_charge');
grant select on billing.block_charge to tessera_tenant;
grant select, insert, update on billing.block_charge to tessera_platform;

-- Money that we owe the customer: goodwill and promotion, prepayment, and what we did not deliver.
create table billing.credit_grant (
  id              uuid primary key,
  organization_id uuid not null references quota.organization,
  kind            text not null check (kind in ('prepayment', 'promotion', 'not_delivered', 'refund')),
  claim_id        uuid,                                     -- for which block or allocation, where there is one
  currency        char(3) not null,
  amount_minor    bigint not null check (amount_minor > 0),
  spent_minor     bigint not null default 0 check (spent_minor >= 0),
  expired_minor   bigint not null default 0 check (expired_minor >= 0),
  reason          text not null,
  created_at      timestamptz not null,
  expires_at      timestamptz,
  check (spent_minor + expired_minor <= amount_minor)
);
create unique index credit_once on billing.credit_grant (claim_id, kind) where claim_id is not null;
create index on billing.credit_grant (organization_id) where spent_minor + expired_minor < amount_minor;
call quota.protect('billing.credit_grant');
grant select on billing.credit_grant to tessera_tenant;
grant select, insert, update on billing.credit_grant to tessera_platform;

-- invoicing/ -----------------------------------------------------------------------------------------------------------

create table billing.invoice (
  id              uuid primary key,
  number          text not null unique,
  organization_id uuid not null references quota.organization,
  billing_month   date not null,
  period_start    timestamptz not null,
  period_end      timestamptz not null,
  currency        char(3) not null,
  training_minor  bigint not null,
  inference_minor bigint not null,
  credits_minor   bigint not null check (credits_minor <= 0),
  tax_minor       bigint not null,
  total_minor     bigint not null,
  status          text not null check (status in ('issued', 'paid')),
  customer        jsonb not null,                           -- name, country and zone as they were at issue
  seller          jsonb not null,                           -- likewise
  readings_until  bigint not null,                          -- the last reading that it has seen (reading.taken)
  digest          bytea not null,                           -- SHA-256 over the canonical lines
  issued_at       timestamptz not null,
  due_at          timestamptz not null,
  paid_at         timestamptz,
  version         int not null default 1,
  unique (organization_id, billing_month),
  check (total_minor = training_minor + inference_minor + credits_minor + tax_minor)
);
create index on billing.invoice (organization_id, issued_at);
call quota.protect('billing.invoice');
grant select on billing.invoice to tessera_tenant;
grant select, insert, update on billing.invoice to tessera_platform;

create table billing.invoice_line (
  invoice_id      uuid not null references billing.invoice,
  line            int not null,
  organization_id uuid not null references quota.organization,
  section         text not null check (section in ('training', 'inference', 'credit')),
  project_id      uuid,
  project_name    text,
  claim_id        uuid,
  sku             text,
  site            text,
  description     text not null,
  usage_month     date,                                     -- earlier than the invoice's: an adjustment of that month
  unit_seconds    bigint not null,                          -- new on this line
  billed_before_minor bigint not null default 0,            -- by earlier invoices, for the same use
  amount_minor    bigint not null,                          -- what the segments are rated at, less that
  segments        jsonb not null,                           -- what the amount was computed from
  primary key (invoice_id, line)
);
create index on billing.invoice_line (organization_id, usage_month) where section = 'inference';
call quota.protect('billing.invoice_line');
grant select on billing.invoice_line to tessera_tenant;
grant select, insert on billing.invoice_line to tessera_platform;

-- Numbers without gaps: taken under a row lock in the transaction that issues.
create table billing.invoice_number (
  series text primary key,
  last   bigint not null
);
grant select, insert, update on billing.invoice_number to tessera_platform;
