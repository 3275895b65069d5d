package io.quartermaster.platform;

import java.util.Optional;
import java.util.UUID;

/** The id of a person: a random UUID, which does not tell when the person came. */
public record UserId(UUID value) {

    /** The id that {@code text} spells canonically, or empty. */
    public static Optional<UserId> parse(String text) {
        return CanonicalUuid.parse(text).map(UserId::new);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
