package io.quartermaster.provider;

import io.quartermaster.platform.CanonicalUuid;
import java.util.Optional;
import java.util.UUID;

/** The id of a shared provider: a UUIDv7. */
public record SharedProviderId(UUID value) {

    /** The id that {@code text} spells canonically, or empty. */
    public static Optional<SharedProviderId> parse(String text) {
        return CanonicalUuid.parse(text).map(SharedProviderId::new);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
