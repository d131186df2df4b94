package cloud.tessera.api.waitlist;

import cloud.tessera.api.wire.Amount;
import cloud.tessera.api.wire.LimitsBody;
import cloud.tessera.api.wire.ShapeBody;
import cloud.tessera.api.wire.Window;
import cloud.tessera.inventory.waitlist.WaitlistEntry;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the waitlist.
 *
 * @param id its id
 * @param organizationId whose it is
 * @param projectId the project that will hold it
 * @param name for people
 * @param image what is to be started
 * @param shape what is waited for
 * @param sites where it may be; empty for any site
 * @param limits where it may lie, now and after any later move; absent for anywhere
 * @param window from the earliest start to the latest end
 * @param hours for how long
 * @param ceiling the most that it may cost
 * @param mode {@code book} or {@code notify}
 * @param state {@code waiting}, {@code notified}, {@code booked}, {@code expired} or {@code withdrawn}
 * @param reasonCode why it was not served although there was room, such as {@code quota_exceeded}
 * @param reason the same in words
 * @param foundSite where there was room
 * @param foundStart from when
 * @param reservationId what was booked
 * @param createdAt when it joined
 * @param servedAt when it was booked or notified
 */
@Serdeable
@Schema(name = "WaitlistEntry")
record WaitlistEntryResource(
        String id,
        String organizationId,
        String projectId,
        String name,
        String image,
        ShapeBody shape,
        List<String> sites,
        @Nullable LimitsBody limits,
        Window window,
        int hours,
        @Nullable Amount ceiling,
        String mode,
        String state,
        @Nullable String reasonCode,
        @Nullable String reason,
        @Nullable String foundSite,
        @Nullable Instant foundStart,
        @Nullable String reservationId,
        Instant createdAt,
        @Nullable Instant servedAt) {
    static WaitlistEntryResource of(WaitlistEntry e) {
        var ceiling = e.wish().ceiling();
        var reservation = e.reservation();
        return new WaitlistEntryResource(
                e.id().text(),
                e.organization().text(),
                e.wish().project().text(),
                e.wish().name(),
                e.wish().image(),
                ShapeBody.of(e.wish().shape()),
                e.wish().sites(),
                LimitsBody.of(e.wish().limits()),
                Window.of(e.wish().within()),
                e.wish().hours(),
                ceiling == null ? null : Amount.of(ceiling),
                e.wish().mode().text(),
                e.state().text(),
                e.reasonCode(),
                e.reason(),
                e.foundSite(),
                e.foundStart(),
                reservation == null ? null : reservation.text(),
                e.createdAt(),
                e.servedAt());
    }
}
