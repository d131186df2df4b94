-- Where a claim may lie for good. Offers, waitlist entries and services hand theirs on to the claims that come of them.
create table inventory.claim_limit (
  claim_id        uuid primary key,                           -- of a reservation, allocation, offer, waitlist entry or service
  organization_id uuid not null references quota.organization,
  region          text,                                       -- as sites name it in their latencies
  within_ms       int check (within_ms between 1 and 10000),  -- round trip to the region
  jurisdictions   text[] not null,                            -- ISO 3166-1; none: any
  check ((region is null) = (within_ms is null)),
  check (region is not null or cardinality(jurisdictions) > 0)
);
call quota.protect('inventory.claim_limit');
grant select, insert on inventory.claim_limit to tessera_tenant, tessera_platform;
