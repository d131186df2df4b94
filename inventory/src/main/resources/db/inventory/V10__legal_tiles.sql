-- Where a tile may lie on a card that is cut in hardware: filled from the catalogue by every import for the models in it, and
-- for all others when a worker starts. A model without rows has no rules here yet (an older version took it in).
create table inventory.legal_tile (
  model text not null,
  slots int4range not null,
  primary key (model, slots)
);
grant select on inventory.legal_tile to tessera_tenant;
grant select, insert, delete on inventory.legal_tile to tessera_platform;

-- Refuses tiles beyond a card's slots, and on a card that is cut in hardware those that no profile has. A card with one slot
-- is whole or not; one with a thousand is divided freely. Once for each statement and not for each row, and the card is looked
-- up by a scalar subquery, which is never planned as a scan of all cards.
create function inventory.refuse_illegal_tiles() returns trigger language plpgsql as $$
declare
  illegal record;
begin
  select device_id, slots into illegal from added
  where (select upper(added.slots) <= d.slots + d.extra_slots
                and (d.slots in (1, 1000)
                     or exists (select from inventory.legal_tile l where l.model = d.model and l.slots = added.slots)
                     or not exists (select from inventory.legal_tile l where l.model = d.model))
         from inventory.device d where d.id = added.device_id) is not true
  limit 1;
  if found then
    raise exception 'slots % of device % are no place of its model', illegal.slots, illegal.device_id
      using errcode = 'check_violation', schema = 'inventory', table = 'occupancy', constraint = 'tiles_are_legal';
  end if;
  return null;
end $$;
create trigger tiles_are_legal after insert on inventory.occupancy
  referencing new table as added for each statement execute function inventory.refuse_illegal_tiles();

-- Where a tile lies never changes afterwards: it is given up and taken anew.
revoke update on inventory.occupancy from tessera_tenant, tessera_platform;
grant update (claim_id, during) on inventory.occupancy to tessera_tenant, tessera_platform;
