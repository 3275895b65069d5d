package io.quartermaster.platform.db;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A constraint refused a write and its transaction is gone; the store that owns the table knows what the name means. */
public final class ConstraintViolation extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final Pattern SHARD_SUFFIX = Pattern.compile("_[0-9]{6,}$");

    private final String constraint;

    ConstraintViolation(@Nullable String constraint, Throwable cause) {
        super("A constraint refused the write: " + constraint, cause);
        this.constraint =
                constraint == null ? "" : SHARD_SUFFIX.matcher(constraint).replaceFirst("");
    }

    /** The name as the migrations wrote it. */
    public String constraint() {
        return constraint;
    }
}
