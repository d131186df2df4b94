-- A block may be changed after it was sold. What is added is a block of its own, sold for the same claim; what is given
-- up leaves the block, which stands on its invoice as it was sold, and what is refunded for it is a credit.
alter table billing.block_charge
  add column for_claim      uuid,                           -- whose further block this is; null: that of claim_id itself
  add column left_start     timestamptz,                    -- what is left of it; null: all that was sold
  add column left_until     timestamptz,
  add column left_quantity  bigint check (left_quantity >= 0),   -- 0: nothing is left
  add column refunded_minor bigint not null default 0,      -- credited for what was given up
  add constraint left_as_a_whole check (num_nonnulls(left_start, left_until, left_quantity) in (0, 3)),
  add constraint refund_within_amount check (refunded_minor between 0 and amount_minor - released_minor);
create index block_of_claim on billing.block_charge (for_claim) where for_claim is not null;

-- A block may be refunded in parts; everything else is credited once for each claim.
drop index billing.credit_once;
create unique index credit_once on billing.credit_grant (claim_id, kind) where claim_id is not null and kind <> 'refund';
alter table billing.credit_grant drop constraint credit_grant_kind_check;
alter table billing.credit_grant add constraint credit_grant_kind_check
  check (kind in ('prepayment', 'promotion', 'not_delivered', 'refund', 'resale'));
