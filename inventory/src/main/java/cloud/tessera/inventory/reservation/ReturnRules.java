package cloud.tessera.inventory.reservation;

/**
 * What is kept of what returned hours are sold for. A return keeps the version under which it was quoted.
 *
 * @param version rises with each change; versions stay as they were
 * @param feePercent of the proceeds, which count at most as much as was paid for the hours
 */
public record ReturnRules(int version, int feePercent) {
    /** Those for new returns. */
    public static final ReturnRules CURRENT = new ReturnRules(1, 10);
}
