package cloud.tessera.api.claims;

import cloud.tessera.inventory.engine.Granted;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A piece of a card that a reservation or an allocation holds now.
 *
 * @param site code of the site
 * @param host name of the host, unique at its site
 * @param card the card's place in its host, 0 and up
 * @param device the number of the card in the fleet
 * @param slotStart the first slot that is held
 * @param slotEnd the slot after the last one that is held; beyond the card's own slots for what a card has only once
 */
@Serdeable
@Schema(name = "Piece")
public record PieceResource(String site, String host, int card, int device, int slotStart, int slotEnd) {
    /** @param site of the reservation or allocation; all its pieces are there */
    public static PieceResource of(String site, Granted piece) {
        return new PieceResource(site, piece.host(), piece.card(), piece.device(), piece.slotStart(), piece.slotEnd());
    }
}
