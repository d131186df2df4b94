-- When a replica of a service came to its end, as far as that was noted: what lives long has had many.
alter table inventory.service_replica add column over_at timestamptz;
grant update (over_at) on inventory.service_replica to tessera_tenant, tessera_platform;
update inventory.service_replica r set over_at = a.released_at from inventory.allocation a where a.id = r.allocation_id and a.due_at is null;
create index service_replica_live on inventory.service_replica (service_id, allocation_id) where over_at is null;
create index service_replica_over on inventory.service_replica (service_id, over_at) where over_at is not null;
