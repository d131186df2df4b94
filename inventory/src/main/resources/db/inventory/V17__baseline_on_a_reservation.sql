-- The reservation whose run serves as the baseline of a service while it lasts.
alter table inventory.service add column reservation_id uuid references inventory.reservation;
create index on inventory.service (reservation_id) where reservation_id is not null;
