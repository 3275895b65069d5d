package io.quartermaster.tenant.identity;

import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An e-mail address in its one spelling: trimmed, lower case. Two spellings would be two people. */
public record Email(String value) {

    private static final Pattern SHAPE = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");
    private static final int LONGEST = 254;

    public Email {
        if (!SHAPE.matcher(value).matches() || value.length() > LONGEST || !value.equals(canonical(value))) {
            throw new IllegalArgumentException("Not an address in its one spelling");
        }
    }

    /** The address that a text spells in whatever way, or empty. */
    public static Optional<Email> parse(String text) {
        String spelled = canonical(text);
        return SHAPE.matcher(spelled).matches() && spelled.length() <= LONGEST
                ? Optional.of(new Email(spelled))
                : Optional.empty();
    }

    /**
     * As above, of a field that must be one.
     *
     * @throws Problem 400
     */
    public static Email require(String text) {
        return parse(text)
                .orElseThrow(() -> new Problem(
                        ProblemType.INVALID_REQUEST,
                        "email must be an address such as ann@example.org.",
                        new FieldError("email", "format", "must be an address such as ann@example.org")));
    }

    private static String canonical(String text) {
        return Normalizer.normalize(text.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    @Override
    public String toString() {
        return value;
    }
}
