package cloud.tessera.inventory.waitlist;

import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.quota.term.OrganizationId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the waitlist.
 *
 * @param wish what is waited for
 * @param payer who takes turns with the other payers
 * @param reasonCode why it was not served although there was room, such as {@code quota_exceeded}; null where there was
 *     none
 * @param reason the same in words
 * @param foundSite where there was room when it was notified
 * @param foundStart from when
 * @param reservation what was booked for it
 * @param servedAt when it was booked or notified
 */
public record WaitlistEntry(
        WaitlistEntryId id,
        OrganizationId organization,
        OrganizationId payer,
        Wait wish,
        State state,
        @Nullable String reasonCode,
        @Nullable String reason,
        @Nullable String foundSite,
        @Nullable Instant foundStart,
        @Nullable ReservationId reservation,
        String createdBy,
        Instant createdAt,
        @Nullable Instant servedAt) {

    /** The same, whose wish has limits. */
    WaitlistEntry within(SiteLimits limits) {
        return new WaitlistEntry(
                id,
                organization,
                payer,
                wish.within(limits),
                state,
                reasonCode,
                reason,
                foundSite,
                foundStart,
                reservation,
                createdBy,
                createdAt,
                servedAt);
    }

    /** Where it stands. It leaves {@code WAITING} once. */
    public enum State {
        WAITING,
        /** There was room, and its owner was told. */
        NOTIFIED,
        BOOKED,
        /** The latest start passed. */
        EXPIRED,
        WITHDRAWN;

        /** The name as it is stored and sent. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
