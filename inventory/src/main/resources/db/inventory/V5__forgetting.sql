-- Samples of how busy devices are come in the order of time, and leave in it: the oldest first.
create index utilisation_by_time on inventory.utilisation using brin (at);
