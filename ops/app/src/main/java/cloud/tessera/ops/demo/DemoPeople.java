package cloud.tessera.ops.demo;

import cloud.tessera.quota.term.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who can sign in to the demo. All have the same password, which everybody may know: a demo keeps nobody's data. */
public final class DemoPeople {
    /** The password of every person of the demo. */
    public static final String PASSWORD = "tessera-demo";

    /** The operator of the platform. */
    public static final SignIn OPERATOR = new SignIn("operator@tessera.example", "Olive Operator", null, null);

    private DemoPeople() {}

    /**
     * A person of the demo.
     *
     * @param organization by name; null for the platform's own people
     * @param role null for the platform's own people
     */
    public record SignIn(
            String email,
            String name,
            @Nullable String organization,
            @Nullable Role role) {
        /** The e-mail and what it stands for, in one line. */
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "%-28s %s",
                    email,
                    role == null ? "operator of the platform" : role.text() + " of " + organization);
        }
    }

    /** Everyone, the operator first, then each organization's owner, developer, finance and viewer. */
    public static List<SignIn> all() {
        Stream<SignIn> tenants = Arrays.stream(Tenant.values())
                .flatMap(tenant -> tenant.people().stream()
                        .map(p -> new SignIn(
                                p.email(), p.name(), tenant.organization().name(), p.role())));
        return Stream.concat(Stream.of(OPERATOR), tenants).toList();
    }
}
