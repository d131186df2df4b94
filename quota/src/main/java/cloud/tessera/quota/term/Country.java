package cloud.tessera.quota.term;

import java.util.Locale;
import java.util.regex.Pattern;

/** Countries by their two letters, as ISO 3166-1 assigns them. */
public final class Country {
    /** What a code looks like: one of those that are assigned. */
    public static final Pattern CODE = Pattern.compile(String.join("|", Locale.getISOCountries()));

    private Country() {}

    /** Whether a code is assigned; {@code ZZ} is not. */
    public static boolean exists(String code) {
        return CODE.matcher(code).matches();
    }
}
