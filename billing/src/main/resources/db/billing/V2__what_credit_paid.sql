-- What each credit paid, so that what is given back goes to where it came from and expires when it would have. What was
-- paid before this table was there is given back as a credit that does not expire, as it was then.
create table billing.credit_spent (
  subject         uuid not null,                            -- the claim of a block that credit paid at once, or an invoice
  grant_id        uuid not null references billing.credit_grant,
  organization_id uuid not null references quota.organization,
  amount_minor    bigint not null check (amount_minor > 0),
  owed_minor      bigint not null,                          -- what all credits together paid some of
  returned_minor  bigint not null default 0 check (returned_minor between 0 and amount_minor),
  primary key (subject, grant_id)
);
call quota.protect('billing.credit_spent');
grant select, insert, update on billing.credit_spent to tessera_platform;
