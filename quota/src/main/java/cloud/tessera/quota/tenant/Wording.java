package cloud.tessera.quota.tenant;

import cloud.tessera.quota.term.Refusal;
import java.util.Locale;
import java.util.regex.Pattern;

/** What names and addresses may look like. */
final class Wording {
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");
    private static final int LONGEST_EMAIL = 254;

    private Wording() {}

    /** A name without blanks around it; {@code invalid_name} where nothing is left or it is too long. */
    static String name(String text, int longest, String field) {
        String name = text.strip();
        if (name.isEmpty() || name.length() > longest || name.indexOf('\0') >= 0) {
            throw Refusal.invalid("invalid_name", "A name has 1 to " + longest + " characters.", field)
                    .asException();
        }
        return name;
    }

    /** An address in the form in which it is stored and compared. */
    static String email(String text) {
        String email = text.strip().toLowerCase(Locale.ROOT);
        if (email.length() > LONGEST_EMAIL
                || email.indexOf('\0') >= 0
                || !EMAIL.matcher(email).matches()) {
            throw Refusal.invalid("invalid_email", "That is not an e-mail address.", "email")
                    .asException();
        }
        return email;
    }
}
