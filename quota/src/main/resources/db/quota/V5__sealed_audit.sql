-- The audit log is sealed: each entry gets a place in the chain of its organization and a hash over itself and all before it,
-- and the end of each chain is signed, so that neither an edit nor a cut-off end goes unnoticed. Entries are written
-- unsealed, so that no booking waits for a chain; a job seals them in the order of their commits.

create index audit_entry_in_commit_order on quota.audit_entry (xid, seq);
create index audit_entry_by_subject on quota.audit_entry (subject);

create table quota.audit_seal (
  organization_id uuid not null,                            -- whose chain; the nil id for what is the platform's alone
  position        bigint not null check (position > 0),     -- 1, 2, 3, ... without gaps
  entry_seq       bigint not null unique references quota.audit_entry (seq),
  hash            bytea not null check (length(hash) = 32), -- SHA-256 of the hash before and the entry
  primary key (organization_id, position)
);
call quota.protect('quota.audit_seal');
grant select on quota.audit_seal to tessera_tenant;
grant select, insert on quota.audit_seal to tessera_platform;

create table quota.audit_head (
  organization_id uuid primary key,
  length          bigint not null check (length > 0),       -- how many entries the chain has
  hash            bytea not null check (length(hash) = 32), -- the hash of the last one
  sealed_at       timestamptz not null,
  kid             text not null,                            -- the key that signed, by its thumbprint (RFC 7638)
  signature       bytea not null                            -- Ed25519
);
call quota.protect('quota.audit_head');
grant select on quota.audit_head to tessera_tenant;
grant select, insert, update on quota.audit_head to tessera_platform;
