-- When the engine has given back the devices of a run. A run that has ended and is not known to be stopped is stopped
-- again and again: so none is left over by a crash, or by an engine that was out of reach.
alter table inventory.workload add column stopped_at timestamptz;
update inventory.workload set stopped_at = ended_at where ended_at is not null;
create index run_to_stop on inventory.workload (updated_at) where ended_at is not null and stopped_at is null;
