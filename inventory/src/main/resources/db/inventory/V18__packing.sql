-- The last time that what has not started was packed closer together, for each pool and model.
create table inventory.packing (
  pool        text not null references inventory.pool,
  model       text not null,
  ran_at      timestamptz not null,
  claims      int not null,                                 -- that could move
  moved       int not null,
  refused     int not null,                                 -- moves planned and not done
  freed_cards int not null,                                 -- of hosts that nothing uses any more
  took_ms     int not null,
  primary key (pool, model)
);
grant select, insert, update on inventory.packing to tessera_platform;
