package cloud.tessera.billing.ledger;

/** The accounts of the ledger. A balance above zero is a debit. */
public enum Account {
    /** Invoiced and not yet paid. */
    RECEIVABLE("receivable"),
    /** Charged and not yet on an invoice. */
    UNBILLED("unbilled"),
    /** Charged for time that has not run yet. */
    DEFERRED_REVENUE("deferred_revenue"),
    /** Earned by blocks as they ran. */
    REVENUE_TRAINING("revenue:training"),
    /** Earned by metered use. */
    REVENUE_INFERENCE("revenue:inference"),
    /** What customers may still spend: what we owe them. */
    CREDITS("credits"),
    /** What credits that nobody paid for have cost us; lessens revenue. */
    CREDITS_GRANTED("credits_granted"),
    /** Tax that was charged and belongs to the state. */
    TAX("tax"),
    /** Payments that an operator has entered. */
    CASH_MANUAL("cash:manual"),
    /** Payments through Stripe. */
    CASH_STRIPE("cash:stripe"),
    /** Given up. */
    WRITE_OFF("write_off");

    private final String text;

    Account(String text) {
        this.text = text;
    }

    /** The name as it is stored and sent. */
    public String text() {
        return text;
    }

    /** Reads {@link #text}; an {@link IllegalArgumentException} says that there is no such account. */
    public static Account of(String text) {
        for (Account account : values()) {
            if (account.text.equals(text)) {
                return account;
            }
        }
        throw new IllegalArgumentException("No such account: " + text);
    }
}
