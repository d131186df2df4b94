-- Where on-demand allocations go from the moment on at which a reservation begins where they are.
create table inventory.relocation (
  claim_id        uuid primary key references inventory.allocation,
  organization_id uuid not null references quota.organization,
  place           uuid not null unique,     -- who holds the tiles that it goes to
  begins          timestamptz not null,     -- when those begin: before "at" where it may be moved while it runs
  at              timestamptz not null,     -- when the tiles that it has end
  due_at          timestamptz not null,     -- when the life cycle looks at it next
  cause           uuid,                     -- the claim that comes after it; null once it goes whatever becomes of that
  check (begins <= at)
);
create index on inventory.relocation (due_at);
call quota.protect('inventory.relocation');
grant select, insert, update, delete on inventory.relocation to tessera_tenant, tessera_platform;

-- Who asked that one gives way: where that holds nothing any more, it stays.
alter table inventory.allocation add column preempted_for uuid;
create index allocation_preempted_for on inventory.allocation (preempt_at) where preempted_for is not null and due_at is not null;
create index allocation_floating on inventory.allocation (site, model) where tier = 'on_demand' and due_at is not null;
