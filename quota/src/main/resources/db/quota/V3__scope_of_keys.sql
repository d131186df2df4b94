-- Two operators that choose the same key mean two requests, as two organizations do.
comment on column quota.idempotency_key.organization_id is
  'The scope of the key: the organization; for people of the platform the person, for its jobs an id made of the name';
