-- Room is made for those first for whom that was not tried for longest, at one part of their time after another.
alter table inventory.waitlist_entry
  add column looked_at timestamptz,                         -- when it was last tried to make room for it
  add column looks     int not null default 0;              -- how often
