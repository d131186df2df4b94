package cloud.tessera.billing.charging;

/** Why a block ends before its time. */
public enum Ending {
    /** The customer cancels. Before the start all of it is given back; later nothing is: the time was kept for them. */
    CANCELLED,
    /** We failed. What was not delivered from then on becomes a credit; all of it where it failed before the start. */
    FAILED
}
