-- What is forgotten after its time: sessions that have ended, and messages that were delivered.
grant delete on quota.session to tessera_platform;
create index session_by_end on quota.session (expires_at);
create index outbox_delivered on quota.outbox (delivered_at) where delivered_at is not null;
