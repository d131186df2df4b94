-- The ground that all modules stand on: who is there, what they may hold, what was done, what must be told outside.
-- The schema itself is made by the migrator; the roles by ops/database (roles.sql), because they belong to the cluster.

create schema if not exists extensions;
create extension if not exists btree_gist schema extensions;
grant usage on schema extensions to public;
grant usage on schema quota to tessera_tenant, tessera_platform;

-- Forces row-level security on a table whose rows belong to an organization.
-- Three policies: a tenant sees the organizations its transaction names, the platform sees all, and the owner has a
-- policy of its own, because a forced owner without one sees no rows and a backfill would silently do nothing.
create procedure quota.protect(tbl regclass, organization_column text default 'organization_id') language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tbl);
  execute format('alter table %s force row level security', tbl);
  execute format($p$create policy tenant on %s to tessera_tenant
      using (%2$I = any ((select string_to_array(nullif(current_setting('app.organizations', true), ''), ','))::uuid[]))
      with check (%2$I = any ((select string_to_array(nullif(current_setting('app.organizations', true), ''), ','))::uuid[]))$p$,
    tbl, organization_column);
  execute format('create policy platform on %s to tessera_platform using (true) with check (true)', tbl);
  execute format('create policy owner on %s to current_user using (true) with check (true)', tbl);
end $$;

-- tenant/ ------------------------------------------------------------------------------------------------------------

create table quota.organization (
  id           uuid primary key,
  name         text not null check (length(name) between 1 and 200),
  slug         text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  payer_id     uuid not null,                               -- the organization that pays; itself unless grouped
  billing_zone text not null,                               -- months begin at midnight here
  currency     char(3) not null,
  country      char(2) not null,
  terms        text not null check (terms in ('prepaid', 'invoiced')),
  status       text not null check (status in ('active', 'suspended', 'closed')),
  verified     boolean not null,
  holder       uuid not null unique,                        -- opaque, random: names the organization on private cards
  created_at   timestamptz not null
);
call quota.protect('quota.organization', 'id');
grant select on quota.organization to tessera_tenant;
grant select, insert, update on quota.organization to tessera_platform;

create table quota.project (
  id              uuid primary key,
  organization_id uuid not null references quota.organization,
  name            text not null check (length(name) between 1 and 100),
  created_at      timestamptz not null,
  archived_at     timestamptz,
  unique (organization_id, name),
  unique (organization_id, id)
);
call quota.protect('quota.project');
grant select, insert, update on quota.project to tessera_tenant, tessera_platform;

-- The one table that holds personal data; everything else names a person by id, so erasing a person is one update.
create table quota.person (
  id            uuid primary key,
  email         text not null unique check (email = lower(email)),
  display_name  text not null,
  password_hash text,                                       -- Argon2id in PHC form; null until a password is set
  platform_role text check (platform_role in ('operator', 'support')),
  created_at    timestamptz not null,
  erased_at     timestamptz
);
grant select, insert, update on quota.person to tessera_platform;

create table quota.member (
  organization_id uuid not null references quota.organization,
  person_id       uuid not null references quota.person,
  role            text not null check (role in ('owner', 'developer', 'finance', 'viewer')),
  created_at      timestamptz not null,
  primary key (organization_id, person_id)
);
create index on quota.member (person_id);
call quota.protect('quota.member');
grant select, insert, update, delete on quota.member to tessera_tenant, tessera_platform;

-- access/ ------------------------------------------------------------------------------------------------------------

