-- What an organization has that is not over: few rows of many, and the first thing that its people look at.
create index reservation_open on inventory.reservation (organization_id, id) where due_at is not null;
create index allocation_open on inventory.allocation (organization_id, id) where due_at is not null;
