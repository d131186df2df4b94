package cloud.tessera.inventory.engine;

/**
 * A part of a device that was granted to a claim.
 *
 * @param device its number in the fleet
 * @param host the name of its host
 * @param card its place in the host
 * @param slotStart the first slot granted
 * @param slotEnd the slot after the last one granted
 */
public record Granted(int device, String host, int card, int slotStart, int slotEnd) {
    /** For people: {@code node-7, card 2, slots 0-3}. */
    public String text() {
        String slots = slotEnd - slotStart == 1 ? "slot " + slotStart : "slots " + slotStart + "-" + (slotEnd - 1);
        return host + ", card " + card + ", " + slots;
    }
}
