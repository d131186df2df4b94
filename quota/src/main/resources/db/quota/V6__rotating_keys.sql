-- Keys that sign tokens are followed by others: each is published before it signs, so that who checks tokens knows it in time.
-- A key that signs no more is valid as long as tokens that it signed are; retired_at now ends a key before that time.
alter table quota.signing_key add column generation int;
alter table quota.signing_key add column signs_from timestamptz;     -- wall time, as sessions are
update quota.signing_key k set
  generation = (select count(*) from quota.signing_key b where (b.created_at, b.kid) <= (k.created_at, k.kid)),
  signs_from = created_at;
alter table quota.signing_key alter column generation set not null;
alter table quota.signing_key alter column signs_from set not null;
create unique index signing_key_by_generation on quota.signing_key (generation);
drop index quota.one_key_signs;
