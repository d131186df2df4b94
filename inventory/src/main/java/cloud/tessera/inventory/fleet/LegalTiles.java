package cloud.tessera.inventory.fleet;

import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.SlotRange;
import cloud.tessera.quota.transaction.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Tells the database where a tile may lie on cards that are cut in hardware, so that it refuses every other place. */
final class LegalTiles {
    private LegalTiles() {}

    /**
     * Makes the database's rules of some models those of the catalogue, and says how many were otherwise. What already lies
     * elsewhere stays.
     */
    static int write(Tx tx, Collection<String> models, Catalogue catalogue) {
        List<String> names = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (String model : models) {
            for (SlotRange tile : catalogue.orFungible(model).geometry().legalTiles()) {
                names.add(model);
                starts.add(tile.start());
                ends.add(tile.end());
            }
        }
        return tx.sql()
                .execute(
                        """
                        with legal as (select model, int4range(first, past) as slots
                                       from unnest(?::text[], ?::int[], ?::int[]) as l (model, first, past)),
                        gone as (
                          delete from inventory.legal_tile t where t.model = any(?::text[])
                            and not exists (select from legal l where l.model = t.model and l.slots = t.slots))
                        insert into inventory.legal_tile (model, slots) select model, slots from legal order by model, slots
                        on conflict do nothing""",
                        names.toArray(String[]::new),
                        starts.toArray(Integer[]::new),
                        ends.toArray(Integer[]::new),
                        models.toArray(String[]::new));
    }
}
