package cloud.tessera.quota.term;

/**
 * Carries a {@link Refusal} out of a transaction so that it rolls back. {@code Transactions} turns it back into a value
 * for use cases that change something; reads let it pass to the door, which has one place that answers it.
 */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Refusal refusal;

    public Refused(Refusal refusal) {
        // No stack trace: a refusal is an answer, not a fault, and may be given thousands of times a second.
        super(refusal.code() + ": " + refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
