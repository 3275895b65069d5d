package io.quartermaster.platform;

import java.util.Optional;
import java.util.UUID;

/** The id of a tenant: a UUIDv7. */
public record TenantId(UUID value) {

    /** The id that {@code text} spells canonically, or empty. */
    public static Optional<TenantId> parse(String text) {
        return CanonicalUuid.parse(text).map(TenantId::new);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
