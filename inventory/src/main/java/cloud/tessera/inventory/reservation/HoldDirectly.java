package cloud.tessera.inventory.reservation;

import cloud.tessera.inventory.offer.AskOffer;

/** Asks for an offer and holds it in one step, at the price in force. See {@link Hold} for name and image. */
public record HoldDirectly(AskOffer ask, String name, String image) {}
