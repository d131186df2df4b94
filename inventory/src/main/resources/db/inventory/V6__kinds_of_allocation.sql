-- How an allocation is held: whether it gives way, whether it may be moved while it runs, and how often its shape is there.
alter table inventory.allocation
  add column tier       text not null default 'on_demand' check (tier in ('on_demand', 'preemptible')),
  add column movable    boolean not null default false,
  add column replicas   int not null default 1 check (replicas between 1 and 64),
  add column begins_at  timestamptz,                          -- when its tiles begin, where others give way to it; null: at once
  add column preempt_at timestamptz,                          -- when it gives way; null where nobody stands behind it
  add column place      uuid,                                 -- who holds the tiles that it is moving to; null while it does not move
  add column move_until timestamptz;                          -- when the move is given up
alter table inventory.allocation drop constraint allocation_state_check;
alter table inventory.allocation add constraint allocation_state_check
  check (state in ('provisioning', 'active', 'moving', 'preempting', 'releasing', 'released', 'failed', 'preempted'));
alter table inventory.allocation drop constraint allocation_check;
alter table inventory.allocation add constraint over_is_never_due
  check ((state in ('released', 'failed', 'preempted')) = (due_at is null));
-- Who may have to give way: few of many.
create index allocation_giving_way on inventory.allocation (site, model) where tier = 'preemptible' and due_at is not null;
