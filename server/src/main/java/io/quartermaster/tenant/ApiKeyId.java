package io.quartermaster.tenant;

import io.quartermaster.platform.CanonicalUuid;
import java.util.Optional;
import java.util.UUID;

/** The id of an API key: a UUIDv7. */
public record ApiKeyId(UUID value) {

    /** The id that {@code text} spells canonically, or empty. */
    public static Optional<ApiKeyId> parse(String text) {
        return CanonicalUuid.parse(text).map(ApiKeyId::new);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
