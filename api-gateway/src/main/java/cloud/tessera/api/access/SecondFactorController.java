package cloud.tessera.api.access;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.quota.access.Enrolment;
import cloud.tessera.quota.access.FactorState;
import cloud.tessera.quota.access.OwnSecondFactor;
import cloud.tessera.quota.term.Caller;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The caller's own second factor: codes of an authenticator app (TOTP, RFC 6238). */
@Controller("/api/v1/me/second-factor")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Access")
@MayRefuse
class SecondFactorController {
    /**
     * Whether you sign in with a second factor.
     *
     * @param on whether
     * @param since since when; absent where not
     * @param recoveryCodesLeft how many of your recovery codes were not used
     */
    @Serdeable
    @Schema(name = "SecondFactor")
    record State(boolean on, @Nullable Instant since, int recoveryCodesLeft) {}

    /**
     * A wish for a second factor.
     *
     * @param password the one that you have now
     */
    @Serdeable
    @Schema(name = "NewSecondFactor")
    record Wish(@NotNull @Size(max = 256) String password) {
        @Override
        public String toString() {
            return "Wish[]";
        }
    }

    /**
     * What your authenticator app needs to know. It is in this answer and nowhere else.
     *
     * @param secret in base32
     * @param uri the same as {@code otpauth://}
     * @param qrSvg the URI as a QR code, an SVG image
     */
    @Serdeable
    @Schema(name = "SecondFactorEnrolment")
    record Begun(String secret, String uri, String qrSvg) {
        static Begun of(Enrolment enrolment) {
            return new Begun(enrolment.secret(), enrolment.uri(), enrolment.qrSvg());
        }

        @Override
        public String toString() {
            return "Begun[]";
        }
    }

    /**
     * The first code of a new second factor.
     *
     * @param otp what the authenticator app shows
     */
    @Serdeable
    @Schema(name = "SecondFactorConfirmation")
    record Confirmation(@NotNull @Size(max = 40) String otp) {
        @Override
        public String toString() {
            return "Confirmation[]";
        }
    }

    /**
     * Codes for when you have lost your authenticator app. They are in this answer and nowhere else.
     *
     * @param codes each signs in once, as {@code otp}
     */
    @Serdeable
    @Schema(name = "RecoveryCodes")
    record Codes(List<String> codes) {
        @Override
        public String toString() {
            return "Codes[]";
        }
    }

    /**
     * What it takes to turn the second factor off.
     *
     * @param password the one that you have now
     * @param otp what the authenticator app shows, or a recovery code
     */
    @Serdeable
    @Schema(name = "SecondFactorEnd")
    record End(
            @NotNull @Size(max = 256) String password,
            @NotNull @Size(max = 40) String otp) {
        @Override
        public String toString() {
            return "End[]";
        }
    }

    private final OwnSecondFactor factor;

    SecondFactorController(OwnSecondFactor factor) {
        this.factor = factor;
    }

    /** See whether you sign in with a second factor. Keys are refused, here and below. */
    @Get
    State getSecondFactor(@Parameter(hidden = true) Caller caller) {
        FactorState state = factor.state(caller);
        return new State(state.since().isPresent(), state.since().orElse(null), state.recoveryCodesLeft());
    }

    /** Begin a second factor. It is not asked for until you have confirmed it; beginning again makes another secret. */
    @Post
    Begun beginSecondFactor(@Parameter(hidden = true) Caller caller, @Body @Valid Wish wanted) {
        return Begun.of(factor.begin(caller, wanted.password()).orThrow());
    }

    /** Turn your second factor on by its first code, and get your recovery codes. */
    @Post("/confirm")
    Codes confirmSecondFactor(@Parameter(hidden = true) Caller caller, @Body @Valid Confirmation shown) {
        return new Codes(factor.confirm(caller, shown.otp()).orThrow().codes());
    }

    /** Turn your second factor off. */
    @Post("/off")
    @Status(HttpStatus.NO_CONTENT)
    void turnOffSecondFactor(@Parameter(hidden = true) Caller caller, @Body @Valid End shown) {
        factor.turnOff(caller, shown.password(), shown.otp()).orThrow();
    }
}
