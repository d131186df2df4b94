-- Latencies that an operator has set: they win over those of the fleet file, which comes in again and again.
alter table inventory.site add column latencies_set jsonb not null default '{}'; -- region -> {ms, measured}