create table quota.session (
  id         uuid primary key,
  person_id  uuid not null references quota.person,
  kind       text not null check (kind in ('portal', 'api')),
  created_at timestamptz not null,                          -- these are wall time: who is signed in outlives a moved clock
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index on quota.session (person_id);
create index on quota.session (revoked_at) where revoked_at is not null;
grant select, insert, update on quota.session to tessera_platform;

-- A refresh token is used once; using it again reveals a theft and ends the session.
create table quota.refresh_token (
  token_hash      bytea primary key,                        -- SHA-256 of the token
  session_id      uuid not null references quota.session,
  organization_id uuid,
  created_at      timestamptz not null,
  expires_at      timestamptz not null,
  used_at         timestamptz
);
create index on quota.refresh_token (session_id);
create index on quota.refresh_token (expires_at);
call quota.protect('quota.refresh_token');
grant select, insert, update, delete on quota.refresh_token to tessera_platform;

-- Passwords that were wrong: counted for each address, which is kept as its SHA-256.
create table quota.sign_in_failure (
  address_hash bytea primary key,
  failures     int not null,
  since        timestamptz not null
);
grant select, insert, update, delete on quota.sign_in_failure to tessera_platform;

create table quota.api_key (
  id              uuid primary key,
  organization_id uuid not null references quota.organization,
  project_id      uuid,
  name            text not null check (length(name) between 1 and 100),
  key_hash        bytea not null unique,                    -- SHA-256; the key has enough entropy of its own
  hint            text not null,                            -- the last characters, to recognise it by
  role            text not null check (role in ('owner', 'developer', 'finance', 'viewer')),
  created_by      uuid references quota.person,
  created_at      timestamptz not null,
  expires_at      timestamptz,
  last_used_at    timestamptz,
  revoked_at      timestamptz,
  foreign key (organization_id, project_id) references quota.project (organization_id, id)
);
call quota.protect('quota.api_key');
grant select, insert, update on quota.api_key to tessera_tenant, tessera_platform;

create table quota.signing_key (
  kid         text primary key,
  private_jwk text not null,
  created_at  timestamptz not null,
  retired_at  timestamptz
);
create unique index one_key_signs on quota.signing_key ((true)) where retired_at is null;
grant select, insert, update on quota.signing_key to tessera_platform;

-- limit/ -------------------------------------------------------------------------------------------------------------

-- Units are parts of a card: 126 000 parts make one card, which divides exactly by 1..10, 12, 16 and 1000.
create table quota.resource_limit (
  organization_id uuid not null references quota.organization,
  project_id      uuid not null,
  workload        text not null check (workload in ('training', 'inference')),
  family          text not null,                            -- model family; '*' for every family without a limit of its own
  max_units       bigint not null check (max_units >= 0),
  updated_at      timestamptz not null,
  primary key (project_id, workload, family),
  foreign key (organization_id, project_id) references quota.project (organization_id, id)
);
call quota.protect('quota.resource_limit');
grant select, insert, update on quota.resource_limit to tessera_platform;
grant select on quota.resource_limit to tessera_tenant;
grant update (updated_at) on quota.resource_limit to tessera_tenant;   -- what a row lock needs

create table quota.claim (
  claim_id        uuid primary key,                         -- the reservation or allocation that holds the units
  organization_id uuid not null references quota.organization,
  project_id      uuid not null,
  workload        text not null check (workload in ('training', 'inference')),
  family          text not null,
  units           bigint not null check (units > 0),
  during          tstzrange not null check (not isempty(during) and not lower_inf(during)),
  foreign key (organization_id, project_id) references quota.project (organization_id, id)
);
create index claim_over_time on quota.claim using gist (project_id extensions.gist_uuid_ops, during);
call quota.protect('quota.claim');
grant select, insert, update, delete on quota.claim to tessera_tenant, tessera_platform;

-- transaction/ -------------------------------------------------------------------------------------------------------

create table quota.idempotency_key (
  organization_id uuid not null,                            -- the platform's own callers use the nil id
  key             text not null check (length(key) between 1 and 255),
  fingerprint     bytea not null,                           -- SHA-256 of the operation and its body
  outcome         jsonb,                                    -- null only inside the transaction that does the work
  created_at      timestamptz not null,
  primary key (organization_id, key)
);
create index on quota.idempotency_key (created_at);
call quota.protect('quota.idempotency_key');
grant select, insert, update, delete on quota.idempotency_key to tessera_tenant, tessera_platform;

-- What the world outside must be told. Written in the transaction that makes it true, delivered by the worker.
create table quota.outbox (
  seq             bigint generated always as identity primary key,
  xid             xid8 not null default pg_current_xact_id(),
  organization_id uuid,
  topic           text not null,
  subject         uuid not null,
  payload         jsonb not null,
  created_at      timestamptz not null,
  delivered_at    timestamptz,
  attempts        int not null default 0,
  next_attempt_at timestamptz not null,
  last_error      text
);
create index outbox_due on quota.outbox (next_attempt_at) where delivered_at is null;
call quota.protect('quota.outbox');
grant insert on quota.outbox to tessera_tenant;
grant select, insert, update, delete on quota.outbox to tessera_platform;

-- Facts that a left module leaves for the right ones, read by cursor in commit order.
create table quota.fact (
  seq             bigint generated always as identity primary key,
  xid             xid8 not null default pg_current_xact_id(),
  topic           text not null,
  organization_id uuid,
  subject         uuid not null,
  payload         jsonb not null,
  at              timestamptz not null
);
create index on quota.fact (xid, seq);
call quota.protect('quota.fact');
grant insert on quota.fact to tessera_tenant;
grant select, insert on quota.fact to tessera_platform;

create table quota.feed_cursor (
  feed   text not null,
  reader text not null,
  xid    xid8 not null,
  seq    bigint not null,
  primary key (feed, reader)
);
grant select, insert, update on quota.feed_cursor to tessera_platform;

create table quota.job_lease (
  job    text primary key,
  holder text not null,
  until  timestamptz not null                               -- wall time of the machine: leases outlive a moved clock
);
grant select, insert, update, delete on quota.job_lease to tessera_platform;

-- audit/ -------------------------------------------------------------------------------------------------------------

create table quota.audit_entry (
  seq             bigint generated always as identity primary key,
  xid             xid8 not null default pg_current_xact_id(),
  id              uuid not null unique,
  at              timestamptz not null,
  organization_id uuid,
  actor_kind      text not null check (actor_kind in ('member', 'api_key', 'operator', 'job')),
  actor           text not null,                            -- an id, never a name
  session_id      uuid,
  request_id      text not null,
  action          text not null,
  subject         text not null,                            -- typed id of what was changed
  before          jsonb,
  after           jsonb
);
create index on quota.audit_entry (organization_id, seq);
call quota.protect('quota.audit_entry');
grant select, insert on quota.audit_entry to tessera_tenant, tessera_platform;

-- What the whole installation has to remember, the demo's clock among it.
create table quota.platform_setting (
  name  text primary key,
  value text not null
);
grant select, insert, update, delete on quota.platform_setting to tessera_platform;
grant usage on all sequences in schema quota to tessera_tenant, tessera_platform;
